import type { IConnections, INode } from 'n8n-workflow';
import type { NodePart } from '../editor/workflows/nodes.mts';
import { trigger } from '../editor/workflows/nodes.mts';
import type { WorkflowData } from '../editor/n8n/rest.mts';

/** The nodes that batch and send, as far as a way has them. */
export const SENDING = ['Batch', 'Send'];

/** A workflow that reads rows from a JSON file and sends them. */
export function workflowOf(file: string, sending: readonly NodePart[]): WorkflowData {
	const chain: NodePart[] = [
		trigger,
		{
			name: 'File',
			type: 'n8n-nodes-base.readWriteFile',
			typeVersion: 1,
			parameters: { fileSelector: file, options: {} },
		},
		{
			name: 'JSON',
			type: 'n8n-nodes-base.extractFromFile',
			typeVersion: 1,
			parameters: { operation: 'fromJson', options: {} },
		},
		{
			name: 'Rows',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'data.rows', options: {} },
		},
		...sending,
	];
	const connections: IConnections = {};
	chain.slice(1).forEach(({ name }, index) => {
		connections[(chain[index] as NodePart).name] = {
			main: [[{ node: name, type: 'main', index: 0 }]],
		};
	});
	const nodes = chain.map((part, index): INode => ({
		...part,
		id: String(index),
		position: [index * 200, 0],
	}));
	return { name: 'Bench', nodes, connections, settings: { executionOrder: 'v1' } };
}
