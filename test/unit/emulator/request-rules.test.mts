import { describe, expect, test } from '@jest/globals';
import { INGEST_PATH } from '../../../tools/emulator/server.mts';
import {
	accepted,
	batch,
	call,
	ingest,
	KEYS,
	listEvents,
	storedIds,
	useEmulator,
} from '../../support/emulator.mts';

const emulator = useEmulator();

const numbered = (count: number) => batch(...Array.from({ length: count }, (_, i) => `i${i}`));

/** A valid request of exactly so many bytes. */
function ofBytes(bytes: number): string {
	const empty = JSON.stringify({ source_id: 's', items: [{ unique_id: 'a', body: '' }] });
	const body = `é${'x'.repeat(bytes - empty.length - 2)}`;
	return JSON.stringify({ source_id: 's', items: [{ unique_id: 'a', body }] });
}

describe('keys', () => {
	test.each([
		['without keys', null],
		['with a wrong API key', 'wrong:emulator-secret-key'],
		['with a wrong secret key', 'emulator-api-key:wrong'],
		['with a secret key that goes on', `${KEYS}x`],
	])('a request %s is refused by both endpoints, and stores nothing', async (_name, keys) => {
		expect(await ingest(emulator(), batch('a'), { keys })).toMatchObject({
			status: 401,
			json: { error: 'Invalid API key or secret key' },
		});
		expect(await listEvents(emulator(), { keys })).toMatchObject({ status: 401 });
		expect(storedIds(emulator())).toEqual([]);
	});

	test('another scheme than Basic is refused', async () => {
		const response = await call(emulator().url + INGEST_PATH, {
			method: 'POST',
			headers: { authorization: `Bearer ${KEYS}`, 'content-type': 'application/json' },
			body: JSON.stringify(batch('a')),
		});
		expect(response.status).toBe(401);
	});

	test('the right keys list events', async () => {
		const { status, json } = await listEvents(emulator());
		expect(status).toBe(200);
		expect(json).toMatchObject({ data: [{ non_active: false, totals: 0 }] });
	});
});

test.each(['application/json', 'Application/JSON;charset=x'])(
	'the content type %s is accepted',
	async (contentType) => {
		const response = await ingest(emulator(), batch('a'), { contentType });
		expect(response.json).toEqual(accepted(1));
	},
);

test.each([null, 'text/plain', 'application/jsonp'])(
	'the content type %s is refused, and nothing is stored',
	async (contentType) => {
		expect(await ingest(emulator(), batch('a'), { contentType })).toMatchObject({
			status: 415,
			json: { error: 'Content-Type must be application/json' },
		});
		expect(storedIds(emulator())).toEqual([]);
	},
);

describe('size', () => {
	test('a request of 5,000,000 bytes is accepted', async () => {
		const body = ofBytes(5_000_000);
		expect(Buffer.byteLength(body)).toBe(5_000_000);
		expect(await ingest(emulator(), body)).toMatchObject({ status: 200, json: accepted(1) });
		expect(emulator().requests[0]?.bytes).toBe(5_000_000);
	});

	test('a request of 5,000,001 bytes is refused, and its ids are recorded', async () => {
		expect(await ingest(emulator(), ofBytes(5_000_001))).toMatchObject({
			status: 413,
			json: { error: 'Payload exceeds 5000000 bytes' },
		});
		expect(emulator().requests[0]).toMatchObject({ bytes: 5_000_001, itemIds: ['a'] });
		expect(storedIds(emulator())).toEqual([]);
	});

	test('a request of 70 MB is counted to its end and refused', async () => {
		const body = Buffer.alloc(70_000_000, ' ');
		expect(await ingest(emulator(), body)).toMatchObject({ status: 413 });
		expect(emulator().requests[0]).toMatchObject({ bytes: 70_000_000, items: 0 });
	});

	test('a request of 100 items is accepted', async () => {
		expect(await ingest(emulator(), numbered(100))).toMatchObject({ json: accepted(100) });
		expect(storedIds(emulator())).toHaveLength(100);
	});

	test.each([0, 101])('a request of %d items is refused', async (count) => {
		expect(await ingest(emulator(), numbered(count))).toMatchObject({
			status: 400,
			json: { error: 'items: must hold 1 to 100 items' },
		});
		expect(storedIds(emulator())).toEqual([]);
	});
});

