import { expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { useShortBackoff } from '../../support/short-backoff.mts';
import { reviews } from '../../../tools/engine/feedback.mts';
import { bisections, runChecked } from './checked-run.mts';

useShortBackoff();
const emulator = useEmulator();

/** The API refuses every request with one of these rows, and does not say which one it is. */
const refuse = (rows: readonly number[]) =>
	emulator().faults.add({
		kind: 'status',
		status: 400,
		json: { error: 'Bad item' },
		match: { uniqueId: rows.map((row) => `review-${row}`) },
		times: 'always',
	});
const rejectedRows = (statuses: readonly string[]) =>
	statuses.flatMap((status, row) => (status === 'rejected' ? [row] : []));

test.each([0, 42, 99])('a bad row %i of 100 is found in 15 requests at most', async (row) => {
	refuse([row]);
	const { counts, statuses, requests, result } = await runChecked(emulator(), reviews(100));

	expect(counts).toStrictEqual({ ingested: 99, rejected: 1 });
	expect(rejectedRows(statuses)).toStrictEqual([row]);
	expect(result.raw[row]?.json.reason).toMatch(/Amplitude refused it: "Bad item"/);
	expect(requests).toHaveLength(bisections(100, [row]));
	expect(requests.length).toBeLessThanOrEqual(15);
});

test.each([[[3, 17, 38, 71, 96]], [[0, 1, 50, 51, 99]], [[20, 21, 22, 23, 24]]])(
	'bad rows %j of 100 are all found, and the other 95 are ingested',
	async (bad) => {
		refuse(bad);
		const { counts, statuses, requests } = await runChecked(emulator(), reviews(100));

		expect(counts).toStrictEqual({ ingested: 95, rejected: 5 });
		expect(rejectedRows(statuses)).toStrictEqual(bad);
		expect(requests).toHaveLength(bisections(100, bad));
	},
);

test('a bad row in each of ten requests costs none of the other 990', async () => {
	const bad = Array.from({ length: 10 }, (_, index) => index * 100 + ((index * 37) % 100));
	refuse(bad);
	const { counts, statuses, requests } = await runChecked(emulator(), reviews(1_000));

	expect(counts).toStrictEqual({ ingested: 990, rejected: 10 });
	expect(rejectedRows(statuses)).toStrictEqual(bad);
	const expected = bad.map((row) => bisections(100, [row % 100]));
	expect(requests).toHaveLength(expected.reduce((total, amount) => total + amount));
});

test('a run stops where the API refuses every row with the same message', async () => {
	emulator().faults.add({
		kind: 'status',
		status: 400,
		json: { error: 'Unknown field items' },
		times: 'always',
	});
	const { counts, statuses, requests } = await runChecked(emulator(), reviews(250));

	expect(counts).toStrictEqual({ rejected: 6, unsent: 244 });
	// Three adjacent rows, which bisection meets first; then the last one, one in the middle, and one at random.
	expect(rejectedRows(statuses)).toEqual(expect.arrayContaining([0, 1, 2, 249]));
	expect(requests.map(({ items }) => items)).toStrictEqual([
		100, 50, 25, 13, 7, 4, 2, 1, 1, 2, 1, 1, 1, 1,
	]);
});

test('three bad rows at the start do not stop a run', async () => {
	refuse([0, 1, 2]);
	const { counts, statuses } = await runChecked(emulator(), reviews(250));

	expect(counts).toStrictEqual({ ingested: 247, rejected: 3 });
	expect(rejectedRows(statuses)).toStrictEqual([0, 1, 2]);
});

test.each<[string, FaultPlan, string]>([
	['500', { kind: 'status', status: 500 }, 'unknown'],
	['a reset connection', { kind: 'reset' }, 'unknown'],
	['a block page with status 200', { kind: 'html' }, 'unknown'],
	['406', { kind: 'status', status: 406 }, 'rejected'],
	['403', { kind: 'status', status: 403 }, 'rejected'],
])('a row that always gets %s costs none of the other 299', async (_what, fault, status) => {
	emulator().faults.add({ ...fault, match: { uniqueId: 'review-142' }, times: 'always' });
	const { counts, statuses } = await runChecked(emulator(), reviews(300));

	expect(counts).toStrictEqual({ ingested: 299, [status]: 1 });
	expect(statuses[142]).toBe(status);
});
