import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { packageName, packageRoot } from './folders.mts';
import { npm } from './npm.mts';

const manifestSchema = z.object({ version: z.string() }).passthrough();
const forDevelopersOnly = ['devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Compiles the package into `dist`. */
export async function buildPackage(): Promise<void> {
	await npm(['run', 'build'], packageRoot());
}

/** Packs the compiled package as it would be published; returns the tarball's path. */
export async function packPackage(folder: string): Promise<string> {
	await mkdir(folder, { recursive: true });
	await npm(['pack', '--ignore-scripts', '--pack-destination', folder], packageRoot());
	const tarball = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
	if (tarball === undefined) throw new Error(`npm pack left no tarball in ${folder}.`);
	return join(folder, tarball);
}

/**
 * Installs a packed package into an n8n folder, step by step as n8n's own installer of community
 * packages does: unpack, drop what is only for developers, let npm add the dependencies (there are
 * none), enter it into the list. So the node finds nothing but what n8n itself brings along.
 *
 * @returns the folder of the installed package
 */
export async function installPackage(tarball: string, n8nFolder: string): Promise<string> {
	const nodes = join(n8nFolder, 'nodes');
	const folder = join(nodes, 'node_modules', packageName);
	await mkdir(folder, { recursive: true });
	await promisify(execFile)('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);

	const manifestFile = join(folder, 'package.json');
	const manifest = manifestSchema.parse(JSON.parse(await readFile(manifestFile, 'utf8')));
	const kept = Object.entries(manifest).filter(([key]) => !forDevelopersOnly.includes(key));
	await writeFile(manifestFile, JSON.stringify(Object.fromEntries(kept), null, 2));

	await npm(
		[
			'install',
			'--audit=false',
			'--fund=false',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		],
		folder,
	);

	const dependencies = { [packageName]: manifest.version };
	const list = { name: 'installed-nodes', private: true, dependencies };
	await writeFile(join(nodes, 'package.json'), JSON.stringify(list, null, 2));
	return folder;
}
