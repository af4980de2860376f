import { describe, expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { startEmulator } from '../../../tools/emulator/server.mts';
import { batch, call, ingest, ingestUnder, useEmulator } from '../../support/emulator.mts';

const emulator = useEmulator();
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What a request meets: its status, `html` for a page, or the code of the error in its place. */
async function outcome(): Promise<number | string> {
	try {
		const signal = AbortSignal.timeout(500);
		const { status, json } = await ingest(emulator(), batch('a'), { signal });
		return json === undefined ? 'html' : status;
	} catch (error) {
		const { code, name } = error as { code?: unknown; name: string };
		return typeof code === 'string' ? code : name;
	}
}

const dropped = expect.stringMatching(/^(ECONNRESET|UND_ERR_SOCKET)$/);

/** Sends one request after the other until one succeeds; gives what they met, and how long it took. */
async function untilSuccess(): Promise<{ outcomes: Array<number | string>; took: number }> {
	const started = performance.now();
	const outcomes: Array<number | string> = [];
	while (outcomes.at(-1) !== 200) outcomes.push(await outcome());
	return { outcomes: outcomes.slice(0, -1), took: performance.now() - started };
}

describe('an outage', () => {
	test.each<[string, FaultPlan, unknown]>([
		['429', { kind: 'status', status: 429 }, 429],
		['500', { kind: 'status', status: 500 }, 500],
		['502', { kind: 'status', status: 502 }, 502],
		['503', { kind: 'status', status: 503 }, 503],
		['resets', { kind: 'reset' }, dropped],
		['time-outs', { kind: 'stall' }, 'TimeoutError'],
		['pages with status 200', { kind: 'html' }, 'html'],
	])('of %s ends by itself after lastsMs', async (_name, plan, expected) => {
		emulator().faults.add({ ...plan, lastsMs: 300 });
		const { outcomes, took } = await untilSuccess();
		expect(outcomes).toEqual(outcomes.map(() => expected));
		expect(took).toBeGreaterThanOrEqual(299);
		expect(emulator().faults.pending()).toEqual([]);
	});

	test('has a window that begins some time after the first request', async () => {
		emulator().faults.add({ kind: 'status', status: 503, window: { fromMs: 200, toMs: 700 } });
		const started = performance.now();
		const before: Array<number | string> = [];
		while (before.at(-1) !== 503) before.push(await outcome());
		expect(before.slice(0, -1)).toEqual(before.slice(0, -1).map(() => 200));
		expect(before.length).toBeGreaterThan(1);
		expect(performance.now() - started).toBeGreaterThanOrEqual(199);
		const { outcomes } = await untilSuccess();
		expect(outcomes).toEqual(outcomes.map(() => 503));
		expect(performance.now() - started).toBeGreaterThanOrEqual(699);
	});

	test('of lastsMs begins with its first hit, after those that it lets pass', async () => {
		emulator().faults.add({ kind: 'status', status: 503, skip: 1, lastsMs: 300 });
		expect(await outcome()).toBe(200);
		await wait(300);
		expect(await outcome()).toBe(503);
	});

	test('hits as often as asked, where that is less', async () => {
		emulator().faults.add({ kind: 'status', status: 503, times: 1, lastsMs: 60_000 });
		expect([await outcome(), await outcome()]).toEqual([503, 200]);
	});
});

describe('refused connections', () => {
	test('are refused from now on for lastsMs', async () => {
		emulator().faults.add({ kind: 'refuse', lastsMs: 300 });
		const { outcomes, took } = await untilSuccess();
		expect(outcomes[0]).toBe('ECONNREFUSED');
		expect(outcomes).toEqual(outcomes.map(() => 'ECONNREFUSED'));
		expect(took).toBeGreaterThanOrEqual(299);
		expect(emulator().requests).toHaveLength(1);
	});

	test('are refused in a window after the first request', async () => {
		emulator().faults.add({ kind: 'refuse', window: { fromMs: 200, toMs: 700 } });
		const started = performance.now();
		expect(await outcome()).toBe(200);
		await wait(250);
		expect(await outcome()).toBe('ECONNREFUSED');
		await untilSuccess();
		expect(performance.now() - started).toBeGreaterThanOrEqual(699);
	});

	test('leave requests in flight alone', async () => {
		const slow = ingestUnder(emulator(), { kind: 'delay', delayMs: 300 }, 'a');
		await wait(100);
		emulator().faults.add({ kind: 'refuse', lastsMs: 60_000 });
		expect(await outcome()).toBe('ECONNREFUSED');
		expect(await slow).toMatchObject({ status: 200 });
	});

	test('are accepted again after a reset of the faults', async () => {
		emulator().faults.add({ kind: 'refuse', lastsMs: 60_000 });
		expect(await outcome()).toBe('ECONNREFUSED');
		emulator().faults.clear();
		await wait(50);
		expect(await outcome()).toBe(200);
	});

	test('do not keep the emulator from closing', async () => {
		const own = await startEmulator();
		own.faults.add({ kind: 'refuse', lastsMs: 60_000 });
		await own.close();
		await expect(call(own.url, { method: 'GET' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	});
});
