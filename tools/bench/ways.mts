/** The ways to send rows to the API from n8n, as people would build them. */
import type { INodeParameters } from 'n8n-workflow';
import { byHand } from '../engine/feedback.mts';
import type { NodePart } from '../editor/workflows/nodes.mts';

export type Way =
	| 'this node'
	| 'this node, automatic'
	| 'this node, 20 at a time'
	| 'this node, 50 at a time'
	| 'this node, only problems'
	| 'HTTP, one row each'
	| 'Code and HTTP'
	| 'Code and HTTP, paced'
	| "n8n's helper alone"
	| "n8n's helper, 20 at a time"
	| 'nothing sent';

/** Ways whose rows already have the API's field names. */
export const MAPPED_BEFORE: readonly Way[] = [
	'this node, automatic',
	"n8n's helper alone",
	"n8n's helper, 20 at a time",
];

/** What a way's nodes have to know. */
export interface Target {
	url: string;
	/** Credentials in n8n: for this node, and HTTP Basic for the HTTP Request node. */
	feedbackCredential: string;
	basicCredential: string;
	/** The API's response time, in ms. */
	delay: number;
}

/** Concurrent requests: the default of this node. */
export const CONCURRENCY = 5;
export const BATCH = 100;
/** How often a way is run again in the same n8n. */
export const AGAIN = 3;
const SOURCE = 'bench';

/** Seven fields as dragging them from the input makes them. */
export const BY_HAND = byHand({
	unique_id: '={{ $json.id }}',
	body: '={{ $json.text }}',
	author: '={{ $json.name }}',
	email: '={{ $json.email }}',
	user_id: '={{ $json.user }}',
	created_at: '={{ $json.at }}',
	url: '={{ $json.link }}',
});
const AUTOMATIC = { mappingMode: 'autoMapInputData', value: null };

const ONE_ROW = `={{ JSON.stringify({ source_id: '${SOURCE}', items: [{ unique_id: $json.id, body: $json.text, author: $json.name, email: $json.email, user_id: $json.user, created_at: $json.at, url: $json.link }] }) }}`;
const ONE_BATCH = `={{ JSON.stringify({ source_id: '${SOURCE}', items: $json.items }) }}`;

/** Makes batches by count, the obvious way; a batch may exceed the API's size limit. */
const BATCHING = `const rows = $input.all();
const batches = [];
for (let start = 0; start < rows.length; start += ${BATCH}) {
  const items = rows.slice(start, start + ${BATCH}).map(({ json }) => ({
    unique_id: json.id, body: json.text, author: json.name, email: json.email,
    user_id: json.user, created_at: json.at, url: json.link,
  }));
  batches.push({ json: { items } });
}
return batches;`;

/** The nodes of a way, one after the other; the times of all of them count. */
export function nodesOf(way: Way, target: Target): NodePart[] {
	switch (way) {
		case 'this node':
			return [feedback(BY_HAND, target)];
		case 'this node, automatic':
			return [feedback(AUTOMATIC, target)];
		case 'this node, 20 at a time':
			return [feedback(BY_HAND, target, { maxConcurrentRequests: 20 })];
		case 'this node, 50 at a time':
			return [feedback(BY_HAND, target, { maxConcurrentRequests: 50 })];
		case 'this node, only problems':
			return [feedback(BY_HAND, target, { output: 'problems' })];
		case 'HTTP, one row each':
			return [http(ONE_ROW, target, {})];
		case 'Code and HTTP':
			return [code(), http(ONE_BATCH, target, {})];
		case 'Code and HTTP, paced':
			return [code(), http(ONE_BATCH, target, paced(target.delay))];
		case "n8n's helper alone":
			return [helperAlone(target, CONCURRENCY)];
		case "n8n's helper, 20 at a time":
			return [helperAlone(target, 20)];
		case 'nothing sent':
			return [{ name: 'Send', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }];
	}
}

/** As close to this node's concurrency as the HTTP Request node can be set. */
function paced(delay: number): INodeParameters {
	return { batching: { batch: { batchSize: CONCURRENCY, batchInterval: Math.max(delay, 1) } } };
}

function feedback(
	item: INodeParameters[string],
	{ feedbackCredential }: Target,
	options: INodeParameters = {},
): NodePart {
	return {
		name: 'Send',
		type: 'n8n-nodes-amplitude-ai-feedback.amplitudeAiFeedback',
		typeVersion: 1,
		parameters: { operation: 'ingestItems', sourceId: SOURCE, messages: 'none', item, options },
		credentials: { amplitudeAiFeedbackApi: { id: feedbackCredential, name: 'Feedback' } },
	};
}

/** The node of `helper-node/`. */
function helperAlone({ url, feedbackCredential }: Target, concurrency: number): NodePart {
	return {
		name: 'Send',
		type: 'CUSTOM.helperAlone',
		typeVersion: 1,
		parameters: { url: `${url}/api/1/ai-feedback/ingest`, concurrency },
		credentials: { amplitudeAiFeedbackApi: { id: feedbackCredential, name: 'Feedback' } },
	};
}

function code(): NodePart {
	return {
		name: 'Batch',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { jsCode: BATCHING },
	};
}

function http(
	jsonBody: string,
	{ url, basicCredential }: Target,
	options: INodeParameters,
): NodePart {
	return {
		name: 'Send',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url: `${url}/api/1/ai-feedback/ingest`,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpBasicAuth',
			sendBody: true,
			specifyBody: 'json',
			jsonBody,
			options,
		},
		credentials: { httpBasicAuth: { id: basicCredential, name: 'Basic' } },
	};
}
