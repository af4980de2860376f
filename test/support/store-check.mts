import { isDeepStrictEqual } from 'node:util';
import type { StoredItem, StoredPart } from '../../tools/emulator/store.mts';

/** What a row reported, and what there is to hold against it. */
export interface Claim {
	status: string;
	reason?: string;
	/** Id of the message that the row is; without it the row is about the whole item. */
	message?: string;
	/** The item as it was to be sent. */
	sent: StoredItem;
	/** The item in the store, if it is there. */
	stored: StoredItem | undefined;
	/** The requests that carried the item, in order. */
	requests: readonly { applied: boolean; partIds: readonly string[] }[];
}

/** Compares what a row reported with the store. @returns what is wrong, or undefined */
export function contradiction(claim: Claim): string | undefined {
	return claim.message === undefined ? aboutItem(claim) : aboutMessage(claim, claim.message);
}

function aboutItem(claim: Claim): string | undefined {
	const { status, sent, stored } = claim;
	switch (status) {
		case 'ingested':
			if (stored && isDeepStrictEqual(byMessageId(stored), byMessageId(sent))) return undefined;
			return `the store has ${shorten(stored)}`;
		case 'partial':
			return aboutPartialItem(claim);
		case 'rejected':
			if (!stored || isShell(stored) || arrivedBefore(claim.requests)) return undefined;
			return 'it is stored';
		case 'unsent':
			return stored && 'it is stored';
		case 'unknown':
			return stored && !isPartOf(stored, sent) ? NEVER_SENT : undefined;
		default:
			return 'it was to be delivered';
	}
}

const NEVER_SENT = 'the store has what was never sent';

function aboutMessage({ status, sent, stored, requests }: Claim, id: string): string | undefined {
	const storedPart = messageOf(stored, id);
	switch (status) {
		case 'ingested':
			return isDeepStrictEqual(storedPart, messageOf(sent, id))
				? undefined
				: `the store has the message ${shorten(storedPart)}`;
		case 'rejected': {
			const carrying = requests.filter(({ partIds }) => partIds.includes(id));
			return storedPart && !arrivedBefore(carrying) ? 'the message is stored' : undefined;
		}
		case 'unsent':
			return storedPart && 'the message is stored';
		case 'unknown':
			return storedPart && !isDeepStrictEqual(storedPart, messageOf(sent, id))
				? NEVER_SENT
				: undefined;
		default:
			return 'the message was to be delivered';
	}
}

function aboutPartialItem({ reason = '', sent, stored, requests }: Claim): string | undefined {
	if (stored === undefined) return 'it is not stored';
	if (!isPartOf(stored, sent)) return NEVER_SENT;
	const present = new Set(stored.conversation_parts.map(({ unique_id }) => unique_id));
	const missing = sent.conversation_parts.filter(({ unique_id }) => !present.has(unique_id)).length;
	const reported = Number(/ ([\d,]+) messages? of its conversation/.exec(reason)?.[1]);
	// A message may have arrived without a valid response; then more is stored than was reported.
	const isCertain = !reason.includes('may have arrived') && !arrivedBefore(requests);
	if (Number.isNaN(reported)) return `its reason names no number of messages: ${reason}`;
	if (missing > reported || (isCertain && missing < reported)) {
		return `${reported} messages are reported missing, and ${missing} are`;
	}
	const named = [...reason.matchAll(/"([^"]+)": /g)].map(([, id]) => id);
	const wrongly = isCertain ? named.filter((id) => id !== undefined && present.has(id)) : [];
	return wrongly.length > 0 ? `${wrongly.join()} is reported missing, and is stored` : undefined;
}

/** All that an item without a text leaves behind when its messages are refused. */
function isShell({ body, conversation_parts }: StoredItem): boolean {
	return body === undefined && conversation_parts.length === 0;
}

/**
 * A request before the last one stored it without a valid response: otherwise it would not have been
 * sent again. A refusal after that is the API's own contradiction.
 */
function arrivedBefore(requests: readonly { applied: boolean }[]): boolean {
	return requests.slice(0, -1).some(({ applied }) => applied);
}

/** A message that failed at first comes last in the store, which keeps them as they came. */
function byMessageId(item: StoredItem): StoredItem {
	const byId = (a: StoredPart, b: StoredPart) => (a.unique_id < b.unique_id ? -1 : 1);
	return { ...item, conversation_parts: [...item.conversation_parts].sort(byId) };
}

function isPartOf(stored: StoredItem, sent: StoredItem): boolean {
	const withoutMessages = (item: StoredItem) => ({ ...item, conversation_parts: [] });
	return (
		isDeepStrictEqual(withoutMessages(stored), withoutMessages(sent)) &&
		stored.conversation_parts.every((part) =>
			isDeepStrictEqual(part, messageOf(sent, part.unique_id)),
		)
	);
}

const indexes = new WeakMap<StoredItem, Map<string, StoredPart>>();

/** By an index of each item, since every row of a long conversation asks for one of its messages. */
function messageOf(item: StoredItem | undefined, id: string): StoredPart | undefined {
	if (item === undefined) return undefined;
	let index = indexes.get(item);
	if (index === undefined) {
		index = new Map(item.conversation_parts.map((part) => [part.unique_id, part]));
		indexes.set(item, index);
	}
	return index.get(id);
}

/** Texts may have megabytes. */
function shorten(value: unknown): string {
	return (JSON.stringify(value) ?? 'nothing').slice(0, 200);
}
