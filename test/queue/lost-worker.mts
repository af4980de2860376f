import { saveCredential } from '../../tools/editor/session.mts';
import { poll } from '../../tools/shared/poll.mts';
import type { Emulator } from '../../tools/emulator/server.mts';
import { batches, batchOf, rowsPerBatch, type Batch } from './batches.mts';
import type { Deployment } from './deployment.mts';
import { concurrency } from './environment.mts';
import { endedExecutions, publish, type EndedExecution } from './executions.mts';
import { startExecutions } from './webhook.mts';
import { receivingRows, sourceId } from './workflow.mts';
import type { Worker } from './worker.mts';

/** What was seen of the executions and of the API, from the first request to the last. */
export interface Recovery {
	/** The executions the worker was running when it was killed. */
	readonly activeWhenKilled: readonly string[];
	/** How each of the first executions ended, after n8n's own recovery. */
	readonly first: readonly EndedExecution[];
	/** The ids the API held by then. */
	readonly storedAfterFirst: ReadonlySet<string>;
	/** The batches of which no execution had succeeded, and that were sent to n8n again. */
	readonly failed: readonly Batch[];
	/** How their second executions ended. */
	readonly second: readonly EndedExecution[];
	/** How long all the first and all the second ones took, in ms. */
	readonly times: { readonly first: number; readonly second: number };
}

async function prepare({ rest }: Deployment, api: Emulator): Promise<string> {
	const credentialId = await saveCredential({ rest }, api);
	const workflowId = await rest.createWorkflow(receivingRows(credentialId));
	await publish(rest, workflowId);
	return workflowId;
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
	// More than one worker runs at once, so the other runs some of them.
	const isSo = () => partlyHeld(api) > concurrency && worker.activeExecutions().length > 0;
	const failure = () => `The executions did not come to their middle: ${partlyHeld(api)} did.`;
	await poll(isSo, { every: 20, within: 60_000, failure });
}

/** Fires all executions, kills a worker, waits for n8n's recovery and runs again what failed. */
export async function loseWorker(deployment: Deployment, api: Emulator): Promise<Recovery> {
	const { url, workers } = deployment;
	const workflowId = await prepare(deployment, api);
	const began = Date.now();
	await startExecutions(url, sourceId, batches);

	const [worker] = workers;
	await untilInTheMiddle(api, worker);
	await worker.kill();
	const activeWhenKilled = worker.activeExecutions();

	const first = await endedExecutions(deployment, workflowId, batches.length);
	const recovered = Date.now();
	const storedAfterFirst = new Set(api.store.items(sourceId).map((item) => item.unique_id));
	const succeeded = first.filter(({ status }) => status === 'success');
	const failed = batches.filter((batch) => succeeded.every((run) => run.batch !== batch.number));
	await startExecutions(url, sourceId, failed);

	const count = batches.length + failed.length;
	const second = await endedExecutions(deployment, workflowId, count, first);
	const times = { first: recovered - began, second: Date.now() - recovered };
	return { activeWhenKilled, first, storedAfterFirst, failed, second, times };
}
