import type { IExecuteFunctions } from 'n8n-workflow';
import type { Batched } from '../batching/batches';
import { deliver } from './deliver';
import type { DeliveryReport, RunFailure } from './results';
import { withSharedLimits } from './sharedLimits';
import { connect, type Connection } from './transport';

/** What delivery needs of the node's options, in their units: seconds. */
export interface DeliveryOptions {
	maxConcurrentRequests: number;
	timeout: number;
	retryBudget: number;
	dryRun: boolean;
}

/** A delivery, and where it went. */
export interface Delivered extends DeliveryReport {
	/** Such as amplitude.com, for messages. */
	readonly host: string;
}

/**
 * Delivers batches with the node's credential; in a dry run, or where the node is not set up to run,
 * nothing is sent. Never throws: what goes wrong is in the report.
 *
 * @param setupProblem what is wrong with the node's options
 */
export async function deliverBatches(
	context: IExecuteFunctions,
	{ items, batches }: Batched,
	{ maxConcurrentRequests, timeout, retryBudget, dryRun }: DeliveryOptions,
	setupProblem: { message: string; advice: string } | undefined,
): Promise<Delivered> {
	if (setupProblem) return notDelivered({ kind: 'setup', ...setupProblem });
	if (dryRun || !items.some(({ chunkCount }) => chunkCount > 0)) return notDelivered();
	let connection: Connection;
	try {
		connection = await connect(context, timeout * 1000);
	} catch (error) {
		const advice = error instanceof Error ? error.message : String(error);
		return notDelivered({ kind: 'setup', message: 'The credential cannot be used', advice });
	}
	const { host, account, port } = connection;
	const settings = { maxConcurrentRequests, retryBudgetMs: retryBudget * 1000 };
	const report = await withSharedLimits(
		account,
		async (limits) => await deliver(batches, settings, port, limits),
	);
	return { ...report, host };
}

function notDelivered(failure?: RunFailure): Delivered {
	const counts = { accepted: 0, ingested: 0 };
	return { results: new Map(), requests: 0, throttled: 0, counts, failure, host: '' };
}
