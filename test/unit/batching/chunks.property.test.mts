import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type {
	ConversationPart,
	FeedbackItem,
} from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import {
	isSplittable,
	messagesOf,
	splitMessages,
	toChunks,
	withFieldsOf,
	withoutMessages,
	type Chunk,
	type ChunkedItem,
} from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';
import { collected, deepFreeze, feedbackItem, fieldsOf, jsonBytes } from './arbitraries.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

/** From limits that hardly an item fits to limits that nearly all do. */
const limit = fc.integer({ min: 60, max: 700 });
/** Items and chunks that no step may change. */
const frozenItem = feedbackItem.map(deepFreeze);

function forEveryItem(check: (cut: ChunkedItem, whole: FeedbackItem, maxBytes: number) => void) {
	fc.assert(
		fc.property(frozenItem, limit, (whole, maxBytes) => {
			check(atOnce(toChunks(collected(whole), maxBytes)), whole, maxBytes);
		}),
		{ numRuns: 500 },
	);
}

/** What is sent of an item's messages, and what fits into no request, by the documented rules alone. */
function bySize(whole: FeedbackItem, maxBytes: number) {
	const sendable: ConversationPart[] = [];
	const oversized: ConversationPart[] = [];
	for (const message of messagesOf(whole)) {
		// An item without a text of its own cannot go without a message.
		const isAppended = whole.body !== undefined || sendable.length > 0;
		const carrier = isAppended ? { unique_id: whole.unique_id } : fieldsOf(whole);
		const bytes = jsonBytes({ ...carrier, conversation_parts: [message] });
		(bytes <= maxBytes ? sendable : oversized).push(message);
	}
	return { sendable, oversized };
}

describe('the chunks of any item, for any limit', () => {
	test('have at most as many bytes as the limit, and a text or a message', () => {
		forEveryItem(({ item, chunks }, _, maxBytes) => {
			expect(item.chunkCount).toBe(chunks.length);
			for (const chunk of chunks) {
				expect(jsonBytes(chunk)).toBeLessThanOrEqual(maxBytes);
				expect(chunk.body !== undefined || messagesOf(chunk).length > 0).toBe(true);
			}
		});
	});

	test("begin with the item's own fields, and go on with nothing but its id and messages", () => {
		forEveryItem(({ chunks }, whole) => {
			for (const [index, chunk] of chunks.entries()) {
				expect(fieldsOf(chunk)).toEqual(
					index === 0 ? fieldsOf(whole) : { unique_id: whole.unique_id },
				);
			}
		});
	});

	test('hold all messages in their order, except those that fit into no request', () => {
		forEveryItem(({ item, chunks }, whole, maxBytes) => {
			if (item.oversizedFields !== undefined) return;
			const { sendable, oversized } = bySize(whole, maxBytes);
			expect(chunks.flatMap(messagesOf)).toEqual(sendable);
			expect([...item.oversizedMessages]).toEqual(
				oversized.map((message) => [message.unique_id, jsonBytes(message)]),
			);
		});
	});

	test('are the item itself when it fits', () => {
		forEveryItem(({ chunks }, whole, maxBytes) => {
			if (jsonBytes(whole) <= maxBytes) expect(chunks).toEqual([whole]);
		});
	});

	test('are filled: the next message would not have fitted', () => {
		forEveryItem(({ chunks }, _, maxBytes) => {
			for (const [index, chunk] of chunks.slice(0, -1).entries()) {
				const [next] = messagesOf(chunks[index + 1]!);
				const fuller = { ...chunk, conversation_parts: [...messagesOf(chunk), next] };
				expect(jsonBytes(fuller)).toBeGreaterThan(maxBytes);
			}
		});
	});

	test("are none when the item's own fields are too large, and its bytes are known", () => {
		forEveryItem(({ item, chunks }, whole, maxBytes) => {
			const bytes = jsonBytes(fieldsOf(whole));
			const isTooLarge = bytes > maxBytes;
			expect(item.oversizedFields).toBe(isTooLarge ? bytes : undefined);
			if (isTooLarge) expect(chunks).toEqual([]);
		});
	});
});

/** Splits until nothing can be split any more. */
function splitAll(chunk: Chunk): Chunk[] {
	return isSplittable(chunk) ? deepFreeze(splitMessages(chunk)).flatMap(splitAll) : [chunk];
}

describe('any chunk, which is never changed', () => {
	test('splits into one text or message each: the same conversation in the same order', () => {
		fc.assert(
			fc.property(frozenItem, (whole) => {
				const chunks = splitAll(whole);
				expect(chunks.flatMap(messagesOf)).toStrictEqual(messagesOf(whole));
				for (const [index, chunk] of chunks.entries()) {
					const own = index === 0 ? fieldsOf(whole) : { unique_id: whole.unique_id };
					expect(fieldsOf(chunk)).toStrictEqual(own);
					expect(messagesOf(chunk).length + (chunk.body === undefined ? 0 : 1)).toBe(1);
				}
			}),
		);
	});

	test('goes without the named messages, unless that leaves nothing to send', () => {
		const run = frozenItem.chain((whole) =>
			fc.tuple(
				fc.constant(whole),
				fc.subarray(['in no chunk', ...messagesOf(whole).map(({ unique_id }) => unique_id)]),
			),
		);
		fc.assert(
			fc.property(run, ([whole, ids]) => {
				const rest = withoutMessages(whole, new Map(ids.map((id) => [id, 'refused'])));
				const kept = messagesOf(whole).filter(({ unique_id }) => !ids.includes(unique_id));
				const isEmpty = whole.body === undefined && kept.length === 0;
				expect(rest).toStrictEqual(
					isEmpty
						? undefined
						: { ...fieldsOf(whole), ...(kept.length > 0 && { conversation_parts: kept }) },
				);
			}),
		);
	});

	test('passes its own fields on to a later one, in the place of its messages', () => {
		fc.assert(
			fc.property(frozenItem.filter(isSplittable), (whole) => {
				const [earlier, later] = deepFreeze(splitMessages(whole));
				expect(withFieldsOf(earlier, later)).toStrictEqual({
					...fieldsOf(whole),
					conversation_parts: messagesOf(later),
				});
			}),
		);
	});
});
