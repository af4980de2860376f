import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';
import type { Delivered } from '../delivery/deliverFromN8n';
import type { UnsentRows } from '../operations/collectRows';
import type { Batch, Batched } from '../batching/batches';
import type { OutgoingItem } from '../batching/chunks';
import { describeStop } from './failure';
import type { Outcome } from './outcome';
import { outcomeOf } from './outcomes';
import { toRows } from './rows';
import { summarise } from './summary';
import { atRow, count, describeProblem } from './wording';

/** What the report needs of the node's options. */
export interface ReportOptions {
	dryRun: boolean;
	includeInputFields: boolean;
	onRejectedRows: 'output' | 'stop';
}

/**
 * Answers every input row, sums the run up in a hint, and fails the node where its settings say so.
 *
 * @throws NodeApiError when the whole run failed and the node is to stop on errors
 * @throws NodeOperationError when it cannot be run as it is set up, or rejected rows are to stop it
 */
export function report(
	context: IExecuteFunctions,
	input: readonly INodeExecutionData[],
	setAside: UnsentRows,
	packed: Batched,
	delivered: Delivered,
	options: ReportOptions,
): INodeExecutionData[] {
	const outcomes = outcomesByRow(setAside, packed, delivered, options.dryRun);
	if (!context.continueOnFail()) {
		failOnStop(context, outcomes, delivered);
		if (options.onRejectedRows === 'stop') failOnRejected(context, outcomes);
	}
	const { requests, throttled } = delivered;
	const message = summarise(outcomes, {
		requests: options.dryRun ? packed.batches.length : requests,
		throttled,
		messagesLeftOut: setAside.omittedMessages,
		dryRun: options.dryRun,
	});
	if (message !== undefined) context.addExecutionHints({ message, location: 'outputPane' });
	const errorOutput = context.getNode().onError === 'continueErrorOutput';
	return toRows(input, outcomes, { ...options, errorOutput });
}

/** One outcome for each input row: rows set aside while mapping, and rows of each conversation. */
function outcomesByRow(
	{ errors, skipped }: UnsentRows,
	{ items: units, batches }: Batched,
	{ results, stop, host }: Delivered,
	dryRun: boolean,
): Outcome[] {
	const outcomes: Outcome[] = [];
	for (const { row, itemId, messageId, error } of errors) {
		const reason = describeProblem(error);
		outcomes[row] = { status: 'rejected', uniqueId: itemId, messageId, reason };
	}
	for (const { row, itemId, messageId } of skipped) {
		const reason = 'it has no text, so there is nothing to send.';
		outcomes[row] = { status: 'skipped', uniqueId: itemId, messageId, reason };
	}
	const stopMessage = stop && describeStop(stop, host).message;
	const plannedIn = dryRun ? requestsByUnit(batches) : undefined;
	for (const unit of units) {
		for (const answer of unit.sourceRows) {
			const outcome = outcomeOf(answer, unit, results, stopMessage);
			outcomes[answer.row] = plannedIn ? planned(outcome, plannedIn.get(unit)) : outcome;
		}
	}
	return outcomes;
}

/** The number of the request in which each unit would be sent first. */
function requestsByUnit(batches: readonly Batch[]): Map<OutgoingItem, number> {
	const requests = new Map<OutgoingItem, number>();
	for (const [index, { items: units }] of batches.entries()) {
		for (const unit of units) requests.set(unit, index + 1);
	}
	return requests;
}

/** In a dry run what would be sent is ready; what a documented rule refuses stays rejected. */
function planned(outcome: Outcome, request: number | undefined): Outcome {
	if (outcome.status === 'rejected') return outcome;
	const { uniqueId, messageId } = outcome;
	return { uniqueId, messageId, status: 'ready', request };
}

function failOnStop(
	context: IExecuteFunctions,
	outcomes: readonly Outcome[],
	{ stop, host }: Delivered,
): void {
	// n8n ends a cancelled execution by itself; its rows say how far it came.
	if (stop === undefined || stop.kind === 'cancelled') return;
	const { message, description, httpCode } = describeStop(stop, host);
	const ingested = outcomes.filter(({ status }) => status === 'ingested').length;
	const progress = `${ingested.toLocaleString('en-US')} of ${count(outcomes.length, 'row')} were ingested before.`;
	const node = context.getNode();
	if (stop.kind === 'setup') throw new NodeOperationError(node, message, { description });
	const details = { message, description: `${description} ${progress}`, httpCode };
	throw new NodeApiError(node, details as JsonObject, details);
}

function failOnRejected(context: IExecuteFunctions, outcomes: readonly Outcome[]): void {
	const first = outcomes.findIndex(({ status }) => status === 'rejected');
	if (first < 0) return;
	const rejected = outcomes.filter(({ status }) => status === 'rejected').length;
	throw new NodeOperationError(
		context.getNode(),
		`${count(rejected, 'row')} of ${outcomes.length.toLocaleString('en-US')} cannot be ingested`,
		{
			// Values of rows stand here and not in the message, which n8n rewrites when it holds a word such as ENOENT.
			description: `${atRow(first, outcomes[first]?.reason ?? '')} The other rows went through; sending them again is safe. To get such rows as output instead, set the option "On Rejected Rows" to "Output Them".`,
			itemIndex: first,
		},
	);
}
