import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** The name of the package under test; also the name of its folder in the user's cache. */
export const packageName = 'n8n-nodes-amplitude-ai-feedback';

const manifestSchema = z.object({ name: z.string() });

function isPackageRoot(folder: string): boolean {
	const manifest = join(folder, 'package.json');
	if (!existsSync(manifest)) return false;
	const parsed = manifestSchema.safeParse(JSON.parse(readFileSync(manifest, 'utf8')));
	return parsed.success && parsed.data.name === packageName;
}

/**
 * The package's own folder, looked for upwards from the working directory: the tools run as ES modules
 * and, under jest, as CommonJS, and the working directory is what both know.
 */
export function packageRoot(): string {
	for (let folder = resolve('.'); ; folder = dirname(folder)) {
		if (isPackageRoot(folder)) return folder;
		if (folder === dirname(folder)) {
			throw new Error(`Run this from inside the folder of ${packageName}.`);
		}
	}
}

function userCache(): string {
	const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
	if (XDG_CACHE_HOME) return XDG_CACHE_HOME;
	if (process.platform === 'win32') return LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
	return join(homedir(), '.cache');
}

/** Where n8n is kept between runs, shared by every clone of the package on this machine. */
export function cacheFolder(): string {
	return join(userCache(), packageName);
}
