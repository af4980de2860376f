import type { Batch } from '../batching/batches';
import type { OutgoingItem } from '../batching/chunks';
import type { Answer } from './answer';
import { errorMessage, parseResponse, type IngestResponse } from './response';
import { retryAfterMilliseconds } from './retryAfter';

/** Failures that the API put a name to. */
export interface Named {
	/** The API's own words for each item it refused. */
	items: Map<OutgoingItem, string>;
	/** The same for each refused message of an item that stands, by the message's id. */
	parts: Map<OutgoingItem, Map<string, string>>;
}

/** Why a request is worth sending again. */
export type Trouble = 'throttled' | 'unavailable' | 'noAnswer' | 'incoherent';

const LOOKS_LIKE_RESPONSE = /"(?:ingested|failed|errors)"\s*:/;

/** What an answer means for its request. */
export type Verdict =
	/** Every item is accounted for. */
	| { kind: 'accounted'; named: Named }
	/** Some failures have no name: only the named items are settled. */
	| { kind: 'unattributed'; named: Named }
	/** Refused without saying which item is at fault. */
	| { kind: 'refused'; status: number; detail?: string }
	| { kind: 'tooLarge' }
	| { kind: 'trouble'; trouble: Trouble; answer: Answer; retryAfterMs?: number }
	/** No request of this run can succeed. */
	| { kind: 'hopeless'; answer: Answer; detail?: string };

/**
 * Judges an answer by what is documented of the API, and by the general meaning of HTTP statuses
 * where that is not (RFC 9110).
 *
 * @param now in milliseconds, for a `Retry-After` that is a date
 */
export function judge(answer: Answer, batch: Batch, pieceParts: PartsOf, now: number): Verdict {
	if (answer.kind === 'noAnswer') {
		if (answer.cause === 'untrusted' || answer.cause === 'cancelled') {
			return { kind: 'hopeless', answer };
		}
		return { kind: 'trouble', trouble: 'noAnswer', answer };
	}
	const { status, text, headers } = answer;
	if ([401, 403, 404].includes(status)) {
		return { kind: 'hopeless', answer, detail: errorMessage(text) };
	}
	if (status === 413) return { kind: 'tooLarge' };
	const isThrottle = status === 429;
	if (isThrottle || [408, 425].includes(status) || status >= 500) {
		const trouble = isThrottle ? 'throttled' : 'unavailable';
		const retryAfterMs = retryAfterMilliseconds(headers, now);
		return { kind: 'trouble', trouble, answer, retryAfterMs };
	}
	// The status of a partly failed request is not documented: its body counts on any status left.
	const response = parseResponse(text);
	const named = response && nameFailures(response, batch, pieceParts);
	if (response !== undefined && named !== undefined) {
		return { kind: isComplete(response, named) ? 'accounted' : 'unattributed', named };
	}
	// Where 400 is the status of a partly failed request, half of its answer is no refusal.
	if (LOOKS_LIKE_RESPONSE.test(text)) {
		return { kind: 'trouble', trouble: 'incoherent', answer };
	}
	if (status === 400 || status === 422) {
		return { kind: 'refused', status, detail: errorMessage(text) };
	}
	// What is left of 2xx and 3xx is a page, half an answer, or a way elsewhere: no answer.
	if (status < 400) return { kind: 'trouble', trouble: 'incoherent', answer };
	return { kind: 'hopeless', answer, detail: errorMessage(text) };
}

/** The ids of the messages that the request carried for a unit. */
export type PartsOf = (unit: OutgoingItem) => readonly string[];

/**
 * Maps the ids in `errors` to what was sent. Whether an entry may carry a message's id is not
 * documented, so both are looked for.
 *
 * @returns undefined when an id was not sent at all: then the answer is not about this request
 */
function nameFailures(
	{ errors }: IngestResponse,
	{ items: units }: Batch,
	pieceParts: PartsOf,
): Named | undefined {
	const named: Named = { items: new Map(), parts: new Map() };
	if (errors.length === 0) return named;
	const owners = ownersOf(units, pieceParts);
	for (const { unique_id: id, error } of errors) {
		const owner = owners.get(id);
		if (owner === undefined) return undefined;
		if (owner === 'several') continue;
		if (owner.id === id) {
			named.items.set(owner, error);
		} else {
			const parts = named.parts.get(owner) ?? new Map<string, string>();
			named.parts.set(owner, parts.set(id, error));
		}
	}
	return named;
}

/** Two items may hold messages with the same id; then the id names neither. */
function ownersOf(
	units: readonly OutgoingItem[],
	pieceParts: PartsOf,
): Map<string, OutgoingItem | 'several'> {
	const owners = new Map<string, OutgoingItem | 'several'>();
	for (const unit of units) {
		for (const id of new Set([unit.id, ...pieceParts(unit)])) {
			owners.set(id, owners.has(id) ? 'several' : unit);
		}
	}
	return owners;
}

function isComplete({ failed }: IngestResponse, { items, parts }: Named): boolean {
	let count = items.size;
	for (const ids of parts.values()) count += ids.size;
	return count >= failed;
}

/**
 * Refusals leave nothing behind, and neither does a host that was never reached. Of anything else it
 * cannot be told from here.
 */
export function mayHaveArrived(verdict: Verdict): boolean {
	if (verdict.kind === 'unattributed') return true;
	// A bare 400 may be what is left of the answer to a partly failed request.
	if (verdict.kind === 'refused') return verdict.detail === undefined;
	if (verdict.kind === 'hopeless' || verdict.kind === 'trouble') {
		const { answer } = verdict;
		if (answer.kind === 'noAnswer') {
			return answer.cause !== 'notConnected' && answer.cause !== 'untrusted';
		}
		return verdict.kind === 'trouble' && verdict.trouble !== 'throttled';
	}
	return false;
}

/**
 * The same verdict with the API's own words changed, because they may repeat what must not be shown.
 */
export function reworded(verdict: Verdict, change: (words: string) => string): Verdict {
	switch (verdict.kind) {
		case 'accounted':
		case 'unattributed': {
			const { items, parts } = verdict.named;
			const ofParts = [...parts].map(([unit, ids]) => [unit, mapValues(ids, change)] as const);
			return { ...verdict, named: { items: mapValues(items, change), parts: new Map(ofParts) } };
		}
		case 'refused':
		case 'hopeless':
			return { ...verdict, detail: verdict.detail && change(verdict.detail) };
		default:
			return verdict;
	}
}

function mapValues<K>(map: Map<K, string>, change: (value: string) => string): Map<K, string> {
	return new Map([...map].map(([key, value]) => [key, change(value)]));
}
