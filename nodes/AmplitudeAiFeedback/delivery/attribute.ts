import { messagesOf } from '../batching/chunks';
import type { PendingItem } from './pending';
import type { ErrorEntry } from './responseBody';

/** Failures that the API put an id to, with its own words. */
export interface NamedFailures {
	readonly items: ReadonlyMap<PendingItem, string>;
	/** By message id, of items that may have been saved otherwise. */
	readonly messages: ReadonlyMap<PendingItem, ReadonlyMap<string, string>>;
}

export const NOTHING_NAMED: NamedFailures = { items: new Map(), messages: new Map() };

/** The item that an id belongs to; for a message with the message's id. */
interface Owner {
	readonly pending: PendingItem;
	readonly messageId?: string;
}

/**
 * Maps the ids in `errors` to what was sent. Whether an entry may carry a message's id, and whether
 * the API changes ids, is not documented: so both kinds of ids are looked for, first as they were
 * sent, then without regard to case, outer blanks and Unicode form. An id that names several, or
 * nothing that was sent, names nothing.
 */
export function attribute(
	errors: readonly ErrorEntry[],
	items: readonly PendingItem[],
): NamedFailures {
	if (errors.length === 0) return NOTHING_NAMED;
	const exact = ownersById(items, (id) => id);
	let similar: ReturnType<typeof ownersById> | undefined;
	const named = {
		items: new Map<PendingItem, string>(),
		messages: new Map<PendingItem, Map<string, string>>(),
	};
	for (const { id, message } of errors) {
		if (id === undefined) continue;
		const owner = exact.has(id)
			? exact.get(id)
			: (similar ??= ownersById(items, normalise)).get(normalise(id));
		if (owner === undefined || owner === 'several') continue;
		const { pending, messageId } = owner;
		if (messageId === undefined) {
			named.items.set(pending, named.items.get(pending) || message);
		} else {
			const messages = named.messages.get(pending) ?? new Map<string, string>();
			named.messages.set(pending, messages.set(messageId, messages.get(messageId) || message));
		}
	}
	return named;
}

function ownersById(
	items: readonly PendingItem[],
	key: (id: string) => string,
): Map<string, Owner | 'several'> {
	const owners = new Map<string, Owner | 'several'>();
	const add = (id: string, owner: Owner) => {
		const known = owners.get(key(id));
		// A message with its item's own id does not make that id ambiguous.
		if (known === undefined) owners.set(key(id), owner);
		else if (
			known === 'several' ||
			known.pending !== owner.pending ||
			known.messageId !== undefined
		) {
			owners.set(key(id), 'several');
		}
	};
	for (const pending of items) add(pending.item.id, { pending });
	for (const pending of items) {
		for (const { unique_id: messageId } of messagesOf(pending.current.chunk)) {
			add(messageId, { pending, messageId });
		}
	}
	return owners;
}

function normalise(id: string): string {
	return id.normalize('NFC').trim().toLowerCase();
}

/**
 * Whether names and count agree: `all` failures have a name, counted by items or by entries; `some`
 * have; or more items are named than the API counts as failed, so that neither can be trusted.
 */
export function coverage(failed: number, named: NamedFailures): 'all' | 'some' | 'contradictory' {
	const items = namedItems(named).size;
	if (items > failed) return 'contradictory';
	let entries = named.items.size;
	for (const ids of named.messages.values()) entries += ids.size;
	return entries >= failed ? 'all' : 'some';
}

/** Returns the items that are named, or that a named message belongs to. */
export function namedItems({ items, messages }: NamedFailures): Set<PendingItem> {
	return new Set([...items.keys(), ...messages.keys()]);
}
