import type { IConnections, INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowData } from '../n8n/workflow.mts';
import { rulesByStatus } from './rules.mts';

/** The nodes' names, by which runs are read afterwards. */
export const triggerName = 'Start';
export const rowsName = 'Rows';
export const feedbackName = 'Amplitude AI Feedback';
export const credentialName = 'Amplitude AI Feedback account';
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

/** Nodes that give out these rows, one item each. */
export function rowsGivenOut(rows: readonly object[]): NodePart[] {
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

/** Nodes that read a CSV file and give out its lines, one item each. */
export function rowsOfCsvFile(path: string): NodePart[] {
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

/** The node under test. */
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
		credentials: { amplitudeAiFeedbackApi: { id: credentialId, name: credentialName } },
		...more,
	};
}

/** The node under test as n8n offers it to agents. */
export function feedbackTool(...settings: Parameters<typeof feedback>): NodePart {
	const node = feedback(...settings);
	return { ...node, type: `${node.type}Tool` };
}

const byStatus: NodePart = {
	name: 'By status',
	type: 'n8n-nodes-base.switch',
	typeVersion: 3.2,
	parameters: {
		rules: { values: rulesByStatus(['ingested', 'skipped']) },
		options: { fallbackOutput: 'extra' },
	},
};

function end(name: string): NodePart {
	return { name, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
}

const distance = 220;

function assemble(name: string, chain: NodePart[], ends: NodePart[]): WorkflowData {
	const place = (part: NodePart, column: number, line: number): INode => ({
		...part,
		id: `${column}-${line}`,
		position: [column * distance, line * distance * 0.8],
	});
	const last = chain.at(-1)!;
	const connections: IConnections = {};
	chain.slice(1).forEach((part, index) => {
		const main = [[{ node: part.name, type: 'main' as const, index: 0 }]];
		connections[chain[index]!.name] = { main };
	});
	connections[last.name] = {
		main: ends.map((part) => [{ node: part.name, type: 'main' as const, index: 0 }]),
	};
	return {
		name,
		nodes: [
			...chain.map((part, column) => place(part, column, 0)),
			...ends.map((part, line) => place(part, chain.length, line - (ends.length - 1) / 2)),
		],
		connections,
		settings: { executionOrder: 'v1' },
	};
}

/** A workflow that ends in branches on the status of each row. */
export function branchingOnStatus(name: string, chain: NodePart[]): WorkflowData {
	const { delivered, skipped, failed } = branches;
	return assemble(name, [...chain, byStatus], [end(delivered), end(skipped), end(failed)]);
}

/** A workflow whose last node has an error output. */
export function branchingOnError(name: string, chain: NodePart[]): WorkflowData {
	return assemble(name, chain, [end(branches.delivered), end(branches.failed)]);
}

/** Looks up the input row that a row behind the node came from. */
function readsInput(name: string): NodePart {
	const input = {
		id: 'input',
		name: 'input',
		type: 'string',
		value: `={{ $('${rowsName}').item.json.id }}`,
	};
	return {
		name,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { assignments: { assignments: [input] }, options: {} },
	};
}

/** A workflow in which nodes behind both outputs look up, for each row they get, the id of its input row. */
export function readingTheInput(name: string, chain: NodePart[]): WorkflowData {
	const { delivered, failed } = branches;
	const hasErrorOutput = chain.at(-1)?.onError === 'continueErrorOutput';
	const ends = hasErrorOutput ? [delivered, failed] : [delivered];
	return assemble(name, chain, ends.map(readsInput));
}
