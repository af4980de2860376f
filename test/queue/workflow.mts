import { byHand } from '../../tools/shared/mapper.mts';
import {
	assemble,
	feedback,
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
	const node = feedback(credentialId, {
		operation: 'ingestItems',
		sourceId,
		messages: 'none',
		item,
		options: {},
	});
	return assemble('Answers', [webhook, rows, node], []);
}
