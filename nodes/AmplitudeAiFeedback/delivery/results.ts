import type { OutgoingItem } from '../batching/chunks';
import type { Reply } from './apiResponse';

/** What became of an item or of one of its messages. */
export type DeliveryResult = (
	| { readonly status: 'accepted' }
	/** By the API: in its own words, or with 413 for a chunk that cannot be split further. */
	| { readonly status: 'refused'; readonly cause: 'api' | 'tooLarge'; readonly detail?: string }
	/** It was sent, and no valid response accounts for it. */
	| { readonly status: 'unknown'; readonly cause?: UnresolvedCause }
	/** It was not sent, or surely not applied. */
	| { readonly status: 'unsent' }
) & {
	/** Number of the request that settled it, from 1 in the order of sending. */
	readonly request?: number;
	/** How often it was sent. */
	readonly attempts: number;
};

/**
 * Why an item has no result: `uncounted`, the API's counts leave it out; `failing`, requests with it
 * keep failing while others pass; `sendLimit`, it was sent as often as it may be.
 */
export type UnresolvedCause = 'uncounted' | 'failing' | 'sendLimit';

export interface ItemResult {
	/** Of the item itself, and of every message without a result of its own. */
	readonly own: DeliveryResult;
	/** By message id. */
	readonly messages?: ReadonlyMap<string, DeliveryResult>;
}

/** Why a run ended before everything was sent, or why one of its sources was left out. */
export type RunFailure =
	/** Bad keys, an unknown source or address, a host without a valid certificate. */
	| { readonly kind: 'fatal'; readonly reply: Reply; readonly detail?: string }
	/** Every row that was tried alone was refused for the same reason: the request is wrong. */
	| { readonly kind: 'requestRefused'; readonly status: number; readonly detail?: string }
	/** There was no progress for as long as the retry budget. */
	| { readonly kind: 'gaveUp'; readonly reply: Reply; readonly retryAfterMs?: number }
	| { readonly kind: 'cancelled' }
	/** The credential or an option is not usable, so nothing was sent. */
	| { readonly kind: 'setup'; readonly message: string; readonly advice: string };

export interface DeliveryReport {
	/** By item. An item that no request carried has no entry: it is unsent. */
	readonly results: ReadonlyMap<OutgoingItem, ItemResult>;
	/** Requests sent. */
	readonly requests: number;
	/** Requests with the response 429. */
	readonly throttled: number;
	/** Items that were accepted, and how many the API itself says it ingested. */
	readonly counts: { readonly accepted: number; readonly ingested: number };
	readonly failure?: RunFailure;
}

const UNSENT: DeliveryResult = { status: 'unsent', attempts: 0 };

/** Returns the result of an item itself. */
export function itemResult(item: OutgoingItem, results: DeliveryReport['results']): DeliveryResult {
	return results.get(item)?.own ?? UNSENT;
}

/** Returns the result of one message of an item. */
export function messageResult(
	item: OutgoingItem,
	messageId: string,
	results: DeliveryReport['results'],
): DeliveryResult {
	const result = results.get(item);
	return result?.messages?.get(messageId) ?? result?.own ?? UNSENT;
}
