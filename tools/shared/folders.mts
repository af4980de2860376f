import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The name of this package. */
export const packageName = 'n8n-nodes-amplitude-ai-feedback';

/**
 * The package's own folder, looked for upwards from the working directory: the tools run as ES modules
 * and, under jest, as CommonJS, and the working directory is what both know.
 */
export const packageRoot = findPackageRoot();

function isPackageRoot(folder: string): boolean {
	const manifest = join(folder, 'package.json');
	if (!existsSync(manifest)) return false;
	const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: unknown };
	return name === packageName;
}

function findPackageRoot(): string {
	for (let folder = resolve('.'); ; folder = dirname(folder)) {
		if (isPackageRoot(folder)) return folder;
		if (folder === dirname(folder)) {
			throw new Error(`Run this from inside the folder of ${packageName}.`);
		}
	}
}

/** A folder for one run. */
export interface TemporaryFolder {
	readonly path: string;
	remove(): Promise<void>;
}

/** Makes an empty folder among the system's temporary ones. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
	// The real path, as n8n compares real paths when it decides which files may be read.
	const path = await realpath(await mkdtemp(join(tmpdir(), `${packageName}-`)));
	const remove = () => rm(path, { recursive: true, force: true, maxRetries: 3 });
	return { path, remove };
}
