import type { Sliced } from '../slices';
import { applyBodyRules, type BodyRules } from './bodies';
import { MAX_SOURCE_ID_LENGTH, type FeedbackItem } from './feedbackItem';
import { toAdditionalFields } from './additionalFields';
import { isEmpty, property, requireId, toFields, type MappingContext } from './fields';
import { generatedId } from './generatedId';
import { API_FORMAT, type HtmlToText, type MessageFormat } from './messageFormat';
import { mapMessage, mapMessages, NO_MESSAGES, type MappedMessages } from './messages';
import { RowError } from './rowError';

/** Where a conversation's messages are: nowhere, in an array in each row, or one in each row. */
export type MessageLayout = 'none' | 'array' | 'rows';

/** How the rows of a run are mapped. */
export interface MappingPlan extends MappingContext, BodyRules {
	/** Whether rows are whole items, or replies to items that were sent before. */
	operation: 'items' | 'replies';
	messageLayout: MessageLayout;
	/** How the messages of an array are read; for the layout `array`. */
	messageFormat: MessageFormat;
	/** Makes plain text of HTML, for formats that have some; not where all texts become plain text. */
	htmlToText?: HtmlToText;
	generateIds: boolean;
}

/** What the node's parameters give for one row. */
export interface RawRow {
	sourceId: unknown;
	/** Values by the API's field names. For replies it has the `unique_id` only. */
	item: Readonly<Record<string, unknown>>;
	/** Fields that users add to the item themselves, by name. */
	additional?: Readonly<Record<string, unknown>>;
	/** For the layout `rows`. */
	message?: Readonly<Record<string, unknown>>;
	/** For the layout `array`. */
	messageArray?: unknown;
	/** The row itself, which may list the authors of its messages. */
	json?: object;
}

/** A row in the API's terms. */
export interface MappedRow extends MappedMessages {
	sourceId: string;
	/** The item's own fields, without its conversation. */
	item: FeedbackItem;
	/** How many patterns were removed from its texts. */
	removedPatterns: number;
	/** Set when the row is one message whose id was generated from its content. */
	isIdGenerated?: boolean;
}

/**
 * Maps one row to an item, or to a message of one.
 *
 * @throws RowError naming what cannot be sent
 */
export function* mapRow(raw: RawRow, plan: MappingPlan): Sliced<MappedRow> {
	const sourceId = toSourceId(raw.sourceId);
	const fields = toFields(raw.item, { of: 'item' }, plan);
	if (fields.unique_id === undefined && plan.generateIds && isWholeItem(plan)) {
		const { messages } = yield* messagesOf(raw, plan, [sourceId]);
		fields.unique_id = generatedId([sourceId], fields, messages);
	}
	const item = requireId(fields, { of: 'item' });
	const mapped = yield* messagesOf(raw, plan, [sourceId, item.unique_id]);
	const isOneMessage = plan.messageLayout === 'rows';
	const whole = { sourceId, item, removedPatterns: 0, ...mapped };
	const row = yield* applyBodyRules(whole, plan, isOneMessage);
	if (row.item.body === undefined && row.messages.length === 0) {
		const [messageError] = row.messageErrors;
		if (messageError !== undefined) throw new RowError(messageError);
		const leftOut = row.omittedMessages + row.filteredMessages;
		// A blank text is not an error: many questions are optional.
		const isMissing = property(raw.item, 'body') === undefined && leftOut === 0;
		if (isWholeItem(plan) && isMissing) throw new RowError({ kind: 'emptyItem' });
	}
	if (raw.additional === undefined) return row;
	return { ...row, item: { ...row.item, ...toAdditionalFields(raw.additional) } };
}

/**
 * Checks the documented length of a source id.
 *
 * @param value as the parameter gave it; pasted ids often have a space or a line break at the end
 * @throws RowError when it is not text, empty or too long
 */
function toSourceId(value: unknown): string {
	if (!isEmpty(value) && typeof value !== 'string' && typeof value !== 'number') {
		throw new RowError({ kind: 'sourceId', value });
	}
	const text = String(value ?? '').trim();
	// Characters are code points, so that an emoji counts as one.
	const isTooLong = text.length > MAX_SOURCE_ID_LENGTH && [...text].length > MAX_SOURCE_ID_LENGTH;
	if (text === '' || isTooLong) throw new RowError({ kind: 'sourceId', value: text });
	return text;
}

/** Returns whether a row is an item with all of its conversation, so that an id can be made from it. */
export function isWholeItem({ operation, messageLayout }: MappingPlan): boolean {
	return operation === 'items' && messageLayout !== 'rows';
}

function* messagesOf(
	raw: RawRow,
	plan: MappingPlan,
	idScope: readonly string[],
): Sliced<MappedMessages & Pick<MappedRow, 'isIdGenerated'>> {
	const context = () => ({ ...plan, idScope, row: raw.json ?? {} });
	switch (plan.messageLayout) {
		case 'none': {
			const parts = property(raw.item, 'conversation_parts');
			// Most feedback has none, and making the context takes longer than mapping the item.
			return isEmpty(parts) ? NO_MESSAGES : yield* mapMessages(parts, API_FORMAT, context());
		}
		case 'array':
			return yield* mapMessages(raw.messageArray, plan.messageFormat, context());
		case 'rows': {
			const values = raw.message ?? {};
			const message = mapMessage(values, { of: 'message' }, context());
			if (message === undefined) return NO_MESSAGES;
			const isIdGenerated = isEmpty(property(values, 'unique_id'));
			return { ...NO_MESSAGES, messages: [message], isIdGenerated };
		}
	}
}
