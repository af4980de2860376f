import type { ConversationPart, FeedbackItem } from './feedbackItem';
import { isEmpty, toFields, type MappingContext } from './fields';
import { generatedId } from './generatedId';
import { API_PATHS, property, toPart, toParts, type MessagePaths } from './messages';
import { RowError } from './rowError';
import { checkItem, checkSourceId } from './rules';

/** Where a conversation's messages are: nowhere, in an array in each row, or one in each row. */
export type MessageLayout = 'none' | 'array' | 'rows';

/** How the rows of a run are mapped. */
export interface MappingPlan extends MappingContext {
	/** Whether the rows are whole items, or replies to items that were sent before. */
	operation: 'items' | 'replies';
	messageLayout: MessageLayout;
	/** Where an array element holds its fields; for the layout `array`. */
	paths: MessagePaths;
	generateIds: boolean;
}

/** What the node's parameters gave for one row. */
export interface RawRow {
	sourceId: unknown;
	/** Values by the API's field names. For replies it holds the `unique_id` only. */
	item: Readonly<Record<string, unknown>>;
	/** For the layout `rows`. */
	message?: Readonly<Record<string, unknown>>;
	/** For the layout `array`. */
	messageArray?: unknown;
}

/** A row as the API's terms have it. */
export interface MappedRow {
	sourceId: string;
	/** The item's own fields, without its conversation. */
	item: FeedbackItem;
	parts: readonly ConversationPart[];
	/** How many of the row's messages have no text and are left out. */
	omittedMessages: number;
	/** Whether the row is one message, and got its id from its content. */
	isIdGenerated?: boolean;
}

/**
 * One row to an item, or to a part of one.
 *
 * @throws RowProblem naming what cannot be sent
 */
export function mapRow(raw: RawRow, plan: MappingPlan): MappedRow {
	const sourceId = checkSourceId(raw.sourceId);
	const fields = toFields(raw.item, { of: 'item' }, plan);
	if (fields.unique_id === undefined && plan.generateIds && isWholeItem(plan)) {
		const unnamed = messagesOf(raw, plan, [sourceId]);
		fields.unique_id = generatedId([sourceId], fields, unnamed.parts);
	}
	const item = checkItem(fields);
	const messages = messagesOf(raw, plan, [sourceId, item.unique_id]);
	const saysNothing = item.body === undefined && messages.parts.length === 0;
	if (saysNothing && isWholeItem(plan) && messages.omittedMessages === 0) {
		throw new RowError({ kind: 'emptyItem' });
	}
	const { parts, omittedMessages: withoutText, isIdGenerated } = messages;
	return { sourceId, item, parts, omittedMessages: withoutText, isIdGenerated };
}

/** Whether a row is an item with all of its conversation; then its content can name it. */
function isWholeItem({ operation: kind, messageLayout: layout }: MappingPlan): boolean {
	return kind === 'items' && layout !== 'rows';
}

function messagesOf(
	raw: RawRow,
	plan: MappingPlan,
	idScope: readonly string[],
): Omit<MappedRow, 'sourceId' | 'item'> {
	const context = { timeZone: plan.timeZone, generateIds: plan.generateIds, idScope };
	switch (plan.messageLayout) {
		case 'none':
			return toParts(property(raw.item, 'conversation_parts'), API_PATHS, context);
		case 'array':
			return toParts(raw.messageArray, plan.paths, context);
		case 'rows': {
			const part = toPart(raw.message ?? {}, { of: 'message' }, context);
			if (part === undefined) return { parts: [], omittedMessages: 1 };
			const isIdGenerated = isEmpty(property(raw.message ?? {}, 'unique_id'));
			return { parts: [part], omittedMessages: 0, isIdGenerated };
		}
	}
}
