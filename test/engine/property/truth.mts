import { isDeepStrictEqual } from 'node:util';
import type { RequestRecord } from '../../../tools/emulator/records.mts';
import type { StoredItem, StoredPart } from '../../../tools/emulator/store.mts';

/** What a row was told, and what there is to hold against it. */
export interface Claim {
	status: unknown;
	reason: string;
	/** The item as it was sent. */
	sent: StoredItem;
	/** The item as it stands in the store, if it does. */
	stored: StoredItem | undefined;
	/** The requests that carried it. */
	requests: readonly RequestRecord[];
}

/** Whether the store bears a claim out. @returns what is wrong with it, or undefined */
export function contradiction(claim: Claim): string | undefined {
	const { status, sent, stored } = claim;
	switch (status) {
		case 'ingested':
			if (stored && isDeepStrictEqual(inOrder(stored), inOrder(sent))) return undefined;
			return `told ingested, but the store has ${JSON.stringify(stored)}`;
		case 'partial':
			return partialContradiction(claim);
		case 'rejected':
			if (!stored || isShell(stored) || arrivedUnnoticed(claim)) return undefined;
			return 'told rejected, but it is in the store';
		case 'unsent':
			return stored ? 'told unsent, but it is in the store' : undefined;
		case 'unknown':
			return stored && !isPartOf(stored, sent) ? 'the store has what was never sent' : undefined;
		default:
			return `told ${String(status)}`;
	}
}

/** All that an item without a text leaves behind when its messages are refused. */
function isShell({ body, conversation_parts }: StoredItem): boolean {
	return body === undefined && conversation_parts.length === 0;
}

/** A message that failed at first comes last in the store, which keeps them as they came. */
function inOrder(item: StoredItem): StoredItem {
	const byId = (a: StoredPart, b: StoredPart) => (a.unique_id < b.unique_id ? -1 : 1);
	return { ...item, conversation_parts: [...item.conversation_parts].sort(byId) };
}

/**
 * A request before the last one stored it, and was not believed or did not say so clearly: otherwise
 * it would not have been sent again. A refusal after that is the API's own contradiction.
 */
function arrivedUnnoticed({ requests }: Claim): boolean {
	return requests.slice(0, -1).some(({ applied }) => applied);
}

function partialContradiction(claim: Claim): string | undefined {
	const { reason, sent, stored } = claim;
	if (stored === undefined) return 'told partial, but it is not in the store';
	if (!isPartOf(stored, sent)) return 'the store has what was never sent';
	const present = new Set(stored.conversation_parts.map(({ unique_id }) => unique_id));
	const missing = sent.conversation_parts.filter(({ unique_id }) => !present.has(unique_id)).length;
	const said = Number(/ ([\d,]+) messages? of its conversation/.exec(reason)?.[1]);
	// A message may have arrived though nobody said so; then more is there than was promised.
	const isCertain = !reason.includes('may have arrived') && !arrivedUnnoticed(claim);
	if (missing > said || (isCertain && missing < said)) {
		return `told that ${said} messages are missing, but ${missing} are`;
	}
	const named = [...reason.matchAll(/"((?:p|r)-\w+)": /g)].map(([, id]) => id);
	const wrongly = isCertain ? named.filter((id) => id && present.has(id)) : [];
	return wrongly.length > 0 ? `told that ${wrongly.join()} is missing, but it is there` : undefined;
}

function isPartOf(stored: StoredItem, sent: StoredItem): boolean {
	const { conversation_parts: storedParts, ...storedOwn } = stored;
	const { conversation_parts: sentParts, ...sentOwn } = sent;
	const byId = new Map(sentParts.map((part) => [part.unique_id, part]));
	return (
		isDeepStrictEqual(storedOwn, sentOwn) &&
		storedParts.every((part) => isDeepStrictEqual(part, byId.get(part.unique_id)))
	);
}
