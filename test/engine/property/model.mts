import type { IDataObject } from 'n8n-workflow';
import { exceedsLength } from '../../../tools/emulator/schema.mts';
import type { EmulatorSettings } from '../../../tools/emulator/settings.mts';
import type { StoredItem, StoredPart } from '../../../tools/emulator/store.mts';
import type { Case } from './cases.mts';
import { toRow, type RowSpec } from './rows.mts';

/** What the rows of a case amount to, worked out without the node. */
export interface Model {
	rows: IDataObject[];
	/** For each row what answers for it: an item's id, or a status that needs no request. */
	answers: ({ id: string } | { status: 'rejected' | 'skipped' })[];
	/** What the store holds once everything has arrived. */
	items: ReadonlyMap<string, StoredItem>;
}

/** The same item given twice is one: field by field, and part by part, the later value wins. */
export function modelOf({ rows: specs }: Pick<Case, 'rows'>): Model {
	const rows = specs.map(toRow);
	const details = new Map<string, Omit<StoredItem, 'conversation_parts'>>();
	const parts = new Map<string, Map<string, StoredPart>>();
	const speaking = new Set<string>();
	const answers = specs.map((spec, index): Model['answers'][number] => {
		const messages = messagesOf(spec, rows[index]!);
		const saysNothing = spec.body === undefined && messages.length === 0;
		// A conversation of events only has nothing to say; an item without anything is a mistake.
		if (spec.flaw !== undefined || (saysNothing && !spec.parts)) return { status: 'rejected' };
		const own = { ...rows[index]! };
		delete own.conversation_parts;
		details.set(spec.id, { ...details.get(spec.id), ...own, unique_id: spec.id });
		const known = parts.get(spec.id) ?? new Map<string, StoredPart>();
		parts.set(spec.id, known);
		for (const message of messages) {
			known.set(message.unique_id, { ...known.get(message.unique_id), ...message });
		}
		if (saysNothing) return { status: 'skipped' };
		speaking.add(spec.id);
		return { id: spec.id };
	});
	const items = new Map<string, StoredItem>();
	for (const [id, own] of details) {
		if (!speaking.has(id)) continue;
		items.set(id, { ...own, conversation_parts: [...parts.get(id)!.values()] });
	}
	return { rows, answers, items };
}

function messagesOf({ parts = [] }: RowSpec, row: IDataObject): StoredPart[] {
	const given = row.conversation_parts;
	if (!Array.isArray(given)) return [];
	return (given as unknown as StoredPart[]).filter((_part, index) => parts[index]?.body);
}

/** Whether the API takes the item in a request of its own. */
export function isAcceptable(item: StoredItem, settings: EmulatorSettings): boolean {
	const { maxBodyLength, maxBytes } = settings;
	const isTooLong = ({ body = '' }: { body?: string }) =>
		maxBodyLength !== null && exceedsLength(body, maxBodyLength);
	// The envelope and a source id of this test take less than 100 bytes.
	const fits = Buffer.byteLength(JSON.stringify(item)) + 100 <= maxBytes;
	return fits && ![item, ...item.conversation_parts].some(isTooLong);
}

/** Whether a part of the item may have failed: by its length, or by a fault that names it. */
export function hasBadPart(item: StoredItem, { faults }: Case, settings: EmulatorSettings) {
	const named = new Set(
		faults
			.flatMap((fault) => (fault.kind === 'errors' ? (fault.errors ?? []) : []))
			.map(({ unique_id }) => unique_id),
	);
	return item.conversation_parts.some(
		({ unique_id, body }) =>
			named.has(unique_id) ||
			(settings.maxBodyLength !== null && exceedsLength(body, settings.maxBodyLength)),
	);
}
