/** Random items and runs, and what the tests of batching share. */
import fc from 'fast-check';
import type { CollectedItem } from '../../../nodes/AmplitudeAiFeedback/mapping/itemCollector.ts';
import type {
	ConversationPart,
	FeedbackItem,
} from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';

/**
 * Text whose length in characters, in UTF-8 and in JSON differ: letters of one to four bytes, what
 * JSON escapes, and halves of surrogate pairs.
 */
const awkwardText = fc
	.array(
		fc.constantFrom('a', 'é', '€', '😀', '"', '\\', '/', '\n', '\0', '\u2028', '\ud83d', '\ude00'),
		{ minLength: 1, maxLength: 12 },
	)
	.map((characters) => characters.join(''));

const message: fc.Arbitrary<ConversationPart> = fc.record(
	{ unique_id: awkwardText, body: awkwardText, author: awkwardText },
	{ requiredKeys: ['unique_id', 'body'] },
);
const messages = fc.uniqueArray(message, {
	minLength: 1,
	maxLength: 8,
	selector: ({ unique_id }) => unique_id,
});
const fields = { unique_id: awkwardText, body: awkwardText, url: awkwardText };

/** An item with a text of its own or messages, or both, as mapping makes it. */
export const feedbackItem: fc.Arbitrary<FeedbackItem> = fc.oneof(
	fc.record({ ...fields, conversation_parts: messages }, { requiredKeys: ['unique_id', 'body'] }),
	fc.record(
		{ ...fields, conversation_parts: messages },
		{ requiredKeys: ['unique_id', 'conversation_parts'] },
	),
);

/** The items of a run, as mapping hands them over: each id once for a source. */
export const collectedItems: fc.Arbitrary<CollectedItem[]> = fc.uniqueArray(
	fc.record({
		sourceId: fc.constantFrom('source', 'quelle "é"'),
		item: feedbackItem,
		sourceRows: fc.constant([{ row: 0 }]),
	}),
	{ maxLength: 15, selector: ({ sourceId, item }) => JSON.stringify([sourceId, item.unique_id]) },
);

/** An item to send; which rows wait for it does not matter to batching. */
export function collected(item: FeedbackItem, sourceId = 'source'): CollectedItem {
	return { sourceId, item, sourceRows: [{ row: 0 }] };
}

/** The UTF-8 bytes of a value's JSON, counted without the code under test. */
export function jsonBytes(value: unknown): number {
	return Buffer.byteLength(JSON.stringify(value));
}

/** An item without its messages. */
export function fieldsOf(item: FeedbackItem): FeedbackItem {
	const own = { ...item };
	delete own.conversation_parts;
	return own;
}

/** Freezes a value and all in it, so that any change to it throws. */
export function deepFreeze<T>(value: T): T {
	if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
		Object.freeze(value);
		Object.values(value).forEach(deepFreeze);
	}
	return value;
}
