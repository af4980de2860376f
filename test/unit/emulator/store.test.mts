import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FeedbackItem } from '../../../tools/emulator/schema.mts';
import { FeedbackStore } from '../../../tools/emulator/store.mts';
import { batch, ingest, useEmulator } from '../../support/emulator.mts';

const emulator = useEmulator();

const send = async (...items: FeedbackItem[]) => {
	const { status } = await ingest(emulator(), { source_id: 's', items });
	expect(status).toBe(200);
};

const part = (unique_id: string, body = `of ${unique_id}`) => ({ unique_id, body });
const threadOf = (id: string) =>
	emulator()
		.store.item('s', id)
		?.conversation_parts.map(({ unique_id, body }) => `${unique_id}: ${body}`);

describe('upsert', () => {
	test('an upsert keeps the values that it leaves out', async () => {
		await send({ unique_id: 'a', body: 'old', author: 'Ann', email: 'ann@example.com' });
		await send({ unique_id: 'a', body: 'new', user_id: 'u1' });
		expect(emulator().store.items('s')).toEqual([
			{
				unique_id: 'a',
				body: 'new',
				author: 'Ann',
				email: 'ann@example.com',
				user_id: 'u1',
				conversation_parts: [],
			},
		]);
	});

	test('an upsert updates known messages in place, and appends new ones', async () => {
		await send({
			unique_id: 'a',
			conversation_parts: [{ ...part('1'), author: 'Ann' }, part('2')],
		});
		await send({ unique_id: 'a', conversation_parts: [part('3'), part('1', 'changed')] });
		expect(threadOf('a')).toEqual(['1: changed', '2: of 2', '3: of 3']);
		expect(emulator().store.item('s', 'a')?.conversation_parts[0]?.author).toBe('Ann');
		expect(emulator().store.counts()).toEqual([{ source_id: 's', items: 1, parts: 3 }]);
	});

	test('one id twice in a request is one item, the later value wins', async () => {
		await send({ unique_id: 'a', body: 'first' }, { unique_id: 'a', body: 'second' });
		expect(emulator().store.items('s')).toMatchObject([{ unique_id: 'a', body: 'second' }]);
	});

	test('the same id in another source is another item, the same part in another item too', async () => {
		await send(
			{ unique_id: 'a', conversation_parts: [part('p', 'one')] },
			{ unique_id: 'b', conversation_parts: [part('p', 'two')] },
		);
		await ingest(emulator(), { ...batch('a'), source_id: 'other' });
		expect(threadOf('a')).toEqual(['p: one']);
		expect(threadOf('b')).toEqual(['p: two']);
		expect(emulator().store.counts()).toEqual([
			{ source_id: 's', items: 2, parts: 2 },
			{ source_id: 'other', items: 1, parts: 0 },
		]);
	});

	test('names of Object.prototype may be ids', async () => {
		await ingest(
			emulator(),
			'{"source_id": "__proto__", "items": [{"unique_id": "constructor", "__proto__": {"x": 1}}]}',
		);
		expect(emulator().store.snapshot()).toEqual([
			{ source_id: '__proto__', items: [{ unique_id: 'constructor', conversation_parts: [] }] },
		]);
	});

	test('text is stored unchanged, lone surrogates included', async () => {
		const body = ' \ud83d tail\u0000\u2028 😀\r\n';
		await send({ unique_id: 'a', body });
		expect(emulator().store.item('s', 'a')?.body).toBe(body);
	});
});

// Few ids and values, so that cases collide as much as they can.
const fields = fc.record(
	{
		author: fc.constantFrom('Ann', 'Bo'),
		email: fc.constantFrom('ann@example.com', 'bo@example.com'),
		url: fc.webUrl(),
	},
	{ requiredKeys: [] },
);
const anyPart = fc
	.tuple(fc.constantFrom('1', '2', '3', '4'), fc.string({ minLength: 1, maxLength: 5 }), fields)
	.map(([unique_id, body, rest]) => ({ unique_id, body, ...rest }));
const anyItem = fc
	.tuple(
		fc.constantFrom('a', 'b', 'c'),
		fc.option(fc.string({ maxLength: 5 }), { nil: undefined }),
		fields,
		fc.array(anyPart, { maxLength: 6 }),
	)
	.map(([unique_id, body, rest, conversation_parts]): FeedbackItem => {
		return { unique_id, ...(body !== undefined && { body }), ...rest, conversation_parts };
	});

describe('for all items, over HTTP', () => {
	test('sending the same thing twice leaves the same store', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(anyItem, { minLength: 1, maxLength: 8 }), async (items) => {
				emulator().reset();
				await send(...items);
				const once = emulator().store.snapshot();
				await send(...items);
				expect(emulator().store.snapshot()).toEqual(once);
			}),
			{ numRuns: 60 },
		);
	});

	test('any split of messages over several requests ends in the same conversation', async () => {
		const parts = fc.array(anyPart, { minLength: 1, maxLength: 12 });
		const cuts = fc.array(fc.nat({ max: 12 }), { maxLength: 4 });
		await fc.assert(
			fc.asyncProperty(parts, cuts, async (conversation_parts, at) => {
				emulator().reset();
				await send({ unique_id: 'whole', body: 'b', conversation_parts });
				await send({ unique_id: 'split', body: 'b' });
				const bounds = [0, ...at.sort((a, b) => a - b), conversation_parts.length];
				for (const [index, from] of bounds.entries()) {
					const piece = conversation_parts.slice(from, bounds[index + 1]);
					await send({ unique_id: 'split', conversation_parts: piece });
				}
				const { store } = emulator();
				expect(store.item('s', 'split')).toEqual({
					...store.item('s', 'whole'),
					unique_id: 'split',
				});
			}),
			{ numRuns: 60 },
		);
	});

	test('sending the tail of a run again, as after a lost response, leaves the same store', () => {
		fc.assert(
			fc.property(fc.array(anyItem, { maxLength: 12 }), fc.nat({ max: 12 }), (items, from) => {
				const [once, again] = [new FeedbackStore(), new FeedbackStore()];
				for (const item of items) once.upsert('s', item);
				for (const item of [...items, ...items.slice(from)]) again.upsert('s', item);
				expect(again.snapshot()).toEqual(once.snapshot());
				expect(again.counts()).toEqual(once.counts());
			}),
		);
	});
});

describe('reading', () => {
	test('the item that was touched last comes first, a page at a time', async () => {
		await send(...batch('a', 'b', 'c', 'd').items);
		await send({ unique_id: 'b', conversation_parts: [part('p')] });
		const ids = (offset: number, size: number) =>
			emulator()
				.store.newest('s', offset, size)
				.map(({ unique_id }) => unique_id);
		expect(ids(0, 10)).toEqual(['b', 'd', 'c', 'a']);
		expect(ids(1, 2)).toEqual(['d', 'c']);
		expect(emulator().store.newest('nowhere', 0, 10)).toEqual([]);
	});

	test('items that are read are copies', async () => {
		await send({ unique_id: 'a', body: 'b', conversation_parts: [part('p')] });
		const copy = emulator().store.item('s', 'a')!;
		copy.body = 'changed';
		copy.conversation_parts[0]!.body = 'changed';
		copy.conversation_parts.pop();
		expect(emulator().store.item('s', 'a')).toMatchObject({ body: 'b' });
		expect(threadOf('a')).toEqual(['p: of p']);
	});
});
