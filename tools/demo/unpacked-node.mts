import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { packageName, packageRoot } from '../shared/folders.mts';
import { unpackPackage } from '../shared/package.mts';

/** The packages that n8n gives to this node; it finds no others. */
const givenByN8n = ['n8n-workflow', 'zod', 'luxon'];

const manifestSchema = z.object({
	version: z.string(),
	n8n: z.object({
		nodes: z.array(z.string()).length(1),
		credentials: z.array(z.string()).length(1),
	}),
});

/** The files that n8n loads from a packed package. */
export interface UnpackedNode {
	readonly version: string;
	readonly nodeFile: string;
	readonly credentialFile: string;
}

/** Unpacks a tarball into a folder in which its code finds what n8n gives to a node, and nothing else. */
export async function unpackNode(tarball: string, folder: string): Promise<UnpackedNode> {
	const modules = join(folder, 'node_modules');
	await mkdir(modules);
	for (const name of givenByN8n) {
		// A link, so that engine and node share one copy; Windows needs no rights for a junction.
		await symlink(join(packageRoot, 'node_modules', name), join(modules, name), 'junction');
	}
	const installed = join(modules, packageName);
	await unpackPackage(tarball, installed);
	const manifest = await readFile(join(installed, 'package.json'), 'utf8');
	const { version, n8n } = manifestSchema.parse(JSON.parse(manifest));
	return {
		version,
		nodeFile: join(installed, n8n.nodes[0]!),
		credentialFile: join(installed, n8n.credentials[0]!),
	};
}
