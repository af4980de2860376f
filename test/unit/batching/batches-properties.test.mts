import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FeedbackItem } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import {
	batchItems,
	toBody,
	type Batch,
	type Batched,
} from '../../../nodes/AmplitudeAiFeedback/batching/batches.ts';
import type { OutgoingItem } from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';
import { conversations, identity } from './arbitraries.mts';

const run = fc.record({
	input: conversations,
	maxItems: fc.integer({ min: 1, max: 6 }),
	maxBytes: fc.integer({ min: 120, max: 1200 }),
});
type Run = typeof run extends fc.Arbitrary<infer T> ? T : never;

function forEveryRun(check: (packed: Batched, limits: Run) => void): void {
	fc.assert(
		fc.property(run, (limits) => {
			check(batchItems(limits.input, limits.maxItems, limits.maxBytes), limits);
		}),
		{ numRuns: 500 },
	);
}

/** The body of a batch's first request, with one more item if it is given. */
function bodyOf({ sourceId, items: units }: Batch, ...more: OutgoingItem[]): Buffer {
	return toBody(
		sourceId,
		[...units, ...more].map((unit) => unit.chunks[0]!),
	);
}

function ofOneSource(batches: readonly Batch[]): Batch[][] {
	const sources = [...new Set(batches.map(({ sourceId }) => sourceId))];
	return sources.map((source) => batches.filter(({ sourceId }) => sourceId === source));
}

describe('the requests of any run, for any limits', () => {
	test('have 1 item to as many as allowed, and at most so many bytes', () => {
		forEveryRun(({ batches }, { maxItems, maxBytes }) => {
			for (const batch of batches) {
				expect(batch.items.length).toBeGreaterThanOrEqual(1);
				expect(batch.items.length).toBeLessThanOrEqual(maxItems);
				expect(bodyOf(batch).length).toBeLessThanOrEqual(maxBytes);
			}
		});
	});

	test('are JSON that names the source, and the items of that source alone', () => {
		forEveryRun(({ batches }) => {
			for (const batch of batches) {
				const body = JSON.parse(bodyOf(batch).toString()) as { items: FeedbackItem[] };
				expect(body).toEqual({ source_id: batch.sourceId, items: expect.any(Array) });
				expect(body.items.map((item) => item.unique_id)).toEqual(batch.items.map(({ id }) => id));
				for (const unit of batch.items) expect(unit.sourceId).toBe(batch.sourceId);
			}
		});
	});

	test('hold each unit that has anything to send exactly once', () => {
		forEveryRun(({ items: units, batches }) => {
			const sendable = units.filter(({ chunks: pieces }) => pieces.length > 0);
			const sent = batches.flatMap((batch) => batch.items);
			expect(sent.length).toBe(sendable.length);
			expect(new Set(sent)).toEqual(new Set(sendable));
		});
	});

	test('keep the order of the input: of all items of a source, and of the requests', () => {
		forEveryRun(({ items: units, batches }) => {
			for (const own of ofOneSource(batches)) {
				const order = own.flatMap((batch) => batch.items).map((unit) => units.indexOf(unit));
				expect(order).toEqual([...order].sort((a, b) => a - b));
			}
			const order = batches.map((batch) => units.indexOf(batch.items[0]!));
			expect(order).toEqual([...order].sort((a, b) => a - b));
		});
	});

	test('are filled: the next item would have been one too many, or too large', () => {
		forEveryRun(({ batches }, { maxItems, maxBytes }) => {
			for (const own of ofOneSource(batches)) {
				for (const [index, batch] of own.slice(0, -1).entries()) {
					const next = own[index + 1]!.items[0]!;
					const isFull = batch.items.length === maxItems;
					expect(isFull || bodyOf(batch, next).length > maxBytes).toBe(true);
				}
			}
		});
	});

	test('leave room for every later piece of a conversation', () => {
		forEveryRun(({ items: units }, { maxBytes }) => {
			for (const { sourceId, chunks: pieces } of units) {
				for (const piece of pieces) {
					expect(toBody(sourceId, [piece]).length).toBeLessThanOrEqual(maxBytes);
				}
			}
		});
	});

	test('are made of one unit for each conversation, in the same order', () => {
		forEveryRun(({ items: units }, { input }) => {
			const identities = units.map(({ sourceId, id }) => JSON.stringify([sourceId, id]));
			expect(identities).toEqual(input.map(identity));
		});
	});
});

test('a body is what JSON makes of source and items', () => {
	fc.assert(
		fc.property(conversations, (input) => {
			for (const batch of batchItems(input, 100).batches) {
				const items = input
					.filter(({ sourceId }) => sourceId === batch.sourceId)
					.map(({ item }) => item);
				const json = JSON.stringify({ source_id: batch.sourceId, items });
				expect(bodyOf(batch).toString()).toBe(json);
			}
		}),
	);
});
