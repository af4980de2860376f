import type { ConversationPart, FeedbackItem } from './feedbackItem';
import { numbered } from './generatedId';
import type { MappedRow, MappingPlan } from './mapRow';

/** A row that waits for an item's outcome: for one of its messages, or for all of it. */
export interface RowRef {
	/** Index of the input row, from 0. */
	row: number;
	/** Set when the row answers for this message alone. */
	messageId?: string;
}

/** An item with its whole conversation, gathered from all the rows of the run that name it. */
export interface CollectedItem {
	sourceId: string;
	item: FeedbackItem;
	sourceRows: RowRef[];
}

interface Group {
	sourceId: string;
	fields: FeedbackItem;
	/** By message id; made for the first message, since most feedback has none. */
	parts?: Map<string, ConversationPart>;
	/** How often each generated message id came up. */
	generated?: Map<string, number>;
	sourceRows?: RowRef[];
	/** Rows without a text of their own. */
	textless?: number[];
}

/**
 * Groups rows by source and item id over the whole run, in input order. The same item, or the same
 * message of an item, given twice is one: a later value wins. Only where each row is a message do the
 * item's own fields come from the first row that has them, because every row repeats them.
 */
export class ItemCollector {
	/** In input order. */
	private readonly groups: Group[] = [];
	/** By source id, then by item id. */
	private readonly index = new Map<string, Map<string, Group>>();

	constructor(private readonly plan: Pick<MappingPlan, 'messageLayout'>) {}

	add(row: number, { sourceId, item, parts, isIdGenerated = false }: MappedRow): void {
		const isMessage = this.plan.messageLayout === 'rows';
		const group = this.groupOf(sourceId, item);
		if (group.fields !== item) {
			group.fields = isMessage ? { ...item, ...group.fields } : { ...group.fields, ...item };
		}
		for (const part of parts) {
			if (isIdGenerated) {
				part.unique_id = numbered(part.unique_id, (group.generated ??= new Map()));
			}
			group.parts ??= new Map();
			const known = group.parts.get(part.unique_id);
			group.parts.set(part.unique_id, known === undefined ? part : { ...known, ...part });
		}
		const hasText = parts.length > 0 || (!isMessage && item.body !== undefined);
		if (!hasText) {
			(group.textless ??= []).push(row);
			return;
		}
		const answer = isMessage ? { row, messageId: parts[0]?.unique_id } : { row };
		// An array that is made with its one element takes a tenth of what it takes after a push.
		if (group.sourceRows === undefined) group.sourceRows = [answer];
		else group.sourceRows.push(answer);
	}

	/** @returns what is to be sent, and the rows that have nothing to send */
	finish(): { conversations: CollectedItem[]; skipped: { row: number; itemId: string }[] } {
		const conversations: CollectedItem[] = [];
		const skipped: { row: number; itemId: string }[] = [];
		for (const group of this.groups) {
			const { answers, silent } = rowsOf(group);
			for (const row of silent) skipped.push({ row, itemId: group.fields.unique_id });
			if (answers.length > 0) {
				conversations.push({ sourceId: group.sourceId, item: toItem(group), sourceRows: answers });
			}
		}
		return { conversations, skipped };
	}

	/** The item's group; a new one has the item's fields. */
	private groupOf(sourceId: string, item: FeedbackItem): Group {
		let bySource = this.index.get(sourceId);
		if (bySource === undefined) this.index.set(sourceId, (bySource = new Map()));
		let group = bySource.get(item.unique_id);
		if (group === undefined) {
			group = { sourceId, fields: item };
			bySource.set(item.unique_id, group);
			this.groups.push(group);
		}
		return group;
	}
}

/** A ticket without any message still has its own text, and its first row answers for that. */
function rowsOf({ fields, sourceRows: answers = [], textless: silent = [] }: Group): {
	answers: RowRef[];
	silent: readonly number[];
} {
	const [first, ...rest] = silent;
	if (answers.length > 0 || fields.body === undefined || first === undefined) {
		return { answers, silent };
	}
	return { answers: [{ row: first }], silent: rest };
}

function toItem({ fields, parts }: Group): FeedbackItem {
	return parts === undefined ? fields : { ...fields, conversation_parts: [...parts.values()] };
}
