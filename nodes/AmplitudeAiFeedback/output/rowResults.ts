import type { Batch } from '../batching/batches';
import { joinChunks, type OutgoingItem } from '../batching/chunks';
import {
	itemResult,
	messageResult,
	type DeliveryReport,
	type DeliveryResult,
} from '../delivery/results';
import type { FeedbackItem } from '../mapping/feedbackItem';
import type { UnsentRows } from '../operations/collectRows';
import type { Sliced } from '../slices';
import { capitalize, count, formatCount, quote } from './messages/format';
import { describeRefusal, describeResult, describeRowError } from './messages/rows';
import type { RowResult, Status } from './rowResult';

/** Messages that a row's reason names. */
const MAX_NAMED = 3;

const STATUS_OF: Readonly<Record<DeliveryResult['status'], Status>> = {
	accepted: 'ingested',
	refused: 'rejected',
	unknown: 'unknown',
	unsent: 'unsent',
};

type Settled = Pick<RowResult, 'status' | 'reason' | 'request' | 'attempts' | 'preview'>;

/** Returns the results of the rows that are not sent, by row. */
export function* unsentRowResults({
	errors,
	skipped,
}: Pick<UnsentRows, 'errors' | 'skipped'>): Sliced<RowResult[]> {
	const results: RowResult[] = [];
	for (const { row, itemId, messageId, error } of errors) {
		yield;
		const reason = describeRowError(error);
		results[row] = { status: 'rejected', uniqueId: itemId, messageId, reason };
	}
	for (const { row, itemId, messageId, isFiltered } of skipped) {
		const reason = isFiltered
			? 'all of its messages with a text are left out, so there is nothing to send.'
			: 'it has no text, so there is nothing to send.';
		results[row] = { status: 'skipped', uniqueId: itemId, messageId, reason };
	}
	return results;
}

/**
 * Adds the results of the rows that were to be delivered.
 *
 * @param results by row
 * @param failureMessage why the run stopped, if it did
 */
export function* addDeliveredRows(
	results: RowResult[],
	items: readonly OutgoingItem[],
	delivered: DeliveryReport['results'],
	failureMessage: string | undefined,
): Sliced<void> {
	for (const item of items) {
		// Made once an item, however many rows ask for it.
		let whole: Settled | undefined;
		for (const { row, messageId } of item.sourceRows) {
			yield;
			const settled =
				messageId === undefined
					? (whole ??= wholeItem(item, delivered, failureMessage))
					: oneMessage(item, messageId, delivered, failureMessage);
			results[row] = { uniqueId: item.id, messageId, ...settled };
		}
	}
}

/**
 * Adds the results of the same rows for a dry run: what would be sent is `ready`, what a documented
 * rule refuses stays rejected.
 *
 * @returns how many requests it would take
 */
export function* addPlannedRows(
	results: RowResult[],
	items: readonly OutgoingItem[],
	batches: Iterable<Batch>,
): Sliced<number> {
	const planned = new Map<OutgoingItem, { request: number; preview: FeedbackItem }>();
	let requests = 0;
	for (const batch of batches) {
		yield;
		requests++;
		for (const { item, chunks } of batch.items) {
			planned.set(item, { request: requests, preview: joinChunks(chunks) });
		}
	}
	for (const item of items) {
		const plan = planned.get(item);
		const messages = new Map(
			plan?.preview.conversation_parts?.map((part) => [part.unique_id, part]),
		);
		for (const { row, messageId } of item.sourceRows) {
			yield;
			const preview = messageId === undefined ? plan?.preview : messages.get(messageId);
			const ready = { status: 'ready', request: plan?.request, preview } as const;
			const settled = tooLargeToSend(item, messageId) ?? ready;
			results[row] = { uniqueId: item.id, messageId, ...settled };
		}
	}
	return requests;
}

/**
 * Makes the rows partial whose item was sent, or would be, without some of its messages.
 *
 * @param results by row, of all rows
 */
