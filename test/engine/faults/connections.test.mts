import { describe, expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { until, useEmulator } from '../../support/emulator.mts';
import { reviews, SOURCE } from '../../../tools/engine/feedback.mts';
import { expectInvariants } from './invariants.mts';
import { attempt, IMPATIENT } from './scenario.mts';

const emulator = useEmulator();

describe('a connection that breaks', () => {
	const resets: [string, FaultPlan][] = [
		['before the body', { kind: 'reset', when: 'arrival' }],
		['before the commit', { kind: 'reset', when: 'before' }],
		['after the commit', { kind: 'reset', when: 'after' }],
	];
	test.each(resets)('%s, once: the rows land with the second request', async (_name, fault) => {
		emulator().faults.add(fault);
		const { told, requests, result } = await attempt(emulator(), reviews(20));

		expect(told).toStrictEqual({ ingested: 20 });
		expect(requests).toHaveLength(2);
		expect(result.raw[0]?.json).toMatchObject({ request: 2, attempts: 2 });
	});

	test('before a body of megabytes is through: it lands with the second request', async () => {
		emulator().faults.add({ kind: 'reset', when: 'arrival' });
		const rows = reviews(4).map((row) => ({ ...row, body: 'x'.repeat(1_000_000) }));
		const { told, requests } = await attempt(emulator(), rows);

		expect(told).toStrictEqual({ ingested: 4 });
		expect(requests).toHaveLength(2);
	});

	test('after the commit each time: what may have arrived is unknown', async () => {
		emulator().faults.add({ kind: 'reset', when: 'after', times: 'always' });
		const { told, requests } = await attempt(emulator(), reviews(150), IMPATIENT);

		expect(told).toStrictEqual({ unknown: 100, unsent: 50 });
		// Six with all hundred, and six with each half.
		expect(requests.length).toBeLessThanOrEqual(6 + 2 * 6);
		expect(emulator().store.items(SOURCE)).toHaveLength(100);
	});
});

describe('an answer that does not end in time', () => {
	const slow: [string, FaultPlan][] = [
		['no answer at all', { kind: 'stall' }],
		['headers and then nothing', { kind: 'stall', afterHeaders: true }],
		['nothing, after the rows were stored', { kind: 'stall', when: 'after' }],
		['a slow trickle', { kind: 'trickle', everyMs: 100, padBytes: 1000 }],
		['an answer without end', { kind: 'endless' }],
	];
	test.each(slow)('%s: the request ends at its timeout and is sent again', async (_name, fault) => {
		emulator().faults.add(fault);
		const { told, requests } = await attempt(emulator(), reviews(20), { timeout: 1 });
		const [first] = requests;

		expect(told).toStrictEqual({ ingested: 20 });
		expect(requests).toHaveLength(2);
		expect(first?.ending).toBe('client-left');
		expect(first!.endedAt! - first!.receivedAt).toBeGreaterThan(900);
		expect(first!.endedAt! - first!.receivedAt).toBeLessThan(1_900);
	});

	test('a flood without end is cut off by its size, long before the timeout', async () => {
		emulator().faults.add({ kind: 'endless', chunkBytes: 500_000, everyMs: 1 });
		const { told, requests, result } = await attempt(emulator(), reviews(20));

		expect(told).toStrictEqual({ ingested: 20 });
		expect(requests).toHaveLength(2);
		expect(requests[0]?.ending).toBe('client-left');
		expect(result.durationMs).toBeLessThan(5_000);
	});

	test('no answer each time: sent rows are unknown, and the run ends with its budget', async () => {
		emulator().faults.add({ kind: 'stall', times: 'always' });
		const { told, requests, result } = await attempt(emulator(), reviews(150), IMPATIENT);

		expect(told).toStrictEqual({ unknown: 100, unsent: 50 });
		// The budget of three seconds runs from the first failure: one request ended by then.
		expect(requests.length).toBeLessThanOrEqual(4);
		expect(result.durationMs).toBeLessThan(5_500);
	});
});

test('a first copy that times out and is committed late changes nothing', async () => {
	emulator().faults.add({ kind: 'stall', when: 'late', commitDelayMs: 2_000 });
	const rows = reviews(20);
	const { told, requests, result } = await attempt(emulator(), rows, { timeout: 1 });
	const storedInTime = emulator().store.items(SOURCE);
	await until(() => requests[0]?.applied === true);

	expect(told).toStrictEqual({ ingested: 20 });
	expect(requests).toHaveLength(2);
	expect(requests[0]!.appliedAt!).toBeGreaterThan(requests[1]!.appliedAt!);
	expect(emulator().store.items(SOURCE)).toStrictEqual(storedInTime);
	expectInvariants({ emulator: emulator(), rows, result });
});
