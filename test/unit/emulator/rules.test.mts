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

function partOf(part: unknown) {
	return { source_id: 's', items: [{ unique_id: 'a', conversation_parts: [part] }] };
}

const item = (fields: Record<string, unknown>) => ({ source_id: 's', items: [fields] });

describe('keys', () => {
	test.each([
		['none', null],
		['a wrong API key', 'wrong:emulator-secret-key'],
		['a wrong secret key', 'emulator-api-key:wrong'],
		['the secret key twice', 'emulator-secret-key:emulator-secret-key'],
		['a secret key with more behind it', `${KEYS}x`],
		['empty ones', ':'],
	])('%s: refused by both endpoints, nothing stored', async (_name, keys) => {
		expect(await ingest(emulator(), batch('a'), { keys })).toMatchObject({
			status: 401,
			json: { error: 'Invalid API key or secret key' },
		});
		expect(await listEvents(emulator(), { keys })).toMatchObject({ status: 401 });
		expect(storedIds(emulator())).toEqual([]);
	});

	test('another scheme than Basic is refused', async () => {
		const answer = await call(emulator().url + INGEST_PATH, {
			method: 'POST',
			headers: { authorization: `Bearer ${KEYS}`, 'content-type': 'application/json' },
			body: JSON.stringify(batch('a')),
		});
		expect(answer.status).toBe(401);
	});

	test('the right ones list events', async () => {
		const answer = await listEvents(emulator());
		expect(answer.status).toBe(200);
		expect(answer.json).toMatchObject({ data: [{ non_active: false, totals: 0 }] });
	});
});

describe('content type', () => {
	test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset=x'])(
		'%s is taken',
		async (contentType) => {
			const answer = await ingest(emulator(), batch('a'), { contentType });
			expect(answer.json).toEqual(accepted(1));
		},
	);

	test.each([null, 'text/plain', 'application/jsonp', 'application/x-www-form-urlencoded', 'json'])(
		'%s is refused',
		async (contentType) => {
			expect(await ingest(emulator(), batch('a'), { contentType })).toMatchObject({
				status: 415,
				json: { error: 'Content-Type must be application/json' },
			});
			expect(storedIds(emulator())).toEqual([]);
		},
	);
});

describe('size', () => {
	test.each([4_999_999, 5_000_000])('%d bytes are taken', async (bytes) => {
		const body = ofBytes(bytes);
		expect(Buffer.byteLength(body)).toBe(bytes);
		expect(await ingest(emulator(), body)).toMatchObject({ status: 200, json: accepted(1) });
		expect(emulator().requests[0]?.bytes).toBe(bytes);
	});

	test('5,000,001 bytes are refused', async () => {
		expect(await ingest(emulator(), ofBytes(5_000_001))).toMatchObject({
			status: 413,
			json: { error: 'Payload exceeds 5000000 bytes' },
		});
		expect(emulator().requests[0]).toMatchObject({ bytes: 5_000_001, itemIds: ['a'] });
		expect(storedIds(emulator())).toEqual([]);
	});

	test('a body of 70 MB is counted to its end and refused', async () => {
		const body = Buffer.alloc(70_000_000, ' ');
		expect(await ingest(emulator(), body)).toMatchObject({ status: 413 });
		expect(emulator().requests[0]).toMatchObject({ bytes: 70_000_000, items: 0 });
	});

	test.each([1, 100])('%d items are taken', async (count) => {
		expect(await ingest(emulator(), numbered(count))).toMatchObject({ json: accepted(count) });
		expect(storedIds(emulator())).toHaveLength(count);
	});

	test.each([0, 101])('%d items are refused', async (count) => {
		expect(await ingest(emulator(), numbered(count))).toMatchObject({
			status: 400,
			json: { error: 'items: must hold 1 to 100 items' },
		});
		expect(storedIds(emulator())).toEqual([]);
	});
});