export function* addMessageErrors(
	results: RowResult[],
	messageErrors: UnsentRows['messageErrors'],
): Sliced<void> {
	for (const [row, errors] of messageErrors) {
		yield;
		const result = results[row];
		const saved = result && SAVED[result.status]?.(result);
		// A row that was not saved says so; its messages come up when it is sent again.
		if (saved === undefined) continue;
		const named = errors.slice(0, MAX_NAMED).map(describeRowError).map(capitalize);
		const more =
			errors.length > MAX_NAMED ? ` And ${formatCount(errors.length - MAX_NAMED)} more.` : '';
		const reason = `${saved} ${count(errors.length, 'message')} cannot be sent. ${named.join(' ')}${more}`;
		results[row] = { ...(result as RowResult), status: 'partial', reason };
	}
}

/** What to say before the messages that cannot be sent, by the status of their row. */
const SAVED: Readonly<Partial<Record<Status, (result: RowResult) => string>>> = {
	ingested: () => 'the item was saved, but',
	ready: () => 'the item would be sent, but',
	partial: ({ reason }) => `${reason ?? ''} And`,
};

function tooLargeToSend(
	{ oversizedFields, oversizedMessages, chunkCount }: OutgoingItem,
	messageId: string | undefined,
): Settled | undefined {
	if (oversizedFields !== undefined) return tooLarge(oversizedFields);
	const [first] = oversizedMessages;
	const id = messageId ?? (chunkCount === 0 ? first?.[0] : undefined);
	const bytes = id === undefined ? undefined : oversizedMessages.get(id);
	return bytes === undefined ? undefined : tooLarge(bytes, id);
}

function tooLarge(bytes: number, messageId?: string): Settled {
	return { status: 'rejected', reason: describeRowError({ kind: 'tooLarge', bytes, messageId }) };
}

function oneMessage(
	item: OutgoingItem,
	messageId: string,
	delivered: DeliveryReport['results'],
	failureMessage: string | undefined,
): Settled {
	const result = messageResult(item, messageId, delivered);
	return tooLargeToSend(item, messageId) ?? settle(result, failureMessage);
}

function wholeItem(
	item: OutgoingItem,
	delivered: DeliveryReport['results'],
	failureMessage: string | undefined,
): Settled {
	const own = itemResult(item, delivered);
	const oversized = tooLargeToSend(item, undefined);
	if (oversized !== undefined) return oversized;
	if (own.status !== 'accepted') return settle(own, failureMessage);
	const missing = missingMessages(item, delivered, failureMessage);
	if (missing.length === 0) return settle(own, failureMessage);
	const named = missing.slice(0, MAX_NAMED).map(({ id, why }) => `${quote(id)}: ${why}`);
	const more =
		missing.length > MAX_NAMED ? ` And ${formatCount(missing.length - MAX_NAMED)} more.` : '';
	const were = missing.length === 1 ? 'was' : 'were';
	const reason = `the item was saved, but ${count(missing.length, 'message')} of its conversation ${were} not. ${named.join(' ')}${more}`;
	return { ...settle(own, failureMessage), status: 'partial', reason };
}

function missingMessages(
	item: OutgoingItem,
	delivered: DeliveryReport['results'],
	failureMessage: string | undefined,
): { id: string; why: string }[] {
	const missing = [...item.oversizedMessages].map(([id, bytes]) => ({
		id,
		why: describeRowError({ kind: 'tooLarge', bytes, messageId: id }),
	}));
	for (const [id, result] of delivered.get(item)?.messages ?? []) {
		if (result.status === 'accepted') continue;
		const why =
			result.status === 'refused'
				? describeRefusal(result.cause, result.detail)
				: describeResult(result, failureMessage);
		missing.push({ id, why });
	}
	return missing;
}

function settle(result: DeliveryResult, failureMessage: string | undefined): Settled {
	const { request, attempts } = result;
	const status = STATUS_OF[result.status];
	const reason = status === 'ingested' ? undefined : describeResult(result, failureMessage);
	return attempts === 0 ? { status, reason } : { status, reason, request, attempts };
}
