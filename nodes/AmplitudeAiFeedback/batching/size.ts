import { FIELD_NAMES, type FeedbackItem, type Fields } from '../mapping/feedbackItem';

/**
 * Bytes of a request's body. Documented: 5 MB. Whether that means 5,000,000 or 5,242,880 bytes is
 * not documented, so the smaller one applies, and a body stays below it.
 */
export const MAX_BODY_BYTES = 5_000_000 - 1;

/** Returns the UTF-8 bytes of a value's JSON. */
export function bytesOf(value: object): number {
	return Buffer.byteLength(JSON.stringify(value));
}

/** Bytes of the longest characters in JSON: those that it escapes by number, such as `\u0000`. */
const MAX_CHARACTER_BYTES = 6;
/** An item without its texts, and a comma after it. */
const FRAME_BYTES =
	bytesOf({
		...Object.fromEntries(FIELD_NAMES.map((name) => [name, ''])),
		conversation_parts: [],
	}) + 1;

/**
 * Returns an upper bound for the UTF-8 bytes of an item's JSON, from the lengths of its texts alone:
 * serialising an item to measure it costs as much as mapping it, and most requests are far below
 * the limit.
 */
export function maxBytesOf(item: FeedbackItem): number {
	let bytes = maxBytesOfFields(item) + maxBytesOfAdditional(item);
	for (const message of item.conversation_parts ?? []) bytes += maxBytesOfFields(message);
	return bytes;
}

const KNOWN_NAMES: ReadonlySet<string> = new Set([...FIELD_NAMES, 'conversation_parts']);

/** Fields that users add have any values, so they are serialised to be measured; few items have any. */
function maxBytesOfAdditional(item: FeedbackItem): number {
	let bytes = 0;
	for (const name in item) {
		if (!KNOWN_NAMES.has(name)) bytes += bytesOf({ [name]: item[name as keyof FeedbackItem] });
	}
	return bytes;
}

function maxBytesOfFields(fields: Fields): number {
	let characters = 0;
	for (const name of FIELD_NAMES) characters += fields[name]?.length ?? 0;
	return FRAME_BYTES + characters * MAX_CHARACTER_BYTES;
}
