import { describe, expect, test } from '@jest/globals';
import { CONTROL_ROUTES } from '../../../tools/emulator/control.mts';
import { batch, call, ingest, storedIds, useEmulator } from '../../support/emulator.mts';

const emulator = useEmulator();

type Method = Parameters<typeof call>[1]['method'];

const control = (method: Method, path: string, body?: unknown) =>
	call(`${emulator().url}/_control${path}`, {
		method,
		...(body !== undefined && {
			headers: { 'content-type': 'application/json' },
			body: typeof body === 'string' ? body : JSON.stringify(body),
		}),
	});

describe('faults', () => {
	test('a plan that is posted is shown, and hits', async () => {
		const plan = { kind: 'status', status: 429, headers: { 'Retry-After': '2' } };
		expect(await control('POST', '/faults', plan)).toMatchObject({
			status: 201,
			json: { added: [{ id: 1, remaining: 1, hits: 0, plan }] },
		});
		expect((await control('GET', '/faults')).json).toMatchObject({ faults: [{ plan }] });
		expect(await ingest(emulator(), batch('a'))).toMatchObject({
			status: 429,
			headers: { 'retry-after': '2' },
		});
		expect((await control('GET', '/faults')).json).toEqual({ faults: [] });
	});

	test('a list of plans is added in its order, and all are dropped at once', async () => {
		const plans = [{ kind: 'html' }, { kind: 'empty', times: 'always' }];
		expect(await control('POST', '/faults', plans)).toMatchObject({ status: 201 });
		expect(emulator().faults.pending()).toMatchObject([
			{ plan: { kind: 'html' } },
			{ plan: { kind: 'empty' }, remaining: 'always' },
		]);
		expect(await control('DELETE', '/faults')).toMatchObject({ status: 200 });
		expect(emulator().faults.pending()).toEqual([]);
	});

	test.each([
		['a bad plan', { kind: 'status' }, /^Bad fault plan: \[0\]\.status: Required$/],
		['broken JSON', '{', /^The body is not valid JSON$/],
		['nothing', undefined, /^Bad fault plan/],
	])('%s is refused with a reason', async (_name, body, error) => {
		expect(await control('POST', '/faults', body)).toMatchObject({
			status: 400,
			json: { error: expect.stringMatching(error) },
		});
		expect(emulator().faults.pending()).toEqual([]);
	});

	test('a plan is read as JSON whatever its content type', async () => {
		const response = await call(`${emulator().url}/_control/faults`, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: '{"kind": "html"}',
		});
		expect(response.status).toBe(201);
	});
});

describe('state', () => {
	test('the state has items as stored, requests as received, and faults that wait', async () => {
		await ingest(emulator(), batch('a', 'b'));
		emulator().faults.add({ kind: 'stall' });
		const { json } = await control('GET', '/state');
		expect(json).toMatchObject({
			sources: [{ source_id: 's', items: [{ unique_id: 'a' }, { unique_id: 'b' }] }],
			requests: [{ itemIds: ['a', 'b'], status: 200, applied: true }],
			faults: [{ plan: { kind: 'stall' } }],
		});
	});

	test('counts, the items of a source, and the requests after one can be asked for', async () => {
		await ingest(emulator(), batch('a'));
		await ingest(emulator(), { ...batch('b'), source_id: 'other & more' });
		expect((await control('GET', '/counts')).json).toEqual({
			sources: [
				{ source_id: 's', items: 1, parts: 0 },
				{ source_id: 'other & more', items: 1, parts: 0 },
			],
			requests: 2,
			inFlight: 0,
			peakInFlight: 1,
			faults: 0,
		});
		const items = await control('GET', `/items?source_id=${encodeURIComponent('other & more')}`);
		expect(items.json).toMatchObject({ items: [{ unique_id: 'b' }] });
		expect((await control('GET', '/items?source_id=none')).json).toEqual({ items: [] });
		expect(await control('GET', '/items')).toMatchObject({ status: 400 });
		const after = await control('GET', '/requests?after=1');
		expect(after.json).toMatchObject({ requests: [{ id: 2 }] });
	});

	test('a reset forgets items, requests and faults, with or without a body', async () => {
		await ingest(emulator(), batch('a'));
		emulator().faults.add({ kind: 'stall' });
		expect(await control('POST', '/reset')).toMatchObject({ status: 200, json: { reset: true } });
		expect(storedIds(emulator())).toEqual([]);
		expect(emulator().requests).toEqual([]);
		expect(emulator().faults.pending()).toEqual([]);
		expect(await control('POST', '/reset', '')).toMatchObject({ status: 200 });
	});
});

describe('settings', () => {
	test('settings are shown without the keys', async () => {
		const { json } = await control('GET', '/settings');
		expect(json).toMatchObject({ maxBytes: 5_000_000, statusBadKeys: 401, sourceIds: null });
		expect(json).not.toHaveProperty('apiKey');
		expect(json).not.toHaveProperty('secretKey');
	});

	test('a change of the settings counts at once', async () => {
		expect(await control('PATCH', '/settings', { statusBadKeys: 403 })).toMatchObject({
			status: 200,
			json: { statusBadKeys: 403, maxBytes: 5_000_000 },
		});
		expect(await ingest(emulator(), batch('a'), { keys: null })).toMatchObject({ status: 403 });
	});

	test.each([[{ statusBadKeys: 'x' }], [{ port: 1 }], [[]], ['null']])(
		'the change %j is refused with a reason',
		async (change) => {
			expect(await control('PATCH', '/settings', change)).toMatchObject({
				status: 400,
				json: { error: expect.stringMatching(/^Bad setting/) },
			});
		},
	);
});

test('the control endpoint lists its routes, and every one of them exists', async () => {
	expect((await control('GET', '')).json).toEqual(CONTROL_ROUTES);
	for (const route of Object.keys(CONTROL_ROUTES)) {
		const [method, path] = route.split(' ') as [Method, string];
		const { status } = await call(emulator().url + path, { method });
		expect({ route, isFound: status !== 404 }).toEqual({ route, isFound: true });
	}
	expect(await control('GET', '/nonsense')).toMatchObject({ status: 404 });
});
