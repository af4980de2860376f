import type { ICredentialType, INodeType, IVersionedNodeType } from 'n8n-workflow';
import { existsSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { packageRoot } from '../shared/folders.mts';
import { hostRequire } from '../shared/realm.mts';

/** A node: an instance, its class, or the path of a built `.node.js` file. */
export type NodeSource = string | INodeType | IVersionedNodeType | (new () => INodeType);

/** A credential type: an instance, its class, or the path of a built `.credentials.js` file. */
export type CredentialSource = string | ICredentialType | (new () => ICredentialType);

const DIST = join(packageRoot, 'dist');
const BUILT_NODE = join(DIST, 'nodes', 'AmplitudeAiFeedback', 'AmplitudeAiFeedback.node.js');
const BUILT_CREDENTIAL = join(DIST, 'credentials', 'AmplitudeAiFeedbackApi.credentials.js');

/** The node type; without a source that of the built package. */
export function loadNodeType(source: NodeSource = BUILT_NODE): INodeType | IVersionedNodeType {
	return instantiate(source, '.node.js');
}

/** The credential type; without a source that of the built package. */
export function loadCredentialType(source: CredentialSource = BUILT_CREDENTIAL): ICredentialType {
	return instantiate(source, '.credentials.js');
}

function instantiate<T>(source: string | T | (new () => T), suffix: string): T {
	if (typeof source === 'function') return new (source as new () => T)();
	if (typeof source !== 'string') return source;
	if (!existsSync(source)) throw new Error(`${source} is not built: run "npm run build"`);
	const exported = hostRequire(source) as Record<string, (new () => T) | undefined>;
	// n8n derives the class from the name of the file.
	const className = basename(source, suffix);
	const Type = exported[className];
	if (!Type) throw new Error(`${source} exports no class ${className}`);
	return new Type();
}

// One process may run many test files, and in watch mode builds come in between.
for (const path of Object.keys(hostRequire.cache)) {
	if (path.startsWith(DIST + sep)) Reflect.deleteProperty(hostRequire.cache, path);
}
