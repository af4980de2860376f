import { describe, expect, test } from '@jest/globals';
import { request } from 'undici';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { INGEST_PATH } from '../../../tools/emulator/server.mts';
import {
	accepted,
	batch,
	ingest,
	ingestUnder,
	KEYS,
	storedIds,
	until,
	useEmulator,
} from '../../support/emulator.mts';

const emulator = useEmulator();

const last = () => emulator().requests.at(-1)!;

/** Sends under the fault; the client gives up after so many ms. */
async function giveUpAfter(ms: number, plan: FaultPlan): Promise<string> {
	emulator().faults.add(plan);
	try {
		await ingest(emulator(), batch('a'), { signal: AbortSignal.timeout(ms) });
		return 'responded';
	} catch (error) {
		// Not by instanceof: Node's own errors are of another realm than the test.
		return (error as Error).name;
	}
}

describe('a reset connection', () => {
	test.each([
		['arrival', false],
		['before', false],
		['after', true],
	] as const)(
		'with "when": "%s" is recorded as cut, and stores the data: %s',
		async (when, isStored) => {
			await expect(ingestUnder(emulator(), { kind: 'reset', when }, 'a')).rejects.toMatchObject({
				code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/),
			});
			expect(storedIds(emulator())).toEqual(isStored ? ['a'] : []);
			expect(last()).toMatchObject({ ending: 'cut', fault: 'reset', applied: isStored });
			expect(last().status).toBeUndefined();
			expect(last().itemIds).toEqual(when === 'arrival' ? [] : ['a']);
		},
	);

	test('with "when": "late" stores the data after the connection is gone', async () => {
		const plan = { kind: 'reset', when: 'late', commitDelayMs: 50 } as const;
		await expect(ingestUnder(emulator(), plan, 'a')).rejects.toThrow();
		expect(storedIds(emulator())).toEqual([]);
		await until(() => last().applied);
		expect(storedIds(emulator())).toEqual(['a']);
	});
});

describe('a stalled request', () => {
	test.each([
		['before', false],
		['after', true],
	] as const)(
		'with "when": "%s" gets no response until the client leaves, and stores the data: %s',
		async (when, isStored) => {
			expect(await giveUpAfter(200, { kind: 'stall', when })).toBe('TimeoutError');
			await until(() => last().ending !== undefined);
			expect(last()).toMatchObject({ ending: 'client-left', applied: isStored });
			expect(storedIds(emulator())).toEqual(isStored ? ['a'] : []);
		},
	);

	test('with "when": "late" stores the data while the client waits', async () => {
		const plan = { kind: 'stall', when: 'late', commitDelayMs: 50 } as const;
		expect(await giveUpAfter(300, plan)).toBe('TimeoutError');
		await until(() => last().applied);
		expect(storedIds(emulator())).toEqual(['a']);
	});

	test('with "afterHeaders" gets status and headers, and no body', async () => {
		emulator().faults.add({ kind: 'stall', afterHeaders: true });
		const signal = AbortSignal.timeout(300);
		const response = await request(emulator().url + INGEST_PATH, {
			method: 'POST',
			headers: {
				authorization: `Basic ${Buffer.from(KEYS).toString('base64')}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify(batch('a')),
			signal,
		});
		expect(response.statusCode).toBe(200);
		await expect(response.body.text()).rejects.toMatchObject({ name: 'TimeoutError' });
	});
});

describe('a delayed request', () => {
	test('is stored at once and gets a late response', async () => {
		expect(await ingestUnder(emulator(), { kind: 'delay', delayMs: 120 }, 'a')).toMatchObject({
			json: accepted(1),
		});
		expect(last().endedAt! - last().appliedAt!).toBeGreaterThanOrEqual(119);
	});

	test('with "when": "before" is stored late, even if the client has left', async () => {
		expect(await giveUpAfter(100, { kind: 'delay', when: 'before', delayMs: 600 })).toBe(
			'TimeoutError',
		);
		expect(storedIds(emulator())).toEqual([]);
		await until(() => last().applied);
		expect(last()).toMatchObject({ ending: 'client-left', applied: true });
		expect(storedIds(emulator())).toEqual(['a']);
	});

	test('that would be stored late is dropped by a reset of the emulator', async () => {
		await giveUpAfter(100, { kind: 'delay', when: 'before', delayMs: 400 });
		emulator().reset();
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(emulator().store.counts()).toEqual([]);
	});

	test('may get any other fault too, after a time drawn from a range', async () => {
		const plan: FaultPlan = { kind: 'status', status: 500, delayMs: [50, 90] };
		const started = performance.now();
		expect(await ingestUnder(emulator(), plan, 'a')).toMatchObject({ status: 500 });
		expect(performance.now() - started).toBeGreaterThanOrEqual(49);
	});
});

describe('a slow response', () => {
	test('may trickle: the true response, piece by piece, after white space', async () => {
		const plan = { kind: 'trickle', chunkBytes: 10, everyMs: 20, padBytes: 21 } as const;
		const started = performance.now();
		const response = await ingestUnder(emulator(), plan, 'a');
		const pieces = Math.ceil((21 + JSON.stringify(accepted(1)).length) / 10);
		expect(response.json).toEqual(accepted(1));
		expect(response.text).toMatch(/^ {21}\{/);
		expect(performance.now() - started).toBeGreaterThanOrEqual(pieces * 20 - 1);
		expect(last()).toMatchObject({ ending: 'responded', status: 200, applied: true });
	});

	test('that trickles ends when the client leaves', async () => {
		expect(await giveUpAfter(100, { kind: 'trickle' })).toBe('TimeoutError');
		await until(() => last().ending !== undefined);
		expect(last().ending).toBe('client-left');
	});

	test('may be endless: bytes come until the client leaves', async () => {
		emulator().faults.add({ kind: 'endless', chunkBytes: 100_000, everyMs: 0 });
		const response = await request(emulator().url + INGEST_PATH, { method: 'POST' });
		let bytes = 0;
		for await (const piece of response.body) {
			bytes += (piece as Buffer).length;
			if (bytes > 3_000_000) break;
		}
		expect(bytes).toBeGreaterThan(3_000_000);
		await until(() => last().ending !== undefined);
		expect(last().ending).toBe('client-left');
	});
});
