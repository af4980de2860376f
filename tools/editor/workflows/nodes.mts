/** Nodes of the workflows that demo and tests run in n8n, and how they are put together. */
import type { IConnections, INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowData } from '../n8n/rest.mts';

/** The nodes' names, by which runs are read afterwards. */
export const triggerName = 'Start';
export const rowsName = 'Rows';
export const feedbackName = 'Amplitude AI Feedback';
export const credentialName = 'Amplitude AI Feedback account';
export const credentialType = 'amplitudeAiFeedbackApi';
export const branches = {
	delivered: 'Delivered',
	skipped: 'Nothing to send',
	failed: 'Needs a look',
} as const;

/** A node without its place on the canvas. */
export type NodePart = Pick<INode, 'name' | 'type' | 'typeVersion' | 'parameters'> & Partial<INode>;

/** Starts the workflow by hand. */
export const trigger: NodePart = {
	name: triggerName,
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
};

/** Nodes that hold these rows and emit an item for each. */
export function inlineRows(rows: readonly object[]): NodePart[] {
	return [
		{
			name: 'Data',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ rows }, null, 2), options: {} },
		},
		{
			name: rowsName,
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'rows', options: {} },
		},
	];
}

/** Nodes that read a CSV file and emit an item for each of its rows. */
export function csvFileRows(path: string): NodePart[] {
	return [
		{
			name: 'File',
			type: 'n8n-nodes-base.readWriteFile',
			typeVersion: 1,
			parameters: { fileSelector: path, options: {} },
		},
		{
			name: rowsName,
			type: 'n8n-nodes-base.extractFromFile',
			typeVersion: 1,
			parameters: { operation: 'csv', options: {} },
		},
	];
}

/** The node of this package. */
export function feedback(
	credentialId: string,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): NodePart {
	return {
		name: feedbackName,
		type: 'n8n-nodes-amplitude-ai-feedback.amplitudeAiFeedback',
		typeVersion: 1,
		parameters,
		credentials: { [credentialType]: { id: credentialId, name: credentialName } },
		...more,
	};
}

/** Puts a node somewhere on the canvas. */
export function place(part: NodePart, column: number, row: number): INode {
	return { ...part, id: `${column}-${row}`, position: [column * 220, row * 180] };
}

/** A connection to the main input of a node. */
export function to(node: string): { node: string; type: 'main'; index: number } {
	return { node, type: 'main', index: 0 };
}

/** A workflow of nodes in a row; each output of the last leads to a node of its own. */
export function assemble(
	name: string,
	chain: readonly NodePart[],
	ends: readonly NodePart[],
): WorkflowData {
	const connections: IConnections = {};
	chain.slice(1).forEach((part, index) => {
		connections[chain[index]!.name] = { main: [[to(part.name)]] };
	});
	connections[chain.at(-1)!.name] = { main: ends.map((part) => [to(part.name)]) };
	return {
		name,
		nodes: [
			...chain.map((part, column) => place(part, column, 0)),
			...ends.map((part, row) => place(part, chain.length, row - (ends.length - 1) / 2)),
		],
		connections,
		settings: { executionOrder: 'v1' },
	};
}

function end(name: string): NodePart {
	return { name, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
}

/** A rule of n8n's Switch node: an output for rows of this status. */
function ruleFor(status: string): INodeParameters {
	return {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			combinator: 'and',
			conditions: [
				{
					id: `status-${status}`,
					leftValue: '={{ $json.status }}',
					rightValue: status,
					operator: { type: 'string', operation: 'equals' },
				},
			],
		},
		renameOutput: true,
		outputKey: status,
	};
}

const byStatus: NodePart = {
	name: 'By status',
	type: 'n8n-nodes-base.switch',
	typeVersion: 3.2,
	parameters: {
		rules: { values: [ruleFor('ingested'), ruleFor('skipped')] },
		options: { fallbackOutput: 'extra' },
	},
};

/** A workflow that ends in branches on the status of each row. */
export function branchingOnStatus(name: string, chain: readonly NodePart[]): WorkflowData {
	const { delivered, skipped, failed } = branches;
	return assemble(name, [...chain, byStatus], [end(delivered), end(skipped), end(failed)]);
}

/** A workflow whose last node has an error output. */
export function branchingOnError(name: string, chain: readonly NodePart[]): WorkflowData {
	return assemble(name, chain, [end(branches.delivered), end(branches.failed)]);
}
