import type { FeedbackItem } from '../../tools/emulator/schema.mts';
import type { StoredItem, StoredPart } from '../../tools/emulator/store.mts';
import type { DeliveryRun, InputRow } from './invariants.mts';

/** A row in the API's own names: an item or, with `ticket`, one message of the item of that id. */
export type Row = FeedbackItem & { ticket?: string };

/**
 * Works out without the node what rows come to. The same item, or the same message, given twice is
 * one, and later values win; messages without a text are events, and an item of events alone is skipped.
 *
 * @param isFlawed whether a row cannot be sent, whatever the API thinks
 */
export function expectedOf(
	rows: readonly Row[],
	isFlawed: (row: number) => boolean = () => false,
): Pick<DeliveryRun, 'rows' | 'items'> {
	const fields = new Map<string, Omit<StoredItem, 'conversation_parts'>>();
	const messages = new Map<string, Map<string, StoredPart>>();
	const withContent = new Set<string>();
	const subjects = rows.map((row, index): InputRow => {
		const { ticket, conversation_parts, ...own } = row;
		const item = ticket ?? own.unique_id;
		const isEmpty = ticket === undefined && own.body === undefined && !conversation_parts;
		if (isFlawed(index) || isEmpty) return { item: item || null, settled: 'rejected' };
		if (ticket === undefined) fields.set(item, { ...fields.get(item), ...own });
		else if (!fields.has(item)) fields.set(item, { unique_id: item });
		const given = (ticket === undefined ? (conversation_parts ?? []) : [own]) as StoredPart[];
		const sent = given.filter(({ body }) => body);
		const known = messages.get(item) ?? new Map<string, StoredPart>();
		messages.set(item, known);
		for (const part of sent) {
			known.set(part.unique_id, { ...known.get(part.unique_id), ...part });
		}
		const subject = ticket === undefined ? { item } : { item, message: own.unique_id };
		const hasContent = sent.length > 0 || (ticket === undefined && own.body !== undefined);
		if (!hasContent) return { ...subject, settled: 'skipped' };
		withContent.add(item);
		return subject;
	});
	const items = new Map<string, StoredItem>();
	for (const [id, own] of fields) {
		if (!withContent.has(id)) continue;
		items.set(id, { ...own, conversation_parts: [...(messages.get(id)?.values() ?? [])] });
	}
	return { rows: subjects, items };
}
