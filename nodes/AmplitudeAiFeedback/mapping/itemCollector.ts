import type { ConversationPart, FeedbackItem } from './feedbackItem';
import { numbered } from './generatedId';
import type { MappedRow, MappingPlan } from './mapRow';

/** A row that is reported by an item's result: by that of one message, or of the whole item. */
export interface RowRef {
	/** Index of the input row, from 0. */
	row: number;
	/** Set when the row is this one message. */
	messageId?: string;
}

/** An item with its whole conversation, collected from all rows of the run that name it. */
export interface CollectedItem {
	sourceId: string;
	item: FeedbackItem;
	sourceRows: RowRef[];
}

/** What all rows of a run come to. */
export interface Collected {
	/** What to send, in the order of the items' first rows. */
	items: CollectedItem[];
	/** Rows that have nothing to send. */
	skipped: { row: number; itemId: string }[];
}

/** An item while rows are added to it. */
interface Draft {
	sourceId: string;
	fields: FeedbackItem;
	/** By message id. Created with the first message, since most feedback has none. */
	messages?: Map<string, ConversationPart>;
	/** How often each generated message id has come up. */
	idCounts?: Map<string, number>;
	sourceRows?: RowRef[];
	/** Rows without a text of their own. */
	textlessRows?: number[];
}

/**
 * Collects the rows of a run by source and item id, in input order. An item, or a message of an item,
 * that is given twice is one, and later values win. Only where each row is a message do the item's own
 * fields come from the first row that has them, because every row repeats them.
 */
export class ItemCollector {
	/** In input order. */
	private readonly drafts: Draft[] = [];
	/** By source id, then by item id. */
	private readonly index = new Map<string, Map<string, Draft>>();

	constructor(private readonly plan: Pick<MappingPlan, 'messageLayout'>) {}

	add(row: number, { sourceId, item, messages, isIdGenerated = false }: MappedRow): void {
		const isMessage = this.plan.messageLayout === 'rows';
		const draft = this.draftOf(sourceId, item);
		if (draft.fields !== item) {
			draft.fields = isMessage ? { ...item, ...draft.fields } : { ...draft.fields, ...item };
		}
		let messageId: string | undefined;
		for (const message of messages) messageId = addMessage(draft, message, isIdGenerated);
		const hasText = messages.length > 0 || (!isMessage && item.body !== undefined);
		if (!hasText) {
			(draft.textlessRows ??= []).push(row);
			return;
		}
		const ref = isMessage ? { row, messageId } : { row };
		// An array literal with its one element takes a tenth of the memory of an array after a push.
		if (draft.sourceRows === undefined) draft.sourceRows = [ref];
		else draft.sourceRows.push(ref);
	}

	finish(): Collected {
		const items: CollectedItem[] = [];
		const skipped: Collected['skipped'] = [];
		for (const draft of this.drafts) {
			const { sourceRows, skippedRows } = rowsOf(draft);
			for (const row of skippedRows) skipped.push({ row, itemId: draft.fields.unique_id });
			if (sourceRows.length > 0) {
				items.push({ sourceId: draft.sourceId, item: toItem(draft), sourceRows });
			}
		}
		return { items, skipped };
	}

	/** Finds an item's draft, or starts one with the item's fields. */
	private draftOf(sourceId: string, item: FeedbackItem): Draft {
		let bySource = this.index.get(sourceId);
		if (bySource === undefined) this.index.set(sourceId, (bySource = new Map()));
		let draft = bySource.get(item.unique_id);
		if (draft === undefined) {
			draft = { sourceId, fields: item };
			bySource.set(item.unique_id, draft);
			this.drafts.push(draft);
		}
		return draft;
	}
}

/** @returns the message's id in its conversation */
function addMessage(draft: Draft, message: ConversationPart, isIdGenerated: boolean): string {
	const id = isIdGenerated
		? numbered(message.unique_id, (draft.idCounts ??= new Map()))
		: message.unique_id;
	const given = id === message.unique_id ? message : { ...message, unique_id: id };
	const messages = (draft.messages ??= new Map());
	const known = messages.get(id);
	messages.set(id, known === undefined ? given : { ...known, ...given });
	return id;
}

/** A ticket without any message still has its own text, which its first row then represents. */
function rowsOf({ fields, sourceRows = [], textlessRows = [] }: Draft): {
	sourceRows: RowRef[];
	skippedRows: readonly number[];
} {
	const [first, ...others] = textlessRows;
	if (sourceRows.length > 0 || fields.body === undefined || first === undefined) {
		return { sourceRows, skippedRows: textlessRows };
	}
	return { sourceRows: [{ row: first }], skippedRows: others };
}

function toItem({ fields, messages }: Draft): FeedbackItem {
	return messages === undefined
		? fields
		: { ...fields, conversation_parts: [...messages.values()] };
}
