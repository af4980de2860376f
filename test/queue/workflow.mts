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
/** The source the rows belong to, and the path at which it receives them. */
export const sourceId = 'answers';

function webhook(path: string): NodePart {
	return {
		name: webhookName,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		// Says what makes the path the whole of the address.
		webhookId: path,
		parameters: {
			httpMethod: 'POST',
			path,
			// At once, so that the sender does not wait for the execution.
			responseMode: 'onReceived',
			options: {},
		},
	};
}

const rows: NodePart = {
	name: rowsName,
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	parameters: { fieldToSplitOut: 'body.rows', options: {} },
};

/**
 * A workflow that receives rows, each of them an item without a conversation.
 *
 * @param source its path, too
 */
export function receivingRows(credentialId: string, source = sourceId): WorkflowData {
	const item = byHand({ unique_id: '={{ $json.id }}', body: '={{ $json.text }}' });
	const node = feedback(credentialId, {
		operation: 'ingestItems',
		sourceId: source,
		messages: 'none',
		item,
		options: {},
	});
	return assemble(source, [webhook(source), rows, node], []);
}
