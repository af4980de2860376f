import { expect, test } from '@jest/globals';
import type { EmulatorSettings } from '../../../tools/emulator/settings.mts';
import { accepted, ingest, storedIds, useEmulator } from '../../support/emulator.mts';

const emulator = useEmulator();
const change = (settings: Partial<EmulatorSettings>) =>
	Object.assign(emulator().settings, settings);

const part = (unique_id: string, body: string) => ({ unique_id, body });
const send = (...items: unknown[]) => ingest(emulator(), { source_id: 's', items });
const partsOf = (id: string) =>
	emulator()
		.store.item('s', id)
		?.conversation_parts.map(({ unique_id }) => unique_id);

/** An item with a good message and further ones, beside a good item. */
const withParts = (...parts: object[]) => [
	{ unique_id: 'a', body: 'b', conversation_parts: [part('good', 'x'), ...parts] },
	{ unique_id: 'other', body: 'b', conversation_parts: [part('fine', 'x')] },
];
const twoBad = withParts(part('bad', ''), { unique_id: 'worse' });

test('with invalidItem "item" an item of the wrong shape fails alone, and is named', async () => {
	change({ invalidItem: 'item' });
	const response = await send({ unique_id: 'a' }, { unique_id: 'b', body: 7 }, { body: 'b' }, 'c');
	expect(response).toMatchObject({
		status: 200,
		json: {
			ingested: 1,
			failed: 3,
			errors: [
				{ unique_id: 'b', error: 'body: must be a string' },
				{ unique_id: '', error: 'unique_id: is required' },
				{ unique_id: '', error: ': must be an object' },
			],
		},
	});
	expect(storedIds(emulator())).toEqual(['a']);
});

test('a request of bad items only is counted as well, and changes nothing', async () => {
	change({ invalidItem: 'item' });
	expect(await send({})).toMatchObject({ status: 200, json: { ingested: 0, failed: 1 } });
	expect(emulator().requests[0]?.applied).toBe(false);
});

test("a bad message fails its item, under the item's id, once", async () => {
	change({ invalidItem: 'item' });
	const error = 'conversation_parts[1].body: must have at least 1 character';
	expect((await send(...twoBad)).json).toEqual({
		ingested: 1,
		failed: 1,
		errors: [{ unique_id: 'a', error }],
	});
	expect(storedIds(emulator())).toEqual(['other']);
});

test('with badPartFails "part" the item is stored without it, and is not among "ingested"', async () => {
	change({ invalidItem: 'item', badPartFails: 'part' });
	const { json } = await send(...twoBad);
	expect(json).toMatchObject({ ingested: 1, failed: 1, errors: [{ unique_id: 'a' }] });
	expect(partsOf('a')).toEqual(['good']);
	expect(partsOf('other')).toEqual(['fine']);
});

test('with partErrorNames "part" each bad message has an entry of its own', async () => {
	change({ invalidItem: 'item', badPartFails: 'part', partErrorNames: 'part' });
	expect((await send(...twoBad)).json).toMatchObject({
		ingested: 1,
		failed: 2,
		errors: [{ unique_id: 'bad' }, { unique_id: 'worse' }],
	});
});

test('a message without an id of its own is named by its item', async () => {
	change({ invalidItem: 'item', partErrorNames: 'part' });
	const { json } = await send(...withParts({ body: 'x' }));
	expect(json).toMatchObject({ failed: 1, errors: [{ unique_id: 'a' }] });
});

test('with ingestedCounts "items-and-parts" items and messages count for themselves', async () => {
	change({ ingestedCounts: 'items-and-parts' });
	expect((await send(...withParts())).json).toEqual(accepted(4));
	change({ invalidItem: 'item', badPartFails: 'part', partErrorNames: 'part' });
	expect((await send(...twoBad)).json).toMatchObject({ ingested: 4, failed: 2 });
});

test('maxBodyLength is in characters, and fails items and messages, never the request', async () => {
	change({ maxBodyLength: 3, badPartFails: 'part' });
	const { json } = await send(
		{ unique_id: 'a', body: '😀😀😀', conversation_parts: [part('p', 'abc')] },
		{ unique_id: 'b', body: '😀😀😀😀' },
		{ unique_id: 'c', conversation_parts: [part('q', 'abcd'), part('r', 'ab')] },
	);
	const error = 'Body text exceeds maximum length';
	expect(json).toEqual({
		ingested: 1,
		failed: 2,
		errors: [
			{ unique_id: 'b', error },
			{ unique_id: 'c', error },
		],
	});
	expect(storedIds(emulator())).toEqual(['a', 'c']);
	expect(partsOf('c')).toEqual(['r']);
});

test('with unchangedItems "ignored" only what is new or changed is among "ingested"', async () => {
	change({ unchangedItems: 'ignored' });
	const a = { unique_id: 'a', body: 'x', conversation_parts: [part('p', 'y')] };
	const b = { ...a, unique_id: 'b' };
	expect((await send(a, b)).json).toEqual(accepted(2));
	expect((await send(a, b)).json).toEqual(accepted(0));
	expect((await send(a, { ...b, body: 'changed' })).json).toEqual(accepted(1));
	const reply = { unique_id: 'a', conversation_parts: [part('q', 'y')] };
	expect((await send(reply)).json).toEqual(accepted(1));
	change({ ingestedCounts: 'items-and-parts' });
	const longer = { ...a, conversation_parts: [part('p', 'y'), part('r', 'y')] };
	expect((await send(longer)).json).toEqual(accepted(2));
});
