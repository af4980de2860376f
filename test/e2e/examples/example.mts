import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { INode, INodeExecutionData } from 'n8n-workflow';
import { packageName, packageRoot } from '../../../tools/shared/folders.mts';
import type { WorkflowData } from '../../../tools/editor/n8n/workflow.mts';

/** A workflow of the folder `examples/`, as n8n exports it. */
export interface Example extends WorkflowData {
	readonly pinData: Readonly<Record<string, INodeExecutionData[]>>;
}

const folder = join(packageRoot(), 'examples');

/** The names of all examples: their files without the ending. */
export function exampleNames(): string[] {
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.map((file) => basename(file, '.json'))
		.sort();
}

/** The text of an example's file. */
export function exampleText(name: string): string {
	return readFileSync(join(folder, `${name}.json`), 'utf8');
}

/** An example. */
export function readExample(name: string): Example {
	return JSON.parse(exampleText(name)) as Example;
}

/** Whether a node is ours, as a step of a workflow or as a tool of an agent. */
export function isFeedbackNode({ type }: INode): boolean {
	return type.startsWith(`${packageName}.`);
}

/** Whether a node is a note on the canvas. */
export function isNote({ type }: INode): boolean {
	return type === 'n8n-nodes-base.stickyNote';
}

/** The example with a credential chosen in all nodes that take it, as its user does first. */
export function withCredential(
	example: Example,
	fits: (node: INode) => boolean,
	type: string,
	id: string,
): Example {
	const nodes = example.nodes.map((node) =>
		fits(node)
			? { ...node, credentials: { ...node.credentials, [type]: { id, name: type } } }
			: node,
	);
	return { ...example, nodes };
}
