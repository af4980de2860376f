import type { Reply } from './apiResponse';
import { attribute, coverage, NOTHING_NAMED, type NamedFailures } from './attribute';
import type { PendingItem } from './pending';
import {
	errorMessage,
	mentionsCounts,
	parseIngestResponse,
	type IngestResponse,
} from './responseBody';
import { retryAfterMilliseconds } from './retry';

/** Why a request is worth sending again. */
export type TransientCause =
	| 'throttled'
	| 'unavailable'
	| 'connection'
	| 'timeout'
	/** A page, half a response, or a redirect. */
	| 'incoherent';

/** What a reply means for its request. */
export type ResponseClass =
	/** Every item is accounted for: failures by name, and the counts add up. */
	| { kind: 'complete'; named: NamedFailures; ingested: number }
	/** Some failures have no name: only the named items are settled. */
	| { kind: 'unattributed'; named: NamedFailures; ingested: number; detail?: string }
	/** All failures have a name, but the counts are short of the items sent. */
	| { kind: 'shortfall'; named: NamedFailures; ingested: number }
	/** Refused without saying which item is at fault. */
	| { kind: 'refused'; status: number; detail?: string }
	/** 403 and 404: of the keys, of the source, or of one item. */
	| { kind: 'denied' | 'notFound'; reply: Reply; detail?: string }
	| { kind: 'tooLarge' }
	| { kind: 'transient'; cause: TransientCause; reply: Reply; retryAfterMs?: number }
	/** No request of this run can succeed. */
	| { kind: 'fatal'; reply: Reply; detail?: string }
	| { kind: 'cancelled' };

const TRANSIENT_STATUSES = [408, 425];

/**
 * Classifies a reply: by its body where that has the documented shape, on any status, because the
 * status of a partly failed request is not documented; by its status otherwise (RFC 9110).
 *
 * @param items the items of the request
 * @param date the time of day in milliseconds since 1970, for a `Retry-After` that is a date
 * @param redact hides keys in the API's own words
 */
export function classify(
	reply: Reply,
	items: readonly PendingItem[],
	date: number,
	redact: (text: string) => string,
): ResponseClass {
	if (reply.kind === 'failure') {
		if (reply.cause === 'cancelled') return { kind: 'cancelled' };
		if (reply.cause === 'untrusted') return { kind: 'fatal', reply };
		return {
			kind: 'transient',
			cause: reply.cause === 'timeout' ? 'timeout' : 'connection',
			reply,
		};
	}
	const { status, text, headers } = reply;
	const response = parseIngestResponse(text);
	if (response !== undefined && !isContradictory(response) && accountsFor(response, status)) {
		return classifyCounts(response, items, redact);
	}
	const message = errorMessage(text);
	const detail = message === undefined ? undefined : redact(message);
	if (status === 401) return { kind: 'fatal', reply, detail };
	const incoherent = { kind: 'transient', cause: 'incoherent', reply } as const;
	// What was cut from a response that accounts for the request says nothing about keys or source.
	if (status >= 403 && status <= 404 && response === undefined && mentionsCounts(text)) {
		return incoherent;
	}
	if (status === 403) return { kind: 'denied', reply, detail };
	if (status === 404) return { kind: 'notFound', reply, detail };
	if (status === 413) return { kind: 'tooLarge' };
	if (isTransientStatus(status)) {
		// With counts in it, a 429 may be about this request alone.
		const cause = status === 429 && response === undefined ? 'throttled' : 'unavailable';
		const retryAfterMs = retryAfterMilliseconds(headers, date);
		return { kind: 'transient', cause, reply, retryAfterMs };
	}
	// What was cut from a response that accounts for the request is not a refusal of all of it.
	if (status < 400 || mentionsCounts(text)) return incoherent;
	return { kind: 'refused', status, detail };
}

/**
 * On an error status, counts without an ingested or a named item may only repeat the status: of bad
 * keys, a throttled request or an outage.
 */
function accountsFor({ ingested, failed, errors }: IngestResponse, status: number): boolean {
	if (status < 400 || ingested > 0) return true;
	if (status === 401 || failed === 0) return false;
	return errors.length > 0 || !isTransientStatus(status);
}

/** Named errors without a failure: neither can be trusted. */
function isContradictory({ failed, errors }: IngestResponse): boolean {
	return failed === 0 && errors.some(({ id }) => id !== undefined);
}

function isTransientStatus(status: number): boolean {
	return status === 429 || status >= 500 || TRANSIENT_STATUSES.includes(status);
}

function classifyCounts(
	{ ingested, failed, errors }: IngestResponse,
	items: readonly PendingItem[],
	redact: (text: string) => string,
): ResponseClass {
	const entries = errors.map(({ id, message }) => ({ id, message: redact(message) }));
	const named = attribute(entries, items);
	switch (coverage(failed, named)) {
		case 'all': {
			const kind = ingested + failed < items.length ? 'shortfall' : 'complete';
			return { kind, named, ingested };
		}
		case 'some':
			return { kind: 'unattributed', named, ingested, detail: entries[0]?.message };
		case 'contradictory':
			return { kind: 'unattributed', named: NOTHING_NAMED, ingested, detail: entries[0]?.message };
	}
}

/**
 * Returns whether a request may have been applied although no valid response says so. A refusal in
 * words leaves nothing behind, and neither does a host that was never reached.
 */
export function isPossiblyApplied(response: ResponseClass): boolean {
	switch (response.kind) {
		case 'unattributed':
		case 'shortfall':
			return true;
		case 'refused':
			// A bare 400 may be what is left of the response to a partly failed request.
			return response.detail === undefined;
		case 'transient': {
			const { cause, reply } = response;
			return cause !== 'throttled' && !(reply.kind === 'failure' && reply.cause === 'notConnected');
		}
		case 'cancelled':
			return true;
		default:
			return false;
	}
}
