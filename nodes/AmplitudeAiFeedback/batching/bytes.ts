import { FIELD_NAMES, type FeedbackItem, type Fields } from '../mapping/feedbackItem';

/** UTF-8 bytes of a value's JSON. */
export function bytesOf(value: object): number {
	return Buffer.byteLength(JSON.stringify(value));
}

/** The longest are those that JSON escapes by number, such as `\u0000`. */
const MOST_BYTES_OF_CHARACTER = 6;
/** An item without its texts, and a comma after it. */
const FRAME_BYTES =
	bytesOf({
		...Object.fromEntries(FIELD_NAMES.map((name) => [name, ''])),
		conversation_parts: [],
	}) + 1;

/**
 * The UTF-8 bytes that an item's JSON has at most, by the lengths of its texts alone. To serialise an
 * item for measuring costs as much as to map it, and most requests are nowhere near the limit.
 */
export function mostBytesOf(item: FeedbackItem): number {
	let most = mostBytesOfFields(item);
	for (const part of item.conversation_parts ?? []) most += mostBytesOfFields(part);
	return most;
}

function mostBytesOfFields(fields: Fields): number {
	let characters = 0;
	for (const name of FIELD_NAMES) characters += fields[name]?.length ?? 0;
	return FRAME_BYTES + characters * MOST_BYTES_OF_CHARACTER;
}
