import { expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { until, useEmulator } from '../../support/emulator.mts';
import { useShortBackoff } from '../../support/short-backoff.mts';
import { credentialsFor, reviews, run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { IMPATIENT, runChecked } from './checked-run.mts';

useShortBackoff();
const emulator = useEmulator();

test.each<[string, FaultPlan]>([
	['before the body is read', { kind: 'reset', when: 'arrival' }],
	['before the items are stored', { kind: 'reset', when: 'before' }],
	['after the items are stored', { kind: 'reset', when: 'after' }],
])('a connection that is reset once, %s, costs one more request', async (_moment, fault) => {
	emulator().faults.add(fault);
	const { counts, requests, result } = await runChecked(emulator(), reviews(20));

	expect(counts).toStrictEqual({ ingested: 20 });
	expect(requests).toHaveLength(2);
	expect(result.raw[0]?.json).toMatchObject({ request: 2, attempts: 2 });
	expect(result.hints).toStrictEqual([]);
});

test('a connection that is reset while megabytes are sent costs one more request', async () => {
	emulator().faults.add({ kind: 'reset', when: 'arrival' });
	const rows = reviews(4).map((row) => ({ ...row, body: 'x'.repeat(1_000_000) }));
	const { counts, requests } = await runChecked(emulator(), rows);

	expect(counts).toStrictEqual({ ingested: 4 });
	expect(requests).toHaveLength(2);
});

test('connections that are reset each time after the items are stored leave the sent rows unknown', async () => {
	emulator().faults.add({ kind: 'reset', when: 'after', times: 'always' });
	const { counts, requests, result } = await runChecked(emulator(), reviews(150), IMPATIENT);

	// The second request went to learn whether other rows pass.
	expect(counts).toStrictEqual({ unknown: 150 });
	expect(requests.length).toBeLessThanOrEqual(12);
	expect(emulator().store.items(SOURCE)).toHaveLength(150);
	expect(result.raw[0]?.json.reason).toMatch(/It may have arrived\. Sending it again is safe\.$/);
});

test('rows for a host that refuses connections are unsent', async () => {
	const credentials = { ...credentialsFor(emulator()), baseUrl: 'http://127.0.0.1:9' };
	const more = { credentials, onError: 'continueRegularOutput' } as const;
	const result = await run(emulator(), reviews(2), { options: IMPATIENT }, more);

	expect(statuses(result)).toStrictEqual(['unsent', 'unsent']);
});

test.each<[string, FaultPlan]>([
	['never comes', { kind: 'stall' }],
	['stops after its headers', { kind: 'stall', afterHeaders: true }],
	['trickles in', { kind: 'trickle', everyMs: 100, padBytes: 1000 }],
])(
	'a response that %s ends at the request timeout, and the rows are sent again by halves',
	async (_how, fault) => {
		emulator().faults.add(fault);
		const { counts, requests } = await runChecked(emulator(), reviews(20), { timeout: 1 });
		const [first] = requests;

		expect(counts).toStrictEqual({ ingested: 20 });
		expect(requests.map(({ items }) => items)).toStrictEqual([20, 10, 10]);
		expect(first?.ending).toBe('client-left');
		expect(first!.endedAt! - first!.receivedAt).toBeGreaterThan(900);
		expect(first!.endedAt! - first!.receivedAt).toBeLessThan(1_900);
	},
);

test('a response without end is cut off by its size, long before the timeout', async () => {
	emulator().faults.add({ kind: 'endless', chunkBytes: 500_000, everyMs: 1 });
	const { counts, requests, result } = await runChecked(emulator(), reviews(20));

	expect(counts).toStrictEqual({ ingested: 20 });
	expect(requests).toHaveLength(2);
	expect(requests[0]?.ending).toBe('client-left');
	expect(result.durationMs).toBeLessThan(5_000);
});

test('a run without any response ends with its retry budget, and the sent rows are unknown', async () => {
	emulator().faults.add({ kind: 'stall', times: 'always' });
	const { counts, requests, result } = await runChecked(emulator(), reviews(150), IMPATIENT);

	// All of the first request, and the rows that were tried to tell a slow request from an outage.
	const sent = new Set(requests.flatMap(({ itemIds }) => itemIds)).size;
	expect(counts).toStrictEqual({ unknown: sent, unsent: 150 - sent });
	expect(requests.length).toBeLessThanOrEqual(4);
	expect(result.durationMs).toBeLessThan(5_500);
});

test('a copy that timed out and is stored late changes nothing', async () => {
	emulator().faults.add({ kind: 'stall', when: 'late', commitDelayMs: 1_300 });
	const { counts, requests } = await runChecked(emulator(), reviews(20), { timeout: 1 });
	const storedInTime = emulator().store.items(SOURCE);
	await until(() => requests[0]?.applied === true);

	expect(counts).toStrictEqual({ ingested: 20 });
	expect(requests.map(({ items }) => items)).toStrictEqual([20, 10, 10]);
	expect(requests[0]!.appliedAt!).toBeGreaterThan(requests[2]!.appliedAt!);
	expect(emulator().store.items(SOURCE)).toStrictEqual(storedInTime);
});
