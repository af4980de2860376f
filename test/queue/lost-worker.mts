import { request } from 'undici';
import { credentialName } from '../../tools/editor/workflows/nodes.mts';
import { poll } from '../../tools/shared/poll.mts';
import type { Emulator } from '../../tools/emulator/server.mts';
import { batches, batchOf, rowsPerBatch, type Batch } from './batches.mts';
import type { Deployment } from './deployment.mts';
import { concurrency } from './environment.mts';
import { endedExecutions, publish, type EndedExecution } from './executions.mts';
import { receivingRows, sourceId, webhookPath } from './workflow.mts';
import type { Worker } from './worker.mts';

/** What was seen of the executions and of the API, from the first request to the last. */
export interface Story {
	/** The executions the worker had in hand when it was killed. */
	readonly inHand: readonly string[];
	/** How each of the first executions ended, after n8n's own recovery. */
	readonly first: readonly EndedExecution[];
	/** The ids the API held by then. */
	readonly heldAfterFirst: ReadonlySet<string>;
	/** The batches of which no execution had succeeded, and that were sent to n8n again. */
	readonly failed: readonly Batch[];
	/** How their second executions ended. */
	readonly second: readonly EndedExecution[];
	/** How long all the first and all the second ones took, in ms. */
	readonly times: { readonly first: number; readonly second: number };
}

async function prepare({ rest }: Deployment, api: Emulator): Promise<string> {
	const { apiKey, secretKey } = api.settings;
	const credentialId = await rest.createCredential({
		name: credentialName,
		type: 'amplitudeAiFeedbackApi',
		data: { apiKey, secretKey, region: 'custom', baseUrl: api.url },
	});
	const workflowId = await rest.createWorkflow(receivingRows(credentialId));
	await publish(rest, workflowId);
	return workflowId;
}

/** Starts an execution for each batch, all at once. */
async function fire(url: string, which: readonly Batch[]): Promise<void> {
	const send = async (batch: Batch) => {
		const answer = await request(`${url}/webhook/${webhookPath}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(batch),
		});
		const text = await answer.body.text();
		if (answer.statusCode !== 200) {
			throw new Error(`n8n did not take batch ${batch.number}: ${answer.statusCode} ${text}`);
		}
	};
	await Promise.all(which.map(send));
}

/** How many batches the API holds a good part of, and lacks a good part of. */
function partlyHeld(api: Emulator): number {
	const held = new Map<number, number>();
	for (const { applied, itemIds } of api.requests) {
		if (!applied || itemIds[0] === undefined) continue;
		const batch = batchOf(itemIds[0]);
		held.set(batch, (held.get(batch) ?? 0) + itemIds.length);
	}
	const parts = [...held.values()].map((items) => items / rowsPerBatch);
	return parts.filter((part) => part >= 0.1 && part <= 0.8).length;
}

/** Waits for a moment at which each of two workers is in the middle of an execution. */
async function untilInTheMiddle(api: Emulator, worker: Worker): Promise<void> {
	// More than one worker has in hand, so the other has some of them.
	const isSo = () => partlyHeld(api) > concurrency && worker.inHand().length > 0;
	const failure = () => `The executions did not come to their middle: ${partlyHeld(api)} did.`;
	await poll(isSo, { every: 20, within: 60_000, failure });
}

/** Fires all executions, kills a worker, waits for n8n's recovery and runs again what failed. */
export async function loseWorker(deployment: Deployment, api: Emulator): Promise<Story> {
	const { url, workers } = deployment;
	const workflowId = await prepare(deployment, api);
	const began = Date.now();
	await fire(url, batches);

	const [worker] = workers;
	await untilInTheMiddle(api, worker);
	await worker.kill();
	const inHand = worker.inHand();

	const first = await endedExecutions(deployment, workflowId, batches.length);
	const recovered = Date.now();
	const heldAfterFirst = new Set(api.store.items(sourceId).map((item) => item.unique_id));
	const succeeded = first.filter(({ status }) => status === 'success');
	const failed = batches.filter((batch) => succeeded.every((run) => run.batch !== batch.number));
	await fire(url, failed);

	const count = batches.length + failed.length;
	const second = await endedExecutions(deployment, workflowId, count, first);
	const times = { first: recovered - began, second: Date.now() - recovered };
	return { inHand, first, heldAfterFirst, failed, second, times };
}
