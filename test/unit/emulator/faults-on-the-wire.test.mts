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

describe('reset', () => {
	test.each([
		['arrival', false],
		['before', false],
		['after', true],
	] as const)('%s', async (when, isStored) => {
		await expect(ingestUnder(emulator(), { kind: 'reset', when }, 'a')).rejects.toMatchObject({
			code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/),
		});
		expect(storedIds(emulator())).toEqual(isStored ? ['a'] : []);
		expect(last()).toMatchObject({ ending: 'cut', fault: 'reset', applied: isStored });
		expect(last().status).toBeUndefined();
		expect(last().itemIds).toEqual(when === 'arrival' ? [] : ['a']);
	});

	test('late: stored after the connection is gone', async () => {
		const plan = { kind: 'reset', when: 'late', commitDelayMs: 50 } as const;
		await expect(ingestUnder(emulator(), plan, 'a')).rejects.toThrow();
		expect(storedIds(emulator())).toEqual([]);
		await until(() => last().applied);
		expect(storedIds(emulator())).toEqual(['a']);
	});
});

describe('stall', () => {
	test.each([
		['before', false],
		['after', true],
	] as const)('%s: no answer until the client leaves', async (when, isStored) => {
		expect(await giveUpAfter(200, { kind: 'stall', when })).toBe('TimeoutError');
		await until(() => last().ending !== undefined);
		expect(last()).toMatchObject({ ending: 'client-left', applied: isStored });
		expect(storedIds(emulator())).toEqual(isStored ? ['a'] : []);
	});

	test('late: stored while the client waits in vain', async () => {
		const plan = { kind: 'stall', when: 'late', commitDelayMs: 50 } as const;
		expect(await giveUpAfter(300, plan)).toBe('TimeoutError');
		await until(() => last().applied);
		expect(storedIds(emulator())).toEqual(['a']);
	});

	test('afterHeaders: status and headers come, the body does not', async () => {
		emulator().faults.add({ kind: 'stall', afterHeaders: true });
		const signal = AbortSignal.timeout(300);
		const answer = await request(emulator().url + INGEST_PATH, {
			method: 'POST',
			headers: {
				authorization: `Basic ${Buffer.from(KEYS).toString('base64')}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify(batch('a')),
			signal,
		});
		expect(answer.statusCode).toBe(200);
		await expect(answer.body.text()).rejects.toMatchObject({ name: 'TimeoutError' });
	});
});

describe('delay', () => {
	test('after (the default): stored at once, answered late', async () => {
		expect(await ingestUnder(emulator(), { kind: 'delay', delayMs: 120 }, 'a')).toMatchObject({
			json: accepted(1),
		});
		expect(last().endedAt! - last().appliedAt!).toBeGreaterThanOrEqual(119);
	});

	test('before: stored late, even when the client has left long ago', async () => {
		expect(await giveUpAfter(100, { kind: 'delay', when: 'before', delayMs: 600 })).toBe(
			'TimeoutError',
		);
		expect(storedIds(emulator())).toEqual([]);
		await until(() => last().applied);
		expect(last()).toMatchObject({ ending: 'client-left', applied: true });
		expect(storedIds(emulator())).toEqual(['a']);
	});

	test('a reset of the emulator drops what would be stored late', async () => {
		await giveUpAfter(100, { kind: 'delay', when: 'before', delayMs: 400 });
		emulator().reset();
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(emulator().store.counts()).toEqual([]);
	});

	test('delayMs goes with any kind, and can be a range that the seed decides', async () => {
		const plan: FaultPlan = { kind: 'status', status: 500, delayMs: [50, 90] };
		const started = performance.now();
		expect(await ingestUnder(emulator(), plan, 'a')).toMatchObject({ status: 500 });
		expect(performance.now() - started).toBeGreaterThanOrEqual(49);
	});
});

describe('answers that take their time', () => {
	test('trickle: the true answer, piece by piece, after white space', async () => {
		const plan = { kind: 'trickle', chunkBytes: 10, everyMs: 20, padBytes: 21 } as const;
		const started = performance.now();
		const answer = await ingestUnder(emulator(), plan, 'a');
		const pieces = Math.ceil((21 + JSON.stringify(accepted(1)).length) / 10);
		expect(answer.json).toEqual(accepted(1));
		expect(answer.text).toMatch(/^ {21}\{/);
		expect(performance.now() - started).toBeGreaterThanOrEqual(pieces * 20 - 1);
		expect(last()).toMatchObject({ ending: 'responded', status: 200, applied: true });
	});

	test('trickle ends when the client leaves', async () => {
		expect(await giveUpAfter(100, { kind: 'trickle' })).toBe('TimeoutError');
		await until(() => last().ending !== undefined);
		expect(last().ending).toBe('client-left');
	});

	test('endless: bytes come until the client leaves', async () => {
		emulator().faults.add({ kind: 'endless', chunkBytes: 100_000, everyMs: 0 });
		const answer = await request(emulator().url + INGEST_PATH, { method: 'POST' });
		let bytes = 0;
		for await (const piece of answer.body) {
			bytes += (piece as Buffer).length;
			if (bytes > 3_000_000) break;
		}
		expect(bytes).toBeGreaterThan(3_000_000);
		await until(() => last().ending !== undefined);
		expect(last().ending).toBe('client-left');
	});
});
