import { request } from 'undici';
import type { Batch } from './batches.mts';

/** Starts an execution for a batch. @param path the webhook's */
export async function startExecution(url: string, path: string, batch: Batch): Promise<void> {
	const response = await request(`${url}/webhook/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(batch),
	});
	const text = await response.body.text();
	if (response.statusCode !== 200) {
		throw new Error(`n8n did not take batch ${batch.number}: ${response.statusCode} ${text}`);
	}
}

/** Starts an execution for each batch, all at once. */
export async function startExecutions(
	url: string,
	path: string,
	which: readonly Batch[],
): Promise<void> {
	await Promise.all(which.map((batch) => startExecution(url, path, batch)));
}
