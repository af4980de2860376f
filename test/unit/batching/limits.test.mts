import { describe, expect, test } from '@jest/globals';
import {
	MAX_BODY_BYTES,
	batchItems,
	toBody,
	type Batch,
} from '../../../nodes/AmplitudeAiFeedback/batching/batches.ts';
import { MAX_ITEMS_PER_REQUEST } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import { conversation, jsonBytes } from './arbitraries.mts';

/** Large enough for an item, small enough that every byte can be counted by hand. */
const SMALL_LIMIT = 200;

/** A body text that makes the request of this single item have so many bytes. */
function bodyFor(requestBytes: number, begin = ''): string {
	const rest =
		requestBytes - jsonBytes({ source_id: 'source', items: [{ unique_id: '1', body: begin }] });
	return begin + 'a'.repeat(rest);
}

function packed(
	bodies: readonly string[],
	maxItems = MAX_ITEMS_PER_REQUEST,
	maxBytes = MAX_BODY_BYTES,
) {
	const items = bodies.map((body, index) => ({ unique_id: String(index + 1), body }));
	return batchItems(
		items.map((item) => conversation(item)),
		maxItems,
		maxBytes,
	);
}

/** The bytes of each request. */
function requestBytes(batches: readonly Batch[]): number[] {
	return batches.map(({ sourceId, items: units }) => {
		const pieces = units.map((unit) => unit.chunks[0]!);
		return toBody(sourceId, pieces).length;
	});
}

describe('the documented limits', () => {
	test('are 100 items, and less than 5 MB in the smaller sense of the word', () => {
		expect(MAX_ITEMS_PER_REQUEST).toBe(100);
		expect(MAX_BODY_BYTES).toBe(4_999_999);
	});

	test('an item whose request has 4,999,999 bytes is sent whole', () => {
		const { items: units, batches } = packed([bodyFor(4_999_999)]);
		expect(units[0]?.chunks).toHaveLength(1);
		expect(requestBytes(batches)).toEqual([4_999_999]);
	});

	test('an item whose request would have one byte more is not sent, and its size is known', () => {
		const body = bodyFor(5_000_000);
		const { items: units, batches } = packed([body]);
		expect(batches).toEqual([]);
		expect(units[0]).toMatchObject({
			pieces: [],
			oversizedHead: jsonBytes({ unique_id: '1', body }),
		});
	});

	test('a conversation of 12 MB goes in three full pieces', () => {
		const parts = Array.from({ length: 120 }, (_, index) => ({
			unique_id: `message-${index}`,
			body: '€'.repeat(33_333),
		}));
		const [unit] = batchItems(
			[conversation({ unique_id: '1', conversation_parts: parts })],
			1,
		).items;
		const pieces = unit?.chunks ?? [];
		expect(pieces.flatMap(({ messageIds: partIds }) => partIds)).toEqual(
			parts.map((part) => part.unique_id),
		);
		expect(pieces.map(({ messageIds: partIds }) => partIds.length)).toEqual([49, 49, 22]);
		for (const piece of pieces) {
			expect(toBody('source', [piece]).length).toBeLessThanOrEqual(4_999_999);
		}
	});
});

describe('the limit in bytes', () => {
	test.each([
		['letters', 'aaaa'],
		['accents', 'éé'],
		['emoji', '😀😀'],
		['quotes', '"""'],
		['backslashes', '\\\\'],
		['line breaks', '\r\n\t'],
		['control characters', '\0\u001f\u007f'],
		['line separators', '\u2028\u2029'],
		['halves of surrogate pairs', '\ud83d \ude00'],
		['halves in the wrong order', '\ude00\ud83d'],
	])('is exact for a text with %s', (_, begin) => {
		for (const bytes of [SMALL_LIMIT - 1, SMALL_LIMIT]) {
			const { batches } = packed([bodyFor(bytes, begin)], 1, SMALL_LIMIT);
			expect(requestBytes(batches)).toEqual([bytes]);
		}
		const { items: units, batches } = packed([bodyFor(SMALL_LIMIT + 1, begin)], 1, SMALL_LIMIT);
		expect(batches).toEqual([]);
		expect(units[0]?.oversizedHead).toBeDefined();
	});

	test('counts a source id as it is serialised', () => {
		const sourceId = 'quelle "é" 😀';
		const one = conversation({ unique_id: '1', body: 'Great' }, sourceId);
		const bytes = jsonBytes({ source_id: sourceId, items: [one.item] });
		expect(requestBytes(batchItems([one], 1, bytes).batches)).toEqual([bytes]);
		expect(batchItems([one], 1, bytes - 1).batches).toEqual([]);
	});

	test('two items share a request up to its last byte, and not one byte further', () => {
		const items = [
			{ unique_id: '1', body: 'Great' },
			{ unique_id: '2', body: 'Not so 😀' },
		];
		const bytes = jsonBytes({ source_id: 'source', items });
		const bodies = items.map(({ body }) => body);
		expect(requestBytes(packed(bodies, 100, bytes).batches)).toEqual([bytes]);
		expect(packed(bodies, 100, bytes - 1).batches).toHaveLength(2);
	});
});

describe('the limit in items', () => {
	const count = (items: number, maxItems: number) =>
		packed(Array<string>(items).fill('Great'), maxItems).batches.map(
			({ items: units }) => units.length,
		);

	test('opens a new request with the item after the last that is allowed', () => {
		expect(count(100, 100)).toEqual([100]);
		expect(count(101, 100)).toEqual([100, 1]);
		expect(count(250, 100)).toEqual([100, 100, 50]);
		expect(count(3, 1)).toEqual([1, 1, 1]);
		expect(count(0, 100)).toEqual([]);
	});

	test('counts each source apart, also when their rows alternate', () => {
		const sources = ['one', 'two', 'one', 'two', 'one'];
		const input = sources.map((sourceId, index) =>
			conversation({ unique_id: String(index), body: 'Great' }, sourceId),
		);
		const batches = batchItems(input, 2).batches.map(({ sourceId, items: units }) => [
			sourceId,
			units.map(({ id }) => id),
		]);
		expect(batches).toEqual([
			['one', ['0', '2']],
			['two', ['1', '3']],
			['one', ['4']],
		]);
	});
});