test.each<[string, unknown, string]>([
	['that is empty', '', 'The body is not valid JSON'],
	['of broken JSON', '{"source_id": "s"', 'The body is not valid JSON'],
	['that is no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'The body is not valid JSON'],
	['that is null', 'null', 'The body must be a JSON object'],
	['that is a list', '[]', 'The body must be a JSON object'],
	['without items', { source_id: 's' }, 'items: is required'],
	['whose items are no list', { source_id: 's', items: {} }, 'items: must be an array'],
	['without source_id', { items: [{ unique_id: 'a' }] }, 'source_id: is required'],
	['with an empty source_id', { ...batch('a'), source_id: '' }, 'source_id: must not be empty'],
	['with a numeric source_id', { ...batch('a'), source_id: 7 }, 'source_id: must be a string'],
	[
		'with a source_id of 129 characters',
		{ ...batch('a'), source_id: '😀'.repeat(129) },
		'source_id: must be at most 128 characters',
	],
])('a body %s is refused with a reason', async (_name, body, error) => {
	expect(await ingest(emulator(), body)).toMatchObject({ status: 400, json: { error } });
	expect(emulator().store.counts()).toEqual([]);
	expect(emulator().requests[0]?.applied).toBe(false);
});

test('a source_id of 128 characters is accepted', async () => {
	const source_id = '😀'.repeat(128);
	expect(await ingest(emulator(), { ...batch('a'), source_id })).toMatchObject({ status: 200 });
	expect(emulator().store.counts()).toEqual([{ source_id, items: 1, parts: 0 }]);
});

describe('an item', () => {
	const send = (item: unknown) => ingest(emulator(), { source_id: 's', items: [item] });

	test.each<[string, unknown, string]>([
		['without unique_id', { body: 'b' }, '.unique_id: is required'],
		['with an empty unique_id', { unique_id: '' }, '.unique_id: must not be empty'],
		['with a numeric unique_id', { unique_id: 1 }, '.unique_id: must be a string'],
		['that is no object', 'a', ': must be an object'],
		['whose body is null', { unique_id: 'a', body: null }, '.body: must be a string'],
		[
			'whose messages are no list',
			{ unique_id: 'a', conversation_parts: {} },
			'.conversation_parts: must be an array',
		],
		[
			'with a local time',
			{ unique_id: 'a', created_at: '2026-03-15 10:30' },
			'.created_at: must be an ISO 8601 date and time',
		],
	])('%s refuses its request, with a reason', async (_name, item, error) => {
		expect(await send(item)).toMatchObject({ status: 400, json: { error: `items[0]${error}` } });
		expect(emulator().store.counts()).toEqual([]);
	});

	test.each<[string, unknown, string]>([
		['without body', { unique_id: 'p' }, 'body: is required'],
		['with an empty body', { unique_id: 'p', body: '' }, 'body: must have at least 1 character'],
		['without unique_id', { body: 'b' }, 'unique_id: is required'],
		[
			'with messages of its own',
			{ unique_id: 'p', body: 'b', conversation_parts: [] },
			"conversation_parts: can't be nested in a part",
		],
	])('with a message %s refuses its request, with a reason', async (_name, part, error) => {
		expect(await send({ unique_id: 'a', conversation_parts: [part] })).toMatchObject({
			status: 400,
			json: { error: `items[0].conversation_parts[0].${error}` },
		});
		expect(emulator().store.counts()).toEqual([]);
	});

	test('of the wrong shape refuses the good ones beside it, and is named in short', async () => {
		const items = [{ unique_id: 'good', body: 'b' }, {}, { unique_id: 'good too', body: 'b' }];
		expect(await ingest(emulator(), { source_id: 's', items })).toMatchObject({
			status: 400,
			json: { error: 'items[1].unique_id: is required' },
		});
		expect(storedIds(emulator())).toEqual([]);
	});

	test('with texts of one character and a time with an offset is accepted', async () => {
		const response = await send({
			unique_id: 'a',
			body: 'b',
			created_at: '2026-03-15T10:30:00.123+02:00',
			conversation_parts: [{ unique_id: 'p', body: 'x' }],
		});
		expect(response.json).toEqual(accepted(1));
	});
});

test.each([
	['GET', INGEST_PATH],
	['POST', '/api/2/events/list'],
	['POST', '/nowhere?at=all'],
] as const)('%s %s is not found, and is recorded without its query', async (method, path) => {
	const response = await call(emulator().url + path, { method });
	expect(response).toMatchObject({ status: 404, json: { error: 'Not found' } });
	expect(emulator().requests).toMatchObject([
		{ method, path: path.replace(/\?.*/, ''), endpoint: 'other', status: 404 },
	]);
});