describe('the body', () => {
	test.each([
		['nothing', '', 'The body is not valid JSON'],
		['broken JSON', '{"source_id": "s"', 'The body is not valid JSON'],
		['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'The body is not valid JSON'],
		['null', 'null', 'The body must be a JSON object'],
		['an array', '[]', 'The body must be a JSON object'],
		['a text', '"items"', 'The body must be a JSON object'],
		['no items', { source_id: 's' }, 'items: is required'],
		['items that are no list', { source_id: 's', items: {} }, 'items: must be an array'],
		['no source_id', { items: [{ unique_id: 'a' }] }, 'source_id: is required'],
		['an empty source_id', { ...batch('a'), source_id: '' }, 'source_id: must not be empty'],
		['a number as source_id', { ...batch('a'), source_id: 7 }, 'source_id: must be a string'],
		[
			'a source_id of 129 characters',
			{ ...batch('a'), source_id: 'x'.repeat(129) },
			'source_id: must be at most 128 characters',
		],
	])('%s is refused', async (_name, body, error) => {
		expect(await ingest(emulator(), body)).toMatchObject({ status: 400, json: { error } });
		expect(emulator().store.counts()).toEqual([]);
		expect(emulator().requests[0]?.applied).toBe(false);
	});

	test.each(['x', 'x'.repeat(128), '😀'.repeat(128)])(
		'source_id %j is taken',
		async (source_id) => {
			expect(await ingest(emulator(), { ...batch('a'), source_id })).toMatchObject({ status: 200 });
			expect(emulator().store.counts()).toEqual([{ source_id, items: 1, parts: 0 }]);
		},
	);

	test('a source_id of 129 characters outside the basic plane is refused', async () => {
		const answer = await ingest(emulator(), { ...batch('a'), source_id: '😀'.repeat(129) });
		expect(answer.status).toBe(400);
	});
});

describe('items and parts', () => {
	test.each([
		['no unique_id', item({ body: 'b' }), 'items[0].unique_id: is required'],
		['an empty unique_id', item({ unique_id: '' }), 'items[0].unique_id: must not be empty'],
		['a numeric unique_id', item({ unique_id: 1 }), 'items[0].unique_id: must be a string'],
		['no object', { source_id: 's', items: ['a'] }, 'items[0]: must be an object'],
		['body null', item({ unique_id: 'a', body: null }), 'items[0].body: must be a string'],
		[
			'parts that are no list',
			item({ unique_id: 'a', conversation_parts: {} }),
			'items[0].conversation_parts: must be an array',
		],
		[
			'a local time',
			item({ unique_id: 'a', created_at: '2026-03-15 10:30' }),
			'items[0].created_at: must be an ISO 8601 date and time',
		],
		[
			'a part without body',
			partOf({ unique_id: 'p' }),
			'items[0].conversation_parts[0].body: is required',
		],
		[
			'a part with an empty body',
			partOf({ unique_id: 'p', body: '' }),
			'items[0].conversation_parts[0].body: must have at least 1 character',
		],
		[
			'a part without unique_id',
			partOf({ body: 'b' }),
			'items[0].conversation_parts[0].unique_id: is required',
		],
		[
			'nested parts',
			partOf({ unique_id: 'p', body: 'b', conversation_parts: [{ unique_id: 'q', body: 'b' }] }),
			"items[0].conversation_parts[0].conversation_parts: can't be nested in a part",
		],
	])('%s: refused', async (_name, body, error) => {
		expect(await ingest(emulator(), body)).toMatchObject({ status: 400, json: { error } });
		expect(emulator().store.counts()).toEqual([]);
	});

	test('one bad item refuses the good ones beside it, and the message is short', async () => {
		const items = [{ unique_id: 'good', body: 'b' }, {}, { unique_id: 'good too', body: 'b' }];
		expect(await ingest(emulator(), { source_id: 's', items })).toMatchObject({
			status: 400,
			json: { error: 'items[1].unique_id: is required' },
		});
		expect(storedIds(emulator())).toEqual([]);
	});

	test('a body and a part of one character, and times with an offset, are taken', async () => {
		const answer = await ingest(emulator(), {
			source_id: 's',
			items: [
				{
					unique_id: 'a',
					body: 'b',
					created_at: '2026-03-15T10:30:00.123+02:00',
					conversation_parts: [{ unique_id: 'p', body: 'x' }],
				},
			],
		});
		expect(answer.json).toEqual(accepted(1));
	});
});

test.each([
	['GET', INGEST_PATH],
	['PUT', INGEST_PATH],
	['POST', '/api/2/events/list'],
	['GET', '/api/1/ai-feedback'],
	['POST', '/nowhere?at=all'],
] as const)('%s %s is not found', async (method, path) => {
	const answer = await call(emulator().url + path, { method });
	expect(answer).toMatchObject({ status: 404, json: { error: 'Not found' } });
	expect(emulator().requests).toMatchObject([
		{ method, path: path.replace(/\?.*/, ''), endpoint: 'other', status: 404 },
	]);
});
