import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { packageName } from '../../shared/folders.mts';
import { npm, unpackPackage } from '../../shared/package.mts';

const manifestSchema = z.object({ version: z.string() }).passthrough();
const forDevelopersOnly = ['devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * Installs a packed package into an n8n folder, step by step as n8n's own installer of community
 * packages does: unpack, drop what is only for developers, let npm add the dependencies (there are
 * none), enter it into the list. It replaces the package if it is there. So the node finds nothing but what n8n itself brings along.
 *
 * @returns the folder of the installed package
 */
export async function installPackage(tarball: string, n8nFolder: string): Promise<string> {
	const nodes = join(n8nFolder, 'nodes');
	const folder = join(nodes, 'node_modules', packageName);
	await rm(folder, { recursive: true, force: true });
	await unpackPackage(tarball, folder);

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
