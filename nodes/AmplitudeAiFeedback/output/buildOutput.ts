import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';
import type { Batched } from '../batching/batches';
import type { Delivered } from '../delivery/deliverBatches';
import type { UnsentRows } from '../operations/collectRows';
import { inSlices } from '../slices';
import { atRow, count, escapeHtml, formatCount } from './messages/format';
import {
	describeFailure,
	describeRejected,
	describeUnconfirmed,
	UNAVAILABLE,
} from './messages/run';
import { describePreviews, type PreviewOptions } from './messages/previews';
import { toOutputItems, type OutputMode } from './outputItems';
import { isDone, type RowResult, type Status } from './rowResult';
import { addDeliveredRows, addMessageErrors, addPlannedRows, unsentRowResults } from './rowResults';
import { summarise } from './summary';
import { toSummaryRow } from './summaryRow';

/** What the output needs of the node's options. */
export interface OutputOptions extends PreviewOptions {
	dryRun: boolean;
	includeInputFields: boolean;
	output: OutputMode;
	onRejectedRows: 'output' | 'stop';
}

/**
 * Returns what the node passes on, sums the run up in a hint, and fails the node where its settings
 * say so.
 *
 * @throws NodeApiError when the run failed, or left rows unconfirmed, and the node stops on errors
 * @throws NodeOperationError when the node is not set up to run, or rejected rows are to stop it
 */
export async function buildOutput(
	context: IExecuteFunctions,
	rows: readonly INodeExecutionData[],
	unsentRows: UnsentRows,
	{ items, batches }: Batched,
	delivered: Delivered,
	options: OutputOptions,
): Promise<INodeExecutionData[]> {
	const { results: delivery, failure, host, throttled, counts } = delivered;
	const results = await inSlices(unsentRowResults(unsentRows));
	let { requests } = delivered;
	if (options.dryRun && failure === undefined) {
		requests = await inSlices(addPlannedRows(results, items, batches));
	} else {
		const reason = failure && describeFailure(failure, host).message;
		await inSlices(addDeliveredRows(results, items, delivery, reason));
	}
	await inSlices(addMessageErrors(results, unsentRows.messageErrors));
	const { additionalFields } = unsentRows;
	const { dryRun } = options;
	if (!context.continueOnFail()) {
		stopIfFailed(context, results, delivered, additionalFields, options);
	}
	const facts = { ...unsentRows, requests, throttled, counts, dryRun };
	const summary = summarise(results, facts);
	if (summary !== undefined) {
		const { localTime } = unsentRows;
		const timeZone = context.getTimezone();
		// Only a dry run has previews, so other runs need not look through all rows for one.
		const standsOut = dryRun
			? await inSlices(describePreviews(results, { ...options, localTime, timeZone }))
			: [];
		const message = [summary, ...standsOut].join(' ');
		const type = results.every(({ status }) => isDone(status)) ? 'info' : 'warning';
		context.addExecutionHints({ message: escapeHtml(message), type, location: 'outputPane' });
	}
	const errorOutput = context.getNode().onError === 'continueErrorOutput';
	const summaryRow = () => toSummaryRow(results, facts);
	return await inSlices(toOutputItems(rows, results, { ...options, errorOutput }, summaryRow));
}

function stopIfFailed(
	context: IExecuteFunctions,
	results: readonly RowResult[],
	delivered: Delivered,
	additionalFields: readonly string[],
	{ onRejectedRows }: OutputOptions,
): void {
	// n8n ends a cancelled execution by itself; its rows say how far it came.
	if (delivered.failure?.kind === 'cancelled') return;
	failOnFailure(context, results, delivered, additionalFields);
	failOnUnconfirmed(context, results);
	if (onRejectedRows === 'stop') failOnRejected(context, results);
}

function failOnFailure(
	context: IExecuteFunctions,
	results: readonly RowResult[],
	{ failure, host }: Delivered,
	additionalFields: readonly string[],
): void {
	if (failure === undefined) return;
	const {
		message,
		description,
		httpCode,
		failure: cause,
	} = describeFailure(failure, host, additionalFields);
	const node = context.getNode();
	if (failure.kind === 'setup') {
		throw new NodeOperationError(node, message, {
			description: escapeHtml(description),
			failure: cause,
		});
	}
	const ingested = indexesOf(results, ['ingested']).length;
	const progress = `${formatCount(ingested)} of ${count(results.length, 'row')} were ingested before.`;
	const details = { message, description: escapeHtml(`${description} ${progress}`), httpCode };
	throw new NodeApiError(node, details as JsonObject, { ...details, failure: cause });
}

/** A run that leaves feedback behind is never green, whatever the reason. */
function failOnUnconfirmed(context: IExecuteFunctions, results: readonly RowResult[]): void {
	const [first, ...others] = indexesOf(results, ['unknown', 'unsent']);
	if (first === undefined) return;
	const message = describeUnconfirmed(others.length + 1, results.length);
	const reason = atRow(first, results[first]?.reason ?? '');
	const description = escapeHtml(
		`${reason} Run the workflow again. To only send the rows with the status "unknown" or "unsent" again, set "On Error" of this node to continue.`,
	);
	const details = { message, description };
	throw new NodeApiError(context.getNode(), details as JsonObject, {
		...details,
		itemIndex: first,
		failure: UNAVAILABLE,
	});
}

function failOnRejected(context: IExecuteFunctions, results: readonly RowResult[]): void {
	const [first, ...others] = indexesOf(results, ['rejected', 'partial']);
	if (first === undefined) return;
	const message = describeRejected(others.length + 1, results.length);
	const reason = atRow(first, results[first]?.reason ?? '');
	throw new NodeOperationError(context.getNode(), message, {
		// Values of rows go here and not in the message, which n8n rewrites when it holds a word such as ENOENT.
		description: escapeHtml(
			`${reason} All other rows were delivered, and sending them again is safe. To output rejected rows instead, set the option "On Rejected Rows" to "Output Them".`,
		),
		itemIndex: first,
	});
}

/** Returns the rows that have one of these statuses. */
function indexesOf(results: readonly RowResult[], statuses: readonly Status[]): number[] {
	return results.flatMap(({ status }, row) => (statuses.includes(status) ? [row] : []));
}
