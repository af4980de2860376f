/**
 * The documented rules for what is sent, checked before sending. A rule that is only assumed is not
 * in here: the API decides about those. That all values are text is seen to by `toFields`.
 * Source: Amplitude's documentation of the AI Feedback API, "Body parameters".
 */
import type { ConversationPart, FeedbackItem, Fields } from './feedbackItem';
import { isEmpty } from './fields';
import { RowError, type Subject } from './rowError';

/** Documented: 1 to 128 characters. Counted as code points, so that an emoji is one. */
const MAX_SOURCE_ID = 128;

/**
 * @param value as the parameter gave it; pasted ids often carry a space or a line break at the end
 * @throws RowProblem when the source id is no text, empty or longer than 128 characters
 */
export function checkSourceId(value: unknown): string {
	if (!isEmpty(value) && typeof value !== 'string' && typeof value !== 'number') {
		throw new RowError({ kind: 'sourceId', value });
	}
	const text = String(value ?? '').trim();
	const isTooLong = text.length > MAX_SOURCE_ID && [...text].length > MAX_SOURCE_ID;
	if (text === '' || isTooLong) throw new RowError({ kind: 'sourceId', value: text });
	return text;
}

/** @throws RowProblem when there is no `unique_id` */
export function checkItem(fields: Fields): FeedbackItem {
	if (!hasId(fields)) throw new RowError({ kind: 'missingId', subject: { of: 'item' } });
	return fields;
}

/** @param fields of a message that has a body @throws RowProblem when there is no `unique_id` */
export function checkPart(fields: Fields & { body: string }, subject: Subject): ConversationPart {
	if (!hasId(fields)) throw new RowError({ kind: 'missingId', subject });
	return fields;
}

function hasId<T extends Fields>(fields: T): fields is T & { unique_id: string } {
	return fields.unique_id !== undefined;
}
