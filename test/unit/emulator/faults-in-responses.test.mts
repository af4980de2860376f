import { describe, expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import {
	accepted,
	batch,
	call,
	ingest,
	ingestUnder,
	listEvents,
	storedIds,
	until,
	useEmulator,
} from '../../support/emulator.mts';

const emulator = useEmulator();

const last = () => emulator().requests.at(-1)!;

describe('a fault of the kind status', () => {
	test('replaces the response once, stores nothing, and names itself', async () => {
		const response = await ingestUnder(emulator(), { kind: 'status', status: 503 }, 'a');
		expect(response).toMatchObject({ status: 503, json: { error: 'Fault: status 503' } });
		expect(storedIds(emulator())).toEqual([]);
		expect(last()).toMatchObject({ status: 503, fault: 'status', applied: false });
		expect(await ingest(emulator(), batch('a'))).toMatchObject({ status: 200 });
		expect(storedIds(emulator())).toEqual(['a']);
	});

	test('stores the data with "when": "after"', async () => {
		const plan = { kind: 'status', status: 502, when: 'after', text: 'Bad gateway' } as const;
		expect(await ingestUnder(emulator(), plan, 'a')).toMatchObject({
			status: 502,
			text: 'Bad gateway',
		});
		expect(storedIds(emulator())).toEqual(['a']);
	});

	test('stores the data some time after its response with "when": "late"', async () => {
		const plan = { kind: 'status', status: 504, when: 'late', commitDelayMs: 120 } as const;
		expect(await ingestUnder(emulator(), plan, 'a')).toMatchObject({ status: 504 });
		expect(storedIds(emulator())).toEqual([]);
		await until(() => storedIds(emulator()).length === 1);
		expect(last().appliedAt! - last().endedAt!).toBeGreaterThanOrEqual(119);
	});

	test('has the headers and the body of the plan, with dates relative to now', async () => {
		const plan: FaultPlan = {
			kind: 'status',
			status: 429,
			headers: {
				'Retry-After': { dateInMs: 7_200_000 },
				Date: { dateInMs: 3_600_000 },
				'X-Limit': 5,
				'Content-Type': 'application/problem+json',
			},
			json: { code: 429 },
		};
		const response = await ingestUnder(emulator(), plan, 'a');
		expect(response).toMatchObject({ status: 429, json: { code: 429 } });
		expect(response.headers).toMatchObject({
			'x-limit': '5',
			'content-type': 'application/problem+json',
		});
		const at = (name: string) => Date.parse(String(response.headers[name]));
		expect(at('retry-after') - at('date')).toBe(3_600_000);
		expect(Math.abs(at('date') - Date.now() - 3_600_000)).toBeLessThan(5_000);
	});

	test.each(['-5', 'Wed, 21 Oct 2015 07:28:00 GMT'])(
		'passes on the Retry-After %s unchanged',
		async (value) => {
			const headers = { 'Retry-After': value };
			const response = await ingestUnder(emulator(), { kind: 'status', status: 429, headers }, 'a');
			expect(response.headers['retry-after']).toBe(value);
		},
	);

	test('hits a request with wrong keys too, and stores nothing for it', async () => {
		emulator().faults.add({ kind: 'status', status: 500, when: 'after' });
		expect(await ingest(emulator(), batch('a'), { keys: null })).toMatchObject({ status: 500 });
		expect(storedIds(emulator())).toEqual([]);
	});
});

describe('a fault of the kind response', () => {
	test('sends another JSON than the true one, and stores the data', async () => {
		const json = { ingested: 100, failed: 0, errors: [{ unique_id: 'nobody', error: '?' }] };
		const response = await ingestUnder(emulator(), { kind: 'response', json }, 'a');
		expect(response).toMatchObject({ status: 200, json });
		expect(storedIds(emulator())).toEqual(['a']);
		expect(last()).toMatchObject({ ingested: 1, failed: 0, applied: true });
	});

	test('sends the true response and stores nothing with "when": "before"', async () => {
		const response = await ingestUnder(emulator(), { kind: 'response', when: 'before' }, 'a');
		expect(response).toMatchObject({ status: 200, json: accepted(1) });
		expect(storedIds(emulator())).toEqual([]);
	});

	test('changes the true counts and adds errors by a patch', async () => {
		const errors = [{ unique_id: 'nobody', error: '?' }];
		const patch = { ingestedBy: 1, failedBy: 3, errors };
		const response = await ingestUnder(emulator(), { kind: 'response', patch }, 'a', 'b');
		expect(response.json).toEqual({ ingested: 3, failed: 3, errors });
	});

	test.each([null, 'ok'])('sends the JSON %j', async (json) => {
		const response = await ingestUnder(emulator(), { kind: 'response', json }, 'a');
		expect(response.text).toBe(JSON.stringify(json));
	});
});

describe('a response that is none', () => {
	test('may be a page with status 200, and nothing is stored', async () => {
		const response = await ingestUnder(emulator(), { kind: 'html' }, 'a');
		expect(response.status).toBe(200);
		expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
		expect(response.text).toMatch(/^<!doctype html>/);
		expect(storedIds(emulator())).toEqual([]);
	});

	test('may be a page or empty with another status, after the data was stored', async () => {
		for (const kind of ['html', 'empty'] as const) {
			const response = await ingestUnder(emulator(), { kind, status: 502, when: 'after' }, kind);
			expect(response.status).toBe(502);
		}
		expect(storedIds(emulator())).toEqual(['html', 'empty']);
	});

	test('may be empty with status 200', async () => {
		const response = await ingestUnder(emulator(), { kind: 'empty' }, 'a');
		expect(response).toMatchObject({ status: 200, text: '' });
		expect(storedIds(emulator())).toEqual([]);
	});

	test('may end in the middle of its JSON', async () => {
		const whole = JSON.stringify(accepted(1));
		const half = await ingestUnder(emulator(), { kind: 'truncated' }, 'a');
		expect(half.text).toBe(whole.slice(0, Math.floor(whole.length / 2)));
		const most = await ingestUnder(emulator(), { kind: 'truncated', keepBytes: 30 }, 'b');
		expect(most.text).toBe(whole.slice(0, 30));
		expect(storedIds(emulator())).toEqual(['a', 'b']);
	});

	test('may end before its announced length', async () => {
		await expect(
			ingestUnder(emulator(), { kind: 'truncated', cut: 'connection' }, 'a'),
		).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
		expect(last()).toMatchObject({ ending: 'cut', status: 200, applied: true });
	});

	test('may redirect to a page with status 200, where requests are recorded', async () => {
		const response = await ingestUnder(emulator(), { kind: 'redirect' }, 'a');
		expect(response).toMatchObject({ status: 302, headers: { location: '/login' } });
		expect(storedIds(emulator())).toEqual([]);
		const login = await call(`${emulator().url}/login`, { method: 'GET' });
		expect(login).toMatchObject({ status: 200, text: expect.stringContaining('Sign in') });
		expect(emulator().requests.map(({ endpoint }) => endpoint)).toEqual(['ingest', 'login']);
		const plan = { kind: 'redirect', status: 308, location: 'https://example.com/x' } as const;
		expect(await ingestUnder(emulator(), plan, 'a')).toMatchObject({
			status: 308,
			headers: { location: 'https://example.com/x' },
		});
	});
});

describe('a fault of the kind errors', () => {
	test('fails the items that it names, and stores the others', async () => {
		const errors = [
			{ unique_id: 'b', error: 'No good' },
			{ unique_id: 'elsewhere', error: 'idle' },
		];
		const response = await ingestUnder(emulator(), { kind: 'errors', errors }, 'a', 'b', 'c');
		expect(response).toMatchObject({
			status: 200,
			json: { ingested: 2, failed: 1, errors: [{ unique_id: 'b', error: 'No good' }] },
		});
		expect(storedIds(emulator())).toEqual(['a', 'c']);
	});

	test('may have a status of its own', async () => {
		const plan = { kind: 'errors', unnamed: 1, status: 400 } as const;
		expect(await ingestUnder(emulator(), plan, 'a')).toMatchObject({
			status: 400,
			json: { ingested: 0, failed: 1, errors: [] },
		});
	});

	test('may fail items without an entry, by number or by id', async () => {
		const errors = [{ unique_id: 'd' }];
		const byNumber = { kind: 'errors', errors, unnamed: 2 } as const;
		const first = await ingestUnder(emulator(), byNumber, 'a', 'b', 'c', 'd');
		expect(first.json).toMatchObject({ ingested: 1, failed: 3, errors: [{ unique_id: 'd' }] });
		expect(storedIds(emulator())).toEqual(['a']);
		const byId: FaultPlan = { kind: 'errors', unnamed: ['x', 'nobody'] };
		const second = await ingestUnder(emulator(), byId, 'x', 'y');
		expect(second.json).toEqual({ ingested: 1, failed: 1, errors: [] });
		expect(storedIds(emulator())).toEqual(['a', 'y']);
	});

	test('fails a message by its id, in one item or in all that share it', async () => {
		const withPart = (unique_id: string) => ({
			unique_id,
			conversation_parts: [
				{ unique_id: 'p', body: 'x' },
				{ unique_id: `${unique_id}-q`, body: 'x' },
			],
		});
		const body = { source_id: 's', items: ['a', 'b'].map(withPart) };
		const parts = (id: string) => emulator().store.item('s', id)?.conversation_parts.length;
		Object.assign(emulator().settings, { badPartFails: 'part', partErrorNames: 'part' });
		emulator().faults.add(
			{ kind: 'errors', errors: [{ unique_id: 'p', item_id: 'b', error: 'No' }] },
			{ kind: 'errors', errors: [{ unique_id: 'p', error: 'No' }] },
		);
		expect((await ingest(emulator(), body)).json).toEqual({
			ingested: 1,
			failed: 1,
			errors: [{ unique_id: 'p', error: 'No' }],
		});
		expect([parts('a'), parts('b')]).toEqual([2, 1]);
		emulator().store.clear();
		expect((await ingest(emulator(), body)).json).toMatchObject({ ingested: 0, failed: 2 });
		expect([parts('a'), parts('b')]).toEqual([1, 1]);
	});
});

test('a fault hits the list of events where its plan says so', async () => {
	emulator().faults.add(
		{ kind: 'status', status: 429, on: 'events-list' },
		{ kind: 'html', on: 'any' },
	);
	expect(await ingest(emulator(), batch('a'))).toMatchObject({
		text: expect.stringMatching(/^<!/),
	});
	expect(await listEvents(emulator())).toMatchObject({ status: 429 });
	expect(await listEvents(emulator())).toMatchObject({ status: 200 });
	expect(emulator().requests.map(({ fault }) => fault)).toEqual(['html', 'status', undefined]);
});
