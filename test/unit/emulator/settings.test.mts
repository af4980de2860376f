import { describe, expect, test } from '@jest/globals';
import { startEmulator } from '../../../tools/emulator/server.mts';
import { changeSettings, parseSettings } from '../../../tools/emulator/settings.mts';
import {
	accepted,
	batch,
	ingest,
	ingestUnder,
	listEvents,
	storedIds,
	useEmulator,
} from '../../support/emulator.mts';

const emulator = useEmulator();

const part = (unique_id: string, body: string) => ({ unique_id, body });
const badPart = (id: string, ...parts: object[]) => ({
	source_id: 's',
	items: [
		{ unique_id: id, body: 'b', conversation_parts: [part('good', 'x'), ...parts] },
		{ unique_id: 'other', body: 'b', conversation_parts: [part('fine', 'x')] },
	],
});
const parts = (id: string) =>
	emulator()
		.store.item('s', id)
		?.conversation_parts.map(({ unique_id }) => unique_id);

describe('statuses', () => {
	test('of wrong keys, at both endpoints', async () => {
		emulator().settings.statusBadKeys = 403;
		expect(await ingest(emulator(), batch('a'), { keys: null })).toMatchObject({ status: 403 });
		expect(await listEvents(emulator(), { keys: null })).toMatchObject({ status: 403 });
	});

	test('of a bad request', async () => {
		emulator().settings.statusBadRequest = 422;
		for (const body of ['{', '{}', { source_id: 's', items: [{}] }]) {
			expect(await ingest(emulator(), body)).toMatchObject({ status: 422 });
		}
	});

	test('of a wrong content type', async () => {
		emulator().settings.statusWrongContentType = 400;
		const answer = await ingest(emulator(), batch('a'), { contentType: 'text/plain' });
		expect(answer.status).toBe(400);
	});

	test('of a payload that is too large, and what that is', async () => {
		const body = JSON.stringify(batch('a'));
		Object.assign(emulator().settings, { statusTooLarge: 500, maxBytes: body.length });
		expect(await ingest(emulator(), body)).toMatchObject({ status: 200 });
		expect(await ingest(emulator(), `${body} `)).toMatchObject({ status: 500 });
	});

	test('of a source that is not known', async () => {
		Object.assign(emulator().settings, { statusUnknownSource: 403, sourceIds: ['t', 's'] });
		expect(await ingest(emulator(), batch('a'))).toMatchObject({ status: 200 });
		expect(await ingest(emulator(), { ...batch('a'), source_id: 'S' })).toMatchObject({
			status: 403,
			json: { error: 'Unknown source_id' },
		});
		expect(emulator().store.counts()).toEqual([{ source_id: 's', items: 1, parts: 0 }]);
	});

	test('of a partly failed request, and only of that', async () => {
		emulator().settings.statusPartlyFailed = 207;
		expect(await ingest(emulator(), batch('a'))).toMatchObject({ status: 200 });
		const plan = { kind: 'errors', unnamed: 1 } as const;
		expect(await ingestUnder(emulator(), plan, 'b', 'c')).toMatchObject({
			status: 207,
			json: { ingested: 1, failed: 1, errors: [] },
		});
	});
});

