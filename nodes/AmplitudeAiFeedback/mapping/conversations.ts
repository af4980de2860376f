import type { ConversationPart, FeedbackItem } from './feedbackItem';
import type { MappedRow, MappingPlan } from './mapRow';

/** A row that waits for an item's outcome: for one of its messages, or for all of it. */
export interface Answer {
	/** Index of the input row, from 0. */
	row: number;
	/** Set when the row answers for this message alone. */
	messageId?: string;
}

/** An item with its whole conversation, gathered from all the rows of the run that name it. */
export interface Conversation {
	sourceId: string;
	item: FeedbackItem;
	answers: Answer[];
}

interface Group {
	sourceId: string;
	fields: FeedbackItem;
	parts: Map<string, ConversationPart>;
	answers: Answer[];
	/** Rows without a text of their own. */
	silent: number[];
}

/**
 * Groups rows by source and item id over the whole run, in input order. The same item, or the same
 * message of an item, given twice is one: a later value wins. Only where each row is a message do the
 * item's own fields come from the first row that has them, because every row repeats them.
 */
export class Conversations {
	private readonly groups = new Map<string, Group>();

	constructor(private readonly plan: Pick<MappingPlan, 'layout'>) {}

	add(row: number, { sourceId, item, parts }: MappedRow): void {
		const group = this.groupOf(sourceId, item.unique_id);
		const isMessage = this.plan.layout === 'rows';
		group.fields = isMessage ? { ...item, ...group.fields } : { ...group.fields, ...item };
		for (const part of parts) {
			const known = group.parts.get(part.unique_id);
			group.parts.set(part.unique_id, { ...known, ...part });
		}
		const hasText = parts.length > 0 || (!isMessage && item.body !== undefined);
		if (!hasText) group.silent.push(row);
		else group.answers.push(isMessage ? { row, messageId: parts[0]?.unique_id } : { row });
	}

	/** @returns what is to be sent, and the rows that have nothing to send */
	finish(): { conversations: Conversation[]; skipped: { row: number; itemId: string }[] } {
		const conversations: Conversation[] = [];
		const skipped: { row: number; itemId: string }[] = [];
		for (const group of this.groups.values()) {
			const { answers, silent } = answeringRows(group);
			for (const row of silent) skipped.push({ row, itemId: group.fields.unique_id });
			if (answers.length > 0) {
				conversations.push({ sourceId: group.sourceId, item: toItem(group), answers });
			}
		}
		return { conversations, skipped };
	}

	private groupOf(sourceId: string, itemId: string): Group {
		const key = JSON.stringify([sourceId, itemId]);
		let group = this.groups.get(key);
		if (group === undefined) {
			const fields = { unique_id: itemId };
			group = { sourceId, fields, parts: new Map(), answers: [], silent: [] };
			this.groups.set(key, group);
		}
		return group;
	}
}

/** A ticket without any message still has its own text, and its first row answers for that. */
function answeringRows({ fields, answers, silent }: Group): Pick<Group, 'answers' | 'silent'> {
	const [first, ...rest] = silent;
	if (answers.length > 0 || fields.body === undefined || first === undefined) {
		return { answers, silent };
	}
	return { answers: [{ row: first }], silent: rest };
}

function toItem({ fields, parts }: Group): FeedbackItem {
	return parts.size === 0 ? fields : { ...fields, conversation_parts: [...parts.values()] };
}
