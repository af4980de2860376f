import { messagesOf, withFieldsOf, type OutgoingItem } from '../batching/chunks';
import type { PendingItem, TrackedChunk } from './pending';
import type { Outcome } from './steps';
import type { DeliveryResult, ItemResult } from './results';

/** Refused messages in a row before an item of which nothing was accepted is taken for refused. */
const MAX_REFUSED_MESSAGES = 3;

interface MutableItemResult {
	own: DeliveryResult;
	messages?: Map<string, DeliveryResult>;
}

/** The results of a delivery as they become known, by item and message id. */
export class DeliveryState {
	private readonly byItem = new Map<OutgoingItem, MutableItemResult>();
	private lastAccepted: DeliveryResult = { status: 'accepted', attempts: 0 };

	get results(): ReadonlyMap<OutgoingItem, ItemResult> {
		return this.byItem;
	}

	/**
	 * Records an outcome.
	 *
	 * @param request number of the request that settled it
	 * @returns the item with its next chunk, if there is one to send now
	 */
	record({ pending, result, failedMessages }: Outcome, request: number): PendingItem | undefined {
		const { attempts } = pending.current;
		for (const [id, detail] of failedMessages ?? []) {
			this.setMessage(pending.item, id, {
				status: 'refused',
				cause: 'api',
				detail,
				request,
				attempts,
			});
		}
		if (result === undefined) return undefined;
		if (result.status === 'accepted') {
			this.set(pending, this.accepted(request, attempts + 1));
			return nextChunk(pending, true);
		}
		const final =
			result.status === 'refused'
				? { ...result, request, attempts }
				: unresolvedResult(pending.current, request, result.cause);
		this.set(pending, final, failedMessages);
		const next = this.goesOn(pending) ? nextChunk(pending, false) : undefined;
		if (next === undefined) this.setLater(pending, final);
		return next;
	}

	/** Records items that are not sent any more: unknown if they may have been applied, else unsent. */
	recordUnresolved(items: readonly PendingItem[], request?: number): void {
		for (const pending of items) {
			this.set(pending, unresolvedResult(pending.current, request));
			this.setLater(pending);
		}
	}

	/** Counts one more send of items that were accepted before. */
	recordResend(items: readonly PendingItem[]): void {
		for (const { item } of items) {
			const known = this.byItem.get(item);
			if (known) known.own = { ...known.own, attempts: known.own.attempts + 1 };
		}
	}

	/**
	 * A refused message does not keep back the others. Before anything of its item was accepted it may
	 * be the item that is refused: then some more messages are tried, each with the item's own fields.
	 */
	private goesOn({ isSaved, current, refusedMessages }: PendingItem): boolean {
		if (isSaved) return true;
		return current.chunk.body === undefined && refusedMessages + 1 < MAX_REFUSED_MESSAGES;
	}

	/** One result for all items that a request settles alike: a long run has 100,000 of them. */
	private accepted(request: number, attempts: number): DeliveryResult {
		const { lastAccepted: last } = this;
		if (last.request !== request || last.attempts !== attempts) {
			this.lastAccepted = { status: 'accepted', request, attempts };
		}
		return this.lastAccepted;
	}

	private set(
		{ item, current }: PendingItem,
		result: DeliveryResult,
		except?: ReadonlyMap<string, string>,
	): void {
		const known = this.byItem.get(item);
		if (known === undefined) this.byItem.set(item, { own: result });
		else if (known.own.status !== 'accepted') known.own = result;
		// Messages without a result of their own have the item's, so that most need none.
		if (known === undefined && result.status === 'accepted') return;
		for (const { unique_id: id } of messagesOf(current.chunk)) {
			if (!except?.has(id)) this.setMessage(item, id, result);
		}
	}

	/** @param refused the refusal of the whole item, if its messages share it */
	private setLater({ item, later, isSaved }: PendingItem, refused?: DeliveryResult): void {
		const isShared = refused?.status === 'refused' && !isSaved;
		for (const tracked of later) {
			const result =
				isShared && !tracked.possiblyApplied
					? { ...refused, attempts: tracked.attempts }
					: unresolvedResult(tracked);
			for (const { unique_id: id } of messagesOf(tracked.chunk)) this.setMessage(item, id, result);
		}
	}

	private setMessage(item: OutgoingItem, id: string, result: DeliveryResult): void {
		let known = this.byItem.get(item);
		if (known === undefined) this.byItem.set(item, (known = { own: result }));
		(known.messages ??= new Map()).set(id, result);
	}
}

function unresolvedResult(
	{ possiblyApplied, attempts }: TrackedChunk,
	request?: number,
	cause?: 'uncounted' | 'failing' | 'sendLimit',
): DeliveryResult {
	const settledBy = attempts > 0 ? request : undefined;
	return possiblyApplied
		? { status: 'unknown', cause, request: settledBy, attempts }
		: { status: 'unsent', request: settledBy, attempts };
}

/** Returns the item with its next chunk, which carries its own fields for as long as none was accepted. */
function nextChunk(pending: PendingItem, isAccepted: boolean): PendingItem | undefined {
	const [next, ...later] = pending.later;
	if (next === undefined) return undefined;
	const isSaved = isAccepted || pending.isSaved;
	const current = isSaved
		? next
		: { ...next, chunk: withFieldsOf(pending.current.chunk, next.chunk) };
	const refusedMessages = isSaved ? 0 : pending.refusedMessages + 1;
	return { item: pending.item, current, later, isSaved, refusedMessages };
}