describe('invalidItem: item', () => {
	test('an invalid item fails alone and is named', async () => {
		emulator().settings.invalidItem = 'item';
		const items = [{ unique_id: 'a' }, { unique_id: 'b', body: 7 }, { body: 'b' }, 'c'];
		expect(await ingest(emulator(), { source_id: 's', items })).toMatchObject({
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

	test('a request without a single valid item is still answered item by item', async () => {
		emulator().settings.invalidItem = 'item';
		expect(await ingest(emulator(), { source_id: 's', items: [{}] })).toMatchObject({
			status: 200,
			json: { ingested: 0, failed: 1 },
		});
		expect(emulator().requests[0]?.applied).toBe(false);
	});
});

describe('a bad part', () => {
	const twoBad = badPart('a', part('bad', ''), { unique_id: 'worse' });

	test("fails its item, under the item's id, once", async () => {
		emulator().settings.invalidItem = 'item';
		expect(await ingest(emulator(), twoBad)).toMatchObject({
			json: {
				ingested: 1,
				failed: 1,
				errors: [
					{
						unique_id: 'a',
						error: 'conversation_parts[1].body: must have at least 1 character',
					},
				],
			},
		});
		expect(storedIds(emulator())).toEqual(['other']);
	});

	test('badPartFails part: the item stands without it, and does not count as ingested', async () => {
		Object.assign(emulator().settings, { invalidItem: 'item', badPartFails: 'part' });
		const answer = await ingest(emulator(), twoBad);
		expect(answer.json).toMatchObject({ ingested: 1, failed: 1, errors: [{ unique_id: 'a' }] });
		expect(parts('a')).toEqual(['good']);
		expect(parts('other')).toEqual(['fine']);
	});

	test('partErrorNames part: each bad part has an entry of its own', async () => {
		Object.assign(emulator().settings, {
			invalidItem: 'item',
			badPartFails: 'part',
			partErrorNames: 'part',
		});
		const answer = await ingest(emulator(), twoBad);
		expect(answer.json).toMatchObject({
			ingested: 1,
			failed: 2,
			errors: [{ unique_id: 'bad' }, { unique_id: 'worse' }],
		});
	});

	test('ingestedCounts items-and-parts: each counts for itself', async () => {
		Object.assign(emulator().settings, {
			invalidItem: 'item',
			badPartFails: 'part',
			partErrorNames: 'part',
			ingestedCounts: 'items-and-parts',
		});
		const answer = await ingest(emulator(), twoBad);
		expect(answer.json).toMatchObject({ ingested: 4, failed: 2 });
	});

	test('a part without an id of its own is named by its item', async () => {
		Object.assign(emulator().settings, { invalidItem: 'item', partErrorNames: 'part' });
		const answer = await ingest(emulator(), badPart('a', { body: 'x' }));
		expect(answer.json).toMatchObject({ failed: 1, errors: [{ unique_id: 'a' }] });
		expect(storedIds(emulator())).toEqual(['other']);
	});
});

test('ingestedCounts items-and-parts counts the parts of a whole request', async () => {
	emulator().settings.ingestedCounts = 'items-and-parts';
	expect(await ingest(emulator(), badPart('a'))).toMatchObject({ json: accepted(4) });
});

test('maxBodyLength is in characters and fails items and parts, never the request', async () => {
	Object.assign(emulator().settings, { maxBodyLength: 3, badPartFails: 'part' });
	const answer = await ingest(emulator(), {
		source_id: 's',
		items: [
			{ unique_id: 'a', body: '😀😀😀', conversation_parts: [part('p', 'abc')] },
			{ unique_id: 'b', body: '😀😀😀😀' },
			{ unique_id: 'c', conversation_parts: [part('q', 'abcd'), part('r', 'ab')] },
		],
	});
	const error = 'Body text exceeds maximum length';
	expect(answer.json).toEqual({
		ingested: 1,
		failed: 2,
		errors: [
			{ unique_id: 'b', error },
			{ unique_id: 'c', error },
		],
	});
	expect(storedIds(emulator())).toEqual(['a', 'c']);
	expect(parts('c')).toEqual(['r']);
});

test('createdAt any takes any text, and still no number', async () => {
	emulator().settings.createdAt = 'any';
	const items = [{ unique_id: 'a', created_at: 'yesterday' }];
	expect(await ingest(emulator(), { source_id: 's', items })).toMatchObject({ status: 200 });
	const numbers = [{ unique_id: 'a', created_at: 1_700_000_000 }];
	expect(await ingest(emulator(), { source_id: 's', items: numbers })).toMatchObject({
		status: 400,
	});
});

test('responseDelayMs delays every answer, and the data is there before', async () => {
	emulator().settings.responseDelayMs = 150;
	const started = performance.now();
	const answer = ingest(emulator(), batch('a'));
	expect(await answer).toMatchObject({ status: 200 });
	expect(performance.now() - started).toBeGreaterThanOrEqual(149);
	const [record] = emulator().requests;
	expect(record!.endedAt! - record!.appliedAt!).toBeGreaterThanOrEqual(149);
});

test('keys and port are settable at the start', async () => {
	const own = await startEmulator({ apiKey: 'a', secretKey: 'b:c', port: 0 });
	try {
		expect(await listEvents(own, { keys: 'a:b:c' })).toMatchObject({ status: 200 });
		expect(await listEvents(own)).toMatchObject({ status: 401 });
		await expect(startEmulator({ port: Number(new URL(own.url).port) })).rejects.toMatchObject({
			code: 'EADDRINUSE',
		});
	} finally {
		await own.close();
	}
});

describe('checks', () => {
	test.each<[object, RegExp]>([
		[{ statusBadKeys: 99 }, /statusBadKeys/],
		[{ port: 65_536 }, /port/],
		[{ maxBytes: 0 }, /maxBytes/],
		[{ sourceIds: [] }, /sourceIds/],
		[{ apiKey: '' }, /apiKey/],
		[{ nonsense: 1 }, /nonsense/],
	])('%j is refused', (given, message) => {
		expect(() => parseSettings(given)).toThrow(message);
	});

	test('a change keeps what it does not name, and changes nothing when it is wrong', () => {
		const settings = parseSettings({ statusBadKeys: 403, maxBytes: 10 });
		changeSettings(settings, { maxBytes: 20 });
		expect(settings).toEqual(parseSettings({ statusBadKeys: 403, maxBytes: 20 }));
		expect(() => changeSettings(settings, { maxBytes: 30, statusBadKeys: 1 })).toThrow(
			/statusBadKeys/,
		);
		expect(() => changeSettings(settings, { port: 1 })).toThrow(/port/);
		expect(() => changeSettings(settings, null)).toThrow(/Bad setting/);
		expect(settings.maxBytes).toBe(20);
	});
});
