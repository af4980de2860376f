import { describe, expect, test } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { setImmediate } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import {
	batchItems,
	toBody,
	type Batch,
} from '../../../nodes/AmplitudeAiFeedback/batching/batches.ts';
import type { Chunk } from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';
import { collected, jsonBytes } from './arbitraries.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

/** Large enough for an item, small enough that every byte can be counted by hand. */
const SMALL_LIMIT = 200;

/** Makes a text with which the request of this single item has this many bytes. */
function bodyFor(requestBytes: number, begin = ''): string {
	const rest =
		requestBytes - jsonBytes({ source_id: 'source', items: [{ unique_id: '1', body: begin }] });
	return begin + 'a'.repeat(rest);
}

function batch(bodies: readonly string[], maxItems = 100, maxBytes?: number) {
	const input = bodies.map((body, index) => collected({ unique_id: String(index + 1), body }));
	const { items, batches } = atOnce(batchItems(input, maxItems, maxBytes));
	return { items, batches: [...batches] };
}

/** The bytes of each first request. */
function requestBytes(batches: Iterable<Batch>): number[] {
	return [...batches].map(
		({ sourceId, items }) =>
			toBody(
				sourceId,
				items.map(({ chunks }) => chunks[0]!),
			).length,
	);
}

describe('the documented limit of 5 MB', () => {
	test('lets an item whose request has 4,999,999 bytes go whole', () => {
		const { items, batches } = batch([bodyFor(4_999_999)]);
		expect(items[0]?.chunkCount).toBe(1);
		expect(requestBytes(batches)).toEqual([4_999_999]);
	});

	test('keeps back an item whose request has one byte more, and its size is known', () => {
		const body = bodyFor(5_000_000);
		const { items, batches } = batch([body]);
		expect(batches).toEqual([]);
		expect(items[0]).toMatchObject({
			chunkCount: 0,
			oversizedFields: jsonBytes({ unique_id: '1', body }),
		});
	});

	test('cuts a conversation of 12 MB into three full chunks', () => {
		const messages = Array.from({ length: 120 }, (_, index) => ({
			unique_id: `message-${index}`,
			body: '€'.repeat(33_333),
		}));
		const input = [collected({ unique_id: '1', conversation_parts: messages })];
		const [{ items: [item] = [] } = {}] = atOnce(batchItems(input, 1)).batches;
		const sent = item?.chunks.map(({ conversation_parts = [] }) => conversation_parts) ?? [];
		expect(sent.map(({ length }) => length)).toEqual([49, 49, 22]);
		expect(sent.flat()).toEqual(messages);
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
			const { batches } = batch([bodyFor(bytes, begin)], 1, SMALL_LIMIT);
			expect(requestBytes(batches)).toEqual([bytes]);
		}
		const { items, batches } = batch([bodyFor(SMALL_LIMIT + 1, begin)], 1, SMALL_LIMIT);
		expect(batches).toEqual([]);
		expect(items[0]?.oversizedFields).toBeDefined();
	});

	test('counts a source id as it is serialised', () => {
		const sourceId = 'quelle "é" 😀';
		const one = collected({ unique_id: '1', body: 'Great' }, sourceId);
		const bytes = jsonBytes({ source_id: sourceId, items: [one.item] });
		expect(requestBytes(atOnce(batchItems([one], 1, bytes)).batches)).toEqual([bytes]);
		expect(requestBytes(atOnce(batchItems([one], 1, bytes - 1)).batches)).toEqual([]);
	});

	test('lets items share a request up to its last byte, and not one byte further', () => {
		const items = [
			{ unique_id: '1', body: 'Great' },
			{ unique_id: '2', body: 'Not so 😀' },
			{ unique_id: '3', body: 'Fine' },
		];
		const bytes = jsonBytes({ source_id: 'source', items });
		const bodies = items.map(({ body }) => body);
		expect(requestBytes(batch(bodies, 100, bytes).batches)).toEqual([bytes]);
		expect(batch(bodies, 100, bytes - 1).batches).toHaveLength(2);
	});
});

describe('the limit in items', () => {
	test.each([
		[100, 100, [100]],
		[101, 100, [100, 1]],
		[250, 100, [100, 100, 50]],
		[3, 1, [1, 1, 1]],
		[0, 100, []],
	])('puts %i items, %i a request, into requests of %j', (amount, maxItems, expected) => {
		const { batches } = batch(Array<string>(amount).fill('Great'), maxItems);
		expect(batches.map(({ items }) => items.length)).toEqual(expected);
	});

	test('counts each source apart, also when their rows alternate', () => {
		const sources = ['one', 'two', 'one', 'two', 'one'];
		const input = sources.map((sourceId, index) =>
			collected({ unique_id: String(index), body: 'Great' }, sourceId),
		);
		const batches = [...atOnce(batchItems(input, 2)).batches].map(({ sourceId, items }) => [
			sourceId,
			items.map(({ item }) => item.id),
		]);
		expect(batches).toEqual([
			['one', ['0', '2']],
			['two', ['1', '3']],
			['one', ['4']],
		]);
	});
});

describe('batches', () => {
	const manyItems = (amount: number) =>
		Array.from({ length: amount }, (_, index) =>
			collected({ unique_id: String(index), body: 'Great' }),
		);

	test('can be read once', () => {
		const { batches } = atOnce(batchItems(manyItems(3), 1));
		expect([...batches]).toHaveLength(3);
		expect([...batches]).toEqual([]);
	});

	test('are let go of when they are read, so that delivered chunks can be freed', async () => {
		const { items, batches } = atOnce(batchItems(manyItems(3), 1));
		const reader = batches[Symbol.iterator]();
		const read: WeakRef<Chunk>[] = [];
		for (const item of items) {
			read.push(readChunk(reader));
			// The last one that was read may be held until the next is.
			expect(await areFreed(read.slice(0, -1))).toEqual(read.slice(0, -1).map(() => true));
			expect(item.chunkCount).toBe(1);
		}
		expect(reader.next().done).toBe(true);
		expect(await areFreed(read)).toEqual([true, true, true]);
	});
});

/** In a function of its own, whose variables are gone when it returns. */
function readChunk(reader: Iterator<Batch>): WeakRef<Chunk> {
	const { items } = reader.next().value as Batch;
	return new WeakRef(items[0]!.chunks[0]!);
}

/** Collects garbage, and returns for each value whether it is gone. */
async function areFreed(values: readonly WeakRef<object>[]): Promise<boolean[]> {
	setFlagsFromString('--expose-gc');
	const collectGarbage = runInNewContext('gc') as () => void;
	// A value that a WeakRef was made of is kept until the current task ends.
	await setImmediate();
	collectGarbage();
	return values.map((value) => value.deref() === undefined);
}
