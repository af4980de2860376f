import type { IExecuteFunctions } from 'n8n-workflow';
import { ingestBaseUrl } from '../../../credentials/endpoints';
import type { Batch } from '../batching/batches';
import { deliver, type DeliveryReport } from './deliver';
import { CREDENTIAL_NAME, n8nPort } from './transport';

/** What delivery needs of the node's options, in their units: seconds. */
export interface DeliveryOptions {
	maxConcurrentRequests: number;
	timeout: number;
	retryBudget: number;
}

/** A delivery, and where it went. */
export interface Delivered extends DeliveryReport {
	/** Such as amplitude.com, for messages. */
	host: string;
}

/** Nothing is sent: in a dry run, or because of how the node is set up. */
export function notDelivered(setupProblem?: { message: string; advice: string }): Delivered {
	const stop = setupProblem && { kind: 'setup' as const, ...setupProblem };
	return { results: new Map(), requests: 0, throttled: 0, stop, host: '' };
}

/** Delivers with the node's credential. Never throws: what goes wrong is in the report. */
export async function deliverFromN8n(
	context: IExecuteFunctions,
	batches: readonly Batch[],
	{ maxConcurrentRequests, timeout, retryBudget }: DeliveryOptions,
): Promise<Delivered> {
	if (batches.length === 0) return notDelivered();
	let baseUrl: string;
	let secrets: string[];
	try {
		const {
			region,
			baseUrl: custom,
			apiKey,
			secretKey,
		} = await context.getCredentials(CREDENTIAL_NAME);
		baseUrl = ingestBaseUrl(String(region), String(custom ?? ''));
		const pair = Buffer.from(`${String(apiKey)}:${String(secretKey)}`).toString('base64');
		secrets = [pair, String(secretKey ?? ''), String(apiKey ?? '')];
	} catch (error) {
		const advice = error instanceof Error ? error.message : String(error);
		return notDelivered({ message: 'The credential cannot be used', advice });
	}
	const timeoutMs = timeout * 1000;
	const settings = { maxConcurrentRequests, timeoutMs, retryBudgetMs: retryBudget * 1000 };
	const delivery = await deliver(batches, settings, n8nPort(context, baseUrl, timeoutMs, secrets));
	return { ...delivery, host: new URL(baseUrl).host };
}
