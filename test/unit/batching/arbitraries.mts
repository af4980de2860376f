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
export const awkwardText = fc
	.array(
		fc.constantFrom('a', 'é', '€', '😀', '"', '\\', '/', '\n', '\0', '\u2028', '\ud83d', '\ude00'),
		{ minLength: 1, maxLength: 12 },
	)
	.map((characters) => characters.join(''));

const part: fc.Arbitrary<ConversationPart> = fc.record(
	{ unique_id: awkwardText, body: awkwardText, author: awkwardText },
	{ requiredKeys: ['unique_id', 'body'] },
);

/** An item with a text of its own, and a conversation that may be long. */
export const item: fc.Arbitrary<FeedbackItem> = fc.record(
	{
		unique_id: awkwardText,
		body: awkwardText,
		url: awkwardText,
		conversation_parts: fc.uniqueArray(part, {
			minLength: 1,
			maxLength: 8,
			selector: ({ unique_id }) => unique_id,
		}),
	},
	{ requiredKeys: ['unique_id', 'body'] },
);

/** The conversations of a run, as mapping hands them over: each source and id once. */
export const conversations: fc.Arbitrary<CollectedItem[]> = fc.uniqueArray(
	fc.record({
		sourceId: fc.constantFrom('source', 'quelle "é"'),
		item,
		sourceRows: fc.constant([{ row: 0 }]),
	}),
	{ maxLength: 15, selector: (conversation) => identity(conversation) },
);

export function identity({ sourceId, item: { unique_id } }: CollectedItem): string {
	return JSON.stringify([sourceId, unique_id]);
}

/** A conversation to be sent; which rows wait for it does not matter to packing. */
export function conversation(feedback: FeedbackItem, sourceId = 'source'): CollectedItem {
	return { sourceId, item: feedback, sourceRows: [{ row: 0 }] };
}

export function jsonBytes(value: unknown): number {
	return Buffer.byteLength(JSON.stringify(value));
}
