import type { IConnections, INode } from 'n8n-workflow';
import { byHand } from '../../tools/shared/mapper.mts';
import {
	feedback,
	feedbackName,
	rowsName,
	type NodePart,
} from '../../tools/editor/workflows/nodes.mts';
import type { WorkflowData } from '../../tools/editor/n8n/rest.mts';

/** The name of the node that receives the rows. */
export const webhookName = 'Answers';
/** The path at which it does. */
export const webhookPath = 'answers';
/** The source the rows belong to. */
export const sourceId = 'answers';

const webhook: NodePart = {
	name: webhookName,
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	// Says what makes the path the whole of the address.
	webhookId: 'answers',
	parameters: {
		httpMethod: 'POST',
		path: webhookPath,
		// At once, so that the sender does not wait for the execution.
		responseMode: 'onReceived',
		options: {},
	},
};

const rows: NodePart = {
	name: rowsName,
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	parameters: { fieldToSplitOut: 'body.rows', options: {} },
};

/** A workflow that receives rows, each of them an item without a conversation. */
export function receivingRows(credentialId: string): WorkflowData {
	const item = byHand({ unique_id: '={{ $json.id }}', body: '={{ $json.text }}' });
	const parts = [
		webhook,
		rows,
		feedback(credentialId, {
			operation: 'ingestItems',
			sourceId,
			messages: 'none',
			item,
			options: {},
		}),
	];
	const nodes: INode[] = parts.map((part, column) => ({
		...part,
		id: String(column),
		position: [column * 220, 0],
	}));
	const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
	const connections: IConnections = { [webhookName]: to(rowsName), [rowsName]: to(feedbackName) };
	return { name: 'Answers', nodes, connections, settings: { executionOrder: 'v1' } };
}
