/** A webhook in an n8n of our own, and how long it takes to answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import type { Instance } from '../editor/n8n/instance.mts';
import { assemble, type NodePart } from '../editor/workflows/nodes.mts';
import { poll } from '../shared/poll.mts';

const webhookOf = (path: string): NodePart => ({
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	webhookId: path,
	parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', options: {} },
});

/** The row that is posted, as it reaches the next node. */
const rows: NodePart = {
	name: 'Row',
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	parameters: { fieldToSplitOut: 'body.rows', options: {} },
};

/** With none, the last node has nothing to answer with. */
export const ROW = { id: 1 };

const versionSchema = z.object({ versionId: z.string() });

/** Makes a webhook that runs these nodes on the rows posted, and calls it. @returns its address */
export async function createWebhook(
	instance: Instance,
	path: string,
	nodes: readonly NodePart[],
): Promise<string> {
	const address = await publishWebhook(instance, path, nodes);
	await firstCallTime(address, [ROW]);
	return address;
}

/** Calls a webhook that may not be there yet. @returns how long the call took that it answered, in ms */
export async function firstCallTime(address: string, rows: readonly object[]): Promise<number> {
	let time = 0;
	const answers = async () => {
		const before = performance.now();
		const status = await call(address, rows);
		time = performance.now() - before;
		return status < 300;
	};
	await poll(answers, { within: 30_000, failure: () => `${address} does not answer.` });
	return time;
}

/** Makes a webhook, which may need a moment until it answers. @returns its address */
export async function publishWebhook(
	{ url, rest }: Instance,
	path: string,
	nodes: readonly NodePart[],
): Promise<string> {
	const workflow = assemble(path, [webhookOf(path), rows, ...nodes], []);
	// Executions that are saved would be measured with the next call.
	const settings = { ...workflow.settings, saveDataSuccessExecution: 'none' } as const;
	const id = await rest.createWorkflow({ ...workflow, settings });
	const { versionId } = versionSchema.parse(await rest.send('GET', `/workflows/${id}`));
	// n8n 2 publishes the version; n8n 1 has `active` alone.
	await rest
		.send('POST', `/workflows/${id}/activate`, { versionId })
		.catch(async () => await rest.send('PATCH', `/workflows/${id}`, { active: true }));
	return `${url}/webhook/${path}`;
}

/** @returns the status of the response */
async function call(address: string, rows: readonly object[]): Promise<number> {
	const { statusCode, body } = await request(address, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ rows }),
		// While n8n is busy it closes a connection that waits, just when the next request uses it.
		reset: true,
		headersTimeout: 120_000,
		bodyTimeout: 120_000,
	});
	await body.dump();
	return statusCode;
}

/** Calls a webhook. @returns in ms @throws Error when it does not answer as it should */
export async function callTime(address: string, rows: readonly object[]): Promise<number> {
	const before = performance.now();
	const status = await call(address, rows);
	if (status >= 300) throw new Error(`The webhook answered with ${status}`);
	return performance.now() - before;
}

/** When a call was made, in ms since 1970, and how long it took, in ms. */
export interface Call {
	at: number;
	length: number;
}

/** Calls a webhook again and again, whether it has answered or not, until it is told to stop. */
export function callSteadily(address: string, intervalMs: number, rows: readonly object[]) {
	const calls: Promise<Call>[] = [];
	let isOver = false;
	const calling = (async () => {
		while (!isOver) {
			const at = Date.now();
			calls.push(callTime(address, rows).then((length) => ({ at, length })));
			await sleep(intervalMs);
		}
	})();
	return {
		async stop(): Promise<Call[]> {
			isOver = true;
			await calling;
			return await Promise.all(calls);
		},
	};
}
