import { describe, expect, test } from '@jest/globals';
import { startEmulator } from '../../../tools/emulator/server.mts';
import { changeSettings, parseSettings } from '../../../tools/emulator/settings.mts';
import type { EmulatorSettings } from '../../../tools/emulator/settings.mts';
import { batch, ingest, ingestUnder, listEvents, useEmulator } from '../../support/emulator.mts';

const emulator = useEmulator();
const change = (settings: Partial<EmulatorSettings>) =>
	Object.assign(emulator().settings, settings);

describe('statuses', () => {
	test('statusBadKeys is that of both endpoints', async () => {
		change({ statusBadKeys: 403 });
		expect(await ingest(emulator(), batch('a'), { keys: null })).toMatchObject({ status: 403 });
		expect(await listEvents(emulator(), { keys: null })).toMatchObject({ status: 403 });
	});

	test('statusBadRequest is that of broken JSON, a bad envelope and a bad item', async () => {
		change({ statusBadRequest: 422 });
		for (const body of ['{', '{}', { source_id: 's', items: [{}] }]) {
			expect(await ingest(emulator(), body)).toMatchObject({ status: 422 });
		}
	});

	test('statusWrongContentType is that of another content type', async () => {
		change({ statusWrongContentType: 400 });
		const response = await ingest(emulator(), batch('a'), { contentType: 'text/plain' });
		expect(response.status).toBe(400);
	});

	test('statusTooLarge is that of a request over maxBytes', async () => {
		const body = JSON.stringify(batch('a'));
		change({ statusTooLarge: 500, maxBytes: body.length });
		expect(await ingest(emulator(), body)).toMatchObject({ status: 200 });
		expect(await ingest(emulator(), `${body} `)).toMatchObject({ status: 500 });
	});

	test('statusUnknownSource is that of a source that is not in sourceIds', async () => {
		change({ statusUnknownSource: 403, sourceIds: ['t', 's'] });
		expect(await ingest(emulator(), batch('a'))).toMatchObject({ status: 200 });
		expect(await ingest(emulator(), { ...batch('a'), source_id: 'S' })).toMatchObject({
			status: 403,
			json: { error: 'Unknown source_id' },
		});
		expect(emulator().store.counts()).toEqual([{ source_id: 's', items: 1, parts: 0 }]);
	});

	test('statusPartlyFailed is that of a response with failures, and of no other', async () => {
		change({ statusPartlyFailed: 207 });
		expect(await ingest(emulator(), batch('a'))).toMatchObject({ status: 200 });
		const plan = { kind: 'errors', unnamed: 1 } as const;
		expect(await ingestUnder(emulator(), plan, 'b', 'c')).toMatchObject({ status: 207 });
	});
});

test('createdAt "any" accepts any text, and still no number', async () => {
	change({ createdAt: 'any' });
	const items = [{ unique_id: 'a', created_at: 'yesterday' }];
	expect(await ingest(emulator(), { source_id: 's', items })).toMatchObject({ status: 200 });
	const numbers = [{ unique_id: 'a', created_at: 1_700_000_000 }];
	expect(await ingest(emulator(), { source_id: 's', items: numbers })).toMatchObject({
		status: 400,
	});
});

test('responseDelayMs delays every response, after the data was stored', async () => {
	change({ responseDelayMs: 150 });
	const started = performance.now();
	expect(await ingest(emulator(), batch('a'))).toMatchObject({ status: 200 });
	expect(performance.now() - started).toBeGreaterThanOrEqual(149);
	const [record] = emulator().requests;
	expect(record!.endedAt! - record!.appliedAt!).toBeGreaterThanOrEqual(149);
});

test('keys and port can be set at the start', async () => {
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

test.each<[object, RegExp]>([
	[{ statusBadKeys: 99 }, /statusBadKeys/],
	[{ port: 65_536 }, /port/],
	[{ maxBytes: 0 }, /maxBytes/],
	[{ sourceIds: [] }, /sourceIds/],
	[{ apiKey: '' }, /apiKey/],
	[{ nonsense: 1 }, /nonsense/],
])('the settings %j are refused by name', (given, message) => {
	expect(() => parseSettings(given)).toThrow(message);
});

test('a change keeps what it does not name, and changes nothing where it is wrong', () => {
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
