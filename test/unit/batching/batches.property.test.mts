import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CollectedItem } from '../../../nodes/AmplitudeAiFeedback/mapping/itemCollector.ts';
import {
	batchItems,
	toBody,
	type Batch,
} from '../../../nodes/AmplitudeAiFeedback/batching/batches.ts';
import type {
	ChunkedItem,
	OutgoingItem,
} from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';
import { collectedItems, deepFreeze } from './arbitraries.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

const run = fc.record({
	input: collectedItems.map(deepFreeze),
	maxItems: fc.integer({ min: 1, max: 6 }),
	maxBytes: fc.integer({ min: 120, max: 1200 }),
});

/** A run's limits, and what was made of its items. */
interface BatchedRun {
	input: readonly CollectedItem[];
	maxItems: number;
	maxBytes: number;
	items: readonly OutgoingItem[];
	batches: readonly Batch[];
}

function forEveryRun(check: (run: BatchedRun) => void): void {
	fc.assert(
		fc.property(run, (given) => {
			const { items, batches } = atOnce(batchItems(given.input, given.maxItems, given.maxBytes));
			check({ ...given, items, batches: [...batches] });
		}),
		{ numRuns: 500 },
	);
}

/** The body of a batch's first request, with one more item if it is given. */
function bodyOf({ sourceId, items }: Batch, ...more: ChunkedItem[]): Buffer {
	return toBody(
		sourceId,
		[...items, ...more].map(({ chunks }) => chunks[0]!),
	);
}

function bySource(batches: readonly Batch[]): Batch[][] {
	const sources = [...new Set(batches.map(({ sourceId }) => sourceId))];
	return sources.map((source) => batches.filter(({ sourceId }) => sourceId === source));
}

function itemsOf(batches: readonly Batch[]): ChunkedItem[] {
	return batches.flatMap(({ items }) => items);
}

function expectInputOrder(sent: readonly ChunkedItem[], items: readonly OutgoingItem[]): void {
	const order = sent.map(({ item }) => items.indexOf(item));
	expect(order).toEqual([...order].sort((a, b) => a - b));
}

describe('the requests of any run, for any limits', () => {
	test('have one item to as many as allowed, and never more bytes than allowed', () => {
		forEveryRun(({ batches, maxItems, maxBytes }) => {
			for (const batch of batches) {
				expect(batch.items.length).toBeGreaterThanOrEqual(1);
				expect(batch.items.length).toBeLessThanOrEqual(maxItems);
				expect(bodyOf(batch).length).toBeLessThanOrEqual(maxBytes);
			}
		});
	});

	test('name their source, and hold items of that source alone', () => {
		forEveryRun(({ batches }) => {
			for (const batch of batches) {
				for (const { item } of batch.items) expect(item.sourceId).toBe(batch.sourceId);
			}
		});
	});

	test('hold each item that has anything to send exactly once', () => {
		forEveryRun(({ items, batches }) => {
			const sent = itemsOf(batches).map(({ item }) => item);
			const sendable = items.filter(({ chunkCount }) => chunkCount > 0);
			expect(sent.length).toBe(sendable.length);
			expect(new Set(sent)).toEqual(new Set(sendable));
		});
	});

	test('keep the order of the input: of all items of a source, and of the requests', () => {
		forEveryRun(({ items, batches }) => {
			for (const own of bySource(batches)) expectInputOrder(itemsOf(own), items);
			const firsts = batches.map((batch) => batch.items[0]!);
			expectInputOrder(firsts, items);
		});
	});

	test('are filled: the next item would have been one too many, or too large', () => {
		forEveryRun(({ batches, maxItems, maxBytes }) => {
			for (const own of bySource(batches)) {
				for (const [index, batch] of own.slice(0, -1).entries()) {
					const next = own[index + 1]!.items[0]!;
					const isFull = batch.items.length === maxItems;
					expect(isFull || bodyOf(batch, next).length > maxBytes).toBe(true);
				}
			}
		});
	});

	test('are large enough for every later chunk of an item', () => {
		forEveryRun(({ batches, maxBytes }) => {
			for (const { item, chunks } of itemsOf(batches)) {
				for (const chunk of chunks) {
					expect(toBody(item.sourceId, [chunk]).length).toBeLessThanOrEqual(maxBytes);
				}
			}
		});
	});
});

test('every collected item has one outgoing item, in the same order', () => {
	forEveryRun(({ items, input }) => {
		expect(items.map(({ sourceId, id, sourceRows }) => ({ sourceId, id, sourceRows }))).toEqual(
			input.map(({ sourceId, item, sourceRows }) => ({
				sourceId,
				id: item.unique_id,
				sourceRows,
			})),
		);
	});
});

test('a body is the JSON of its source and items', () => {
	fc.assert(
		fc.property(collectedItems, (input) => {
			for (const batch of atOnce(batchItems(input, 100)).batches) {
				const items = input
					.filter(({ sourceId }) => sourceId === batch.sourceId)
					.map(({ item }) => item);
				const json = JSON.stringify({ source_id: batch.sourceId, items });
				expect(bodyOf(batch).toString()).toBe(json);
			}
		}),
	);
});
