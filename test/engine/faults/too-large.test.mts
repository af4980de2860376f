import { expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { useShortBackoff } from '../../support/short-backoff.mts';
import { reviews } from '../../../tools/engine/feedback.mts';
import { bisections, runChecked } from './checked-run.mts';

useShortBackoff();
const emulator = useEmulator();

const tooLarge = (match: FaultPlan['match'], status = 413): FaultPlan => ({
	kind: 'status',
	status,
	match,
	times: 'always',
});

test('twenty rows arrive in six requests at most where 413 means more than five', async () => {
	emulator().faults.add(tooLarge({ itemsOver: 5 }));
	const { counts, requests } = await runChecked(emulator(), reviews(20));

	expect(counts).toStrictEqual({ ingested: 20 });
	// The second ten are not tried once the first ten were refused.
	expect(requests.map(({ items }) => items)).toStrictEqual([20, 10, 5, 5, 5, 5]);
});

test('a request that is known to be too large in bytes is not sent', async () => {
	emulator().settings.maxBytes = 100_000;
	const rows = reviews(40).map((row) => ({ ...row, body: 'x'.repeat(9_000) }));
	const { counts, requests } = await runChecked(emulator(), rows);

	expect(counts).toStrictEqual({ ingested: 40 });
	expect(requests.length).toBeLessThanOrEqual(6);
});

test('a size that was learned holds for the rest of the run', async () => {
	emulator().faults.add(tooLarge({ itemsOver: 30 }));
	const { counts, requests } = await runChecked(emulator(), reviews(1_000), {
		maxConcurrentRequests: 1,
	});

	expect(counts).toStrictEqual({ ingested: 1_000 });
	// Two refusals teach it (100 and 50 rows), forty requests of 25 rows carry the run.
	expect(requests.length).toBeLessThanOrEqual(42);
	expect(requests.filter(({ status }) => status === 413).length).toBeLessThanOrEqual(2);
});

test.each([0, 150, 299])(
	'a row %i of 300 that alone gets 413 is rejected, and does not slow down the others',
	async (row) => {
		emulator().faults.add(tooLarge({ uniqueId: `review-${row}` }));
		const { counts, requests, result } = await runChecked(emulator(), reviews(300));

		expect(counts).toStrictEqual({ ingested: 299, rejected: 1 });
		expect(result.raw[row]?.json.reason).toMatch(/Amplitude says that it is too large/);
		expect(requests.length).toBeLessThanOrEqual(2 + bisections(100, [row % 100]));
	},
);

test.each([0, 399])(
	'a row %i of 400 that has megabytes and gets 413 does not slow down the others',
	async (row) => {
		emulator().settings.maxBytes = 2_000_000;
		const rows = reviews(400);
		rows[row]!.body = 'x'.repeat(3_000_000);
		const { counts, statuses, requests } = await runChecked(emulator(), rows);

		expect(counts).toStrictEqual({ ingested: 399, rejected: 1 });
		expect(statuses[row]).toBe('rejected');
		expect(requests.length).toBeLessThanOrEqual(3 + bisections(100, [row % 100]));
	},
);

test('rows that all get 413 are rejected one by one', async () => {
	emulator().faults.add(tooLarge({}));
	const { counts, requests } = await runChecked(emulator(), reviews(8));

	expect(counts).toStrictEqual({ rejected: 8 });
	expect(requests.length).toBeLessThanOrEqual(15);
});

test('rows that are too large for a gateway that answers 500 arrive by bisection', async () => {
	emulator().faults.add(tooLarge({ itemsOver: 5 }, 500));
	const { counts, requests } = await runChecked(emulator(), reviews(10));

	expect(counts).toStrictEqual({ ingested: 10 });
	expect(requests.length).toBeLessThanOrEqual(8);
});
