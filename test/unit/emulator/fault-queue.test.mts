import { describe, expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { batch, ingest, until, useEmulator } from '../../support/emulator.mts';

const emulator = useEmulator();

const refusal = { kind: 'status', status: 500 } as const;
const statusOf = async (...ids: string[]) => (await ingest(emulator(), batch(...ids))).status;

async function statuses(requests: number): Promise<number[]> {
	const seen: number[] = [];
	for (let i = 0; i < requests; i++) seen.push(await statusOf('a'));
	return seen;
}

describe('a fault hits', () => {
	test('so many requests, then no more', async () => {
		emulator().faults.add({ ...refusal, times: 2 });
		expect(await statuses(3)).toEqual([500, 500, 200]);
		expect(emulator().faults.pending()).toEqual([]);
	});

	test('every request with "times": "always", until the queue is cleared', async () => {
		emulator().faults.add({ ...refusal, times: 'always' });
		expect(await statuses(3)).toEqual([500, 500, 500]);
		expect(emulator().faults.pending()).toMatchObject([{ remaining: 'always', hits: 3 }]);
		emulator().faults.clear();
		expect(await statuses(1)).toEqual([200]);
	});

	test('after so many requests that it skips', async () => {
		emulator().faults.add({ ...refusal, skip: 2 });
		expect(await statuses(4)).toEqual([200, 200, 500, 200]);
	});

	test('a request that no earlier plan hits', async () => {
		emulator().faults.add(refusal, { ...refusal, status: 502 });
		emulator().faults.add({ ...refusal, status: 503, times: 'always' });
		expect(await statuses(4)).toEqual([500, 502, 503, 503]);
	});

	test('requests that carry an id, of an item or of a message', async () => {
		emulator().faults.add({ ...refusal, times: 'always', match: { uniqueId: ['bad', 'p7'] } });
		expect(await statusOf('good', 'badly')).toBe(200);
		expect(await statusOf('good', 'bad')).toBe(500);
		const conversation_parts = [{ unique_id: 'p7', body: 'x' }];
		const items = [{ unique_id: 'good', conversation_parts }];
		expect(await ingest(emulator(), { source_id: 's', items })).toMatchObject({ status: 500 });
	});

	test('requests of a source', async () => {
		emulator().faults.add({ ...refusal, times: 'always', match: { sourceId: 't' } });
		expect(await statusOf('a')).toBe(200);
		expect(await ingest(emulator(), { ...batch('a'), source_id: 't' })).toMatchObject({
			status: 500,
		});
	});

	test('requests of more than N items', async () => {
		emulator().faults.add({ ...refusal, status: 413, times: 'always', match: { itemsOver: 2 } });
		expect(await statusOf('a', 'b')).toBe(200);
		expect(await statusOf('a', 'b', 'c')).toBe(413);
	});

	test('requests of more than N bytes', async () => {
		const body = JSON.stringify(batch('a'));
		emulator().faults.add({ ...refusal, times: 'always', match: { bytesOver: body.length } });
		expect(await ingest(emulator(), body)).toMatchObject({ status: 200 });
		expect(await ingest(emulator(), `${body} `)).toMatchObject({ status: 500 });
	});

	test('requests that come while others are in flight', async () => {
		emulator().faults.add({ ...refusal, status: 429, match: { inFlightOver: 1 } });
		emulator().faults.add({ kind: 'delay', delayMs: 600, match: { uniqueId: 'slow' } });
		const slow = ingest(emulator(), batch('slow'));
		await until(() => emulator().requests[0]?.fault === 'delay');
		expect(await statusOf('a')).toBe(429);
		expect(await slow).toMatchObject({ status: 200 });
		expect(await statusOf('a')).toBe(200);
	});

	test('requests that meet all conditions', async () => {
		emulator().faults.add({ ...refusal, match: { uniqueId: 'a', itemsOver: 1 } });
		expect(await statusOf('a')).toBe(200);
		expect(await statusOf('b', 'c')).toBe(200);
		expect(await statusOf('b', 'a')).toBe(500);
	});

	test('a share of the requests, the same ones for the same seed', async () => {
		const run = async (seed: number) => {
			emulator().reset();
			emulator().faults.add({ ...refusal, times: 'always', match: { probability: 0.5, seed } });
			return statuses(40);
		};
		const first = await run(7);
		const hits = first.filter((status) => status === 500).length;
		expect(hits).toBeGreaterThan(8);
		expect(hits).toBeLessThan(32);
		expect(await run(7)).toEqual(first);
		expect(await run(8)).not.toEqual(first);
	});

	test('no request with probability 0, and every one with probability 1', async () => {
		emulator().faults.add({ ...refusal, times: 'always', match: { probability: 0 } });
		expect(await statuses(5)).toEqual([200, 200, 200, 200, 200]);
		emulator().faults.add({ ...refusal, times: 'always', match: { probability: 1 } });
		expect(await statuses(3)).toEqual([500, 500, 500]);
	});
});

describe('a plan', () => {
	test('gives its name to the record of the request that it hits', async () => {
		emulator().faults.add({ ...refusal, name: 'throttled once' });
		await statuses(2);
		expect(emulator().requests.map(({ fault }) => fault)).toEqual(['throttled once', undefined]);
	});

	test.each<[string, unknown, RegExp]>([
		['no kind', {}, /kind/],
		['an unknown kind', { kind: 'explode' }, /kind.*Expected 'delay' \| 'status'/],
		['an unknown field', { ...refusal, statu: 1 }, /statu/],
		['an unknown condition', { ...refusal, match: { items: 1 } }, /match: .*items/],
		['a status below 200', { ...refusal, status: 100 }, /status/],
		['no status', { kind: 'status' }, /status: Required/],
		['times 0', { ...refusal, times: 0 }, /times/],
		['a probability above 1', { ...refusal, match: { probability: 1.1 } }, /probability/],
		['a delay without delayMs', { kind: 'delay' }, /delayMs: is required/],
		['a range upside down', { kind: 'delay', delayMs: [2, 1] }, /delayMs/],
		['errors without any', { kind: 'errors' }, /errors: needs an entry/],
		['text and JSON', { ...refusal, text: '', json: {} }, /text: goes without "json"/],
		['a header that is none', { ...refusal, headers: { 'a b': '' } }, /headers\.a b/],
		['a header value that is none', { ...refusal, headers: { a: 'x\ny' } }, /headers\.a/],
		['a late commit on time', { ...refusal, commitDelayMs: 5 }, /commitDelayMs/],
		[
			'a look into the body before it is read',
			{ kind: 'reset', when: 'arrival', match: { itemsOver: 1 } },
			/match: cannot look into the body/,
		],
		[
			'a window that ends before it begins',
			{ ...refusal, window: { fromMs: 2, toMs: 1 } },
			/window/,
		],
		['a refusal without an end', { kind: 'refuse' }, /window: needs either/],
		['a refusal by count', { kind: 'refuse', lastsMs: 1, times: 2 }, /times/],
		['a pattern that is none', { ...refusal, match: { pattern: '(' } }, /match\.pattern/],
		['an error for nobody', { kind: 'errors', errors: [{ error: 'No' }] }, /errors: each needs/],
		['no plan at all', [], /at least 1/],
		['a good one and a bad one', [refusal, { kind: 'nope' }], /\[1\]\.kind/],
	])('is refused with a reason: %s', (_name, plan, message) => {
		expect(() => emulator().faults.addJson(plan)).toThrow(message);
		expect(emulator().faults.pending()).toEqual([]);
	});

	test('is shown with its defaults', () => {
		const plan: FaultPlan = { kind: 'stall' };
		expect(emulator().faults.add(plan)).toEqual(emulator().faults.pending());
		expect(emulator().faults.pending()).toMatchObject([
			{ remaining: 1, hits: 0, plan: { on: 'ingest', times: 1, when: 'before', skip: 0 } },
		]);
	});
});
