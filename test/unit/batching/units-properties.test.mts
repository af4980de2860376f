import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FeedbackItem } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import { toOutgoingItem } from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';
import { conversation, item, jsonBytes } from './arbitraries.mts';

/** From limits that hardly an item fits to limits that nearly all do. */
const limit = fc.integer({ min: 60, max: 700 });

/** A check of an item's unit and its pieces, read back, with the limit it was made for. */
type Check = (sent: FeedbackItem[], whole: FeedbackItem, maxBytes: number) => void;

function forEverySplit(check: Check): void {
	fc.assert(
		fc.property(item, limit, (whole, maxBytes) => {
			const { chunks: pieces } = toOutgoingItem(conversation(whole), maxBytes);
			check(
				pieces.map(({ item }) => item as FeedbackItem),
				whole,
				maxBytes,
			);
		}),
		{ numRuns: 500 },
	);
}

function partsOf({ conversation_parts: parts = [] }: FeedbackItem) {
	return parts;
}

function headOf(item: FeedbackItem): FeedbackItem {
	const head = { ...item };
	delete head.conversation_parts;
	return head;
}

function fitsAlone(part: unknown, { unique_id }: FeedbackItem, maxBytes: number): boolean {
	return jsonBytes({ unique_id, conversation_parts: [part] }) <= maxBytes;
}

describe('the pieces of any item, for any limit', () => {
	test('have at most as many bytes as the limit, and name their messages', () => {
		fc.assert(
			fc.property(item, limit, (whole, maxBytes) => {
				for (const { item, messageIds: partIds } of toOutgoingItem(conversation(whole), maxBytes)
					.chunks) {
					expect(jsonBytes(item)).toBeLessThanOrEqual(maxBytes);
					const parts = partsOf(item as FeedbackItem);
					expect(partIds).toEqual(parts.map(({ unique_id }) => unique_id));
				}
			}),
			{ numRuns: 500 },
		);
	});

	test('begin with the head, and go on with nothing but the id and messages', () => {
		forEverySplit(([first, ...rest], whole) => {
			if (first === undefined) return;
			expect(headOf(first)).toEqual(headOf(whole));
			for (const piece of rest) {
				expect(headOf(piece)).toEqual({ unique_id: whole.unique_id });
				expect(partsOf(piece).length).toBeGreaterThan(0);
			}
		});
	});

	test('hold all messages in their order, but for those that fit into no request', () => {
		forEverySplit((sent, whole, maxBytes) => {
			if (sent.length === 0) return;
			const sendable = partsOf(whole).filter((part) => fitsAlone(part, whole, maxBytes));
			expect(sent.flatMap(partsOf)).toEqual(sendable);
		});
	});

	test('are one piece when the item fits', () => {
		forEverySplit((sent, whole, maxBytes) => {
			if (jsonBytes(whole) <= maxBytes) expect(sent).toEqual([whole]);
		});
	});

	test('are filled: the next message would not have fitted', () => {
		forEverySplit((sent, _, maxBytes) => {
			for (const [index, piece] of sent.slice(0, -1).entries()) {
				const next = partsOf(sent[index + 1]!).slice(0, 1);
				const fuller = { ...piece, conversation_parts: [...partsOf(piece), ...next] };
				expect(jsonBytes(fuller)).toBeGreaterThan(maxBytes);
			}
		});
	});
});

describe('what fits into no request, for any item and limit', () => {
	test('is the messages too large to be sent alone, each with its bytes', () => {
		fc.assert(
			fc.property(item, limit, (whole, maxBytes) => {
				const { oversized, oversizedHead } = toOutgoingItem(conversation(whole), maxBytes);
				if (oversizedHead !== undefined) return;
				const tooLarge = partsOf(whole).filter((part) => !fitsAlone(part, whole, maxBytes));
				const expected = tooLarge.map((part) => [part.unique_id, jsonBytes(part)]);
				expect([...oversized]).toEqual(expected);
			}),
			{ numRuns: 500 },
		);
	});

	test('is the whole item when its own fields are too large', () => {
		fc.assert(
			fc.property(item, limit, (whole, maxBytes) => {
				const unit = toOutgoingItem(conversation(whole), maxBytes);
				const bytes = jsonBytes(headOf(whole));
				if (bytes <= maxBytes) {
					expect(unit.oversizedHead).toBeUndefined();
					expect(unit.chunks.length).toBeGreaterThan(0);
				} else {
					expect(unit.oversizedHead).toBe(bytes);
					expect(unit.chunks).toEqual([]);
				}
			}),
			{ numRuns: 500 },
		);
	});
});
