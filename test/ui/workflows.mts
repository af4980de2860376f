import type { IConnections, IDataObject } from 'n8n-workflow';
import { inlineRows, trigger, type NodePart } from '../../tools/editor/workflows/nodes.mts';
import type { WorkflowData } from '../../tools/editor/n8n/rest.mts';

/** Reviews as a shop or an app store gives them. The last one has no ID. */
export const reviews = [
	{
		id: 'review-1',
		text: 'I miss an export to Excel.',
		reviewer: 'Jane Doe',
		mail: 'jane.doe@example.com',
		date: '2026-03-10T09:00:00Z',
	},
	{
		id: 'review-2',
		text: 'The dashboards are clear and fast.',
		reviewer: 'John Roe',
		mail: 'john.roe@example.com',
		date: '2026-03-11T10:30:00Z',
	},
	{
		id: '',
		text: 'Search finds nothing.',
		reviewer: 'Mary Major',
		mail: 'mary.major@example.com',
		date: '2026-03-12T08:15:00Z',
	},
];

const distance = 220;

/** Builds a workflow that gives the reviews to the first of these nodes, and its output to the next. */
export function reviewsThen(...nodes: readonly NodePart[]): WorkflowData {
	return rowsThen('Reviews to Amplitude', reviews, nodes);
}

/** Builds a workflow that gives rows to the first of these nodes, and its output to the next. */
export function rowsThen(
	name: string,
	rows: readonly IDataObject[],
	nodes: readonly NodePart[] = [],
): WorkflowData {
	const chain = [trigger, ...inlineRows(rows), ...nodes];
	const connections: IConnections = {};
	chain.slice(1).forEach((part, index) => {
		const main = [[{ node: part.name, type: 'main' as const, index: 0 }]];
		connections[chain[index]!.name] = { main };
	});
	return {
		name,
		nodes: chain.map((part, index) => ({
			...part,
			id: String(index),
			position: [index * distance, 0],
		})),
		connections,
		settings: { executionOrder: 'v1' },
	};
}
