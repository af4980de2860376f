import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { reviews } from '../../../tools/engine/feedback.mts';
import { attempt, halvings } from './scenario.mts';

const emulator = useEmulator();

/** The API refuses every request with one of these rows, and does not say which one it is. */
const refuse = (rows: readonly number[], status = 400) =>
	emulator().faults.add({
		kind: 'status',
		status,
		json: { error: 'Bad item' },
		match: { uniqueId: rows.map((row) => `review-${row}`) },
		times: 'always',
	});
const rowsWith = (wanted: string, statuses: readonly string[]) =>
	statuses.flatMap((status, row) => (status === wanted ? [row] : []));

describe('rows that make the API refuse a whole request', () => {
	test.each([0, 42, 99])('row %i of 100: found in 15 requests at most', async (row) => {
		refuse([row]);
		const { told, statuses, requests, result } = await attempt(emulator(), reviews(100));

		expect(told).toStrictEqual({ ingested: 99, rejected: 1 });
		expect(rowsWith('rejected', statuses)).toStrictEqual([row]);
		expect(result.raw[row]?.json.reason).toMatch(/Amplitude refused it: "Bad item"/);
		expect(requests).toHaveLength(halvings(100, [row]));
		expect(requests.length).toBeLessThanOrEqual(15);
	});

	test('422 means the same as 400', async () => {
		refuse([7], 422);
		const { told, requests } = await attempt(emulator(), reviews(20));

		expect(told).toStrictEqual({ ingested: 19, rejected: 1 });
		expect(requests).toHaveLength(halvings(20, [7]));
	});

	test('leave on the error output, the innocent ones on the other', async () => {
		refuse([42]);
		const { told, result } = await attempt(
			emulator(),
			reviews(100),
			{},
			{ onError: 'continueErrorOutput' },
		);

		expect(told).toStrictEqual({ ingested: 99, rejected: 1 });
		expect(result.success).toHaveLength(99);
		expect(result.error.map(({ json }) => json.unique_id)).toStrictEqual(['review-42']);
	});

	test.each([
		[[3, 17, 38, 71, 96]],
		[[0, 1, 50, 51, 99]],
		[[12, 24, 48, 73, 74]],
		[[20, 21, 22, 23, 24]],
	])('rows %j of 100: each is found, and the other 95 land', async (guilty) => {
		refuse(guilty);
		const { told, statuses, requests } = await attempt(emulator(), reviews(100));

		expect(told).toStrictEqual({ ingested: 95, rejected: 5 });
		expect(rowsWith('rejected', statuses)).toStrictEqual(guilty);
		expect(requests).toHaveLength(halvings(100, guilty));
	});

	test('one in each of ten requests: the other 990 land', async () => {
		const guilty = Array.from({ length: 10 }, (_, index) => index * 100 + ((index * 37) % 100));
		refuse(guilty);
		const { told, statuses, requests } = await attempt(emulator(), reviews(1_000));

		expect(told).toStrictEqual({ ingested: 990, rejected: 10 });
		expect(rowsWith('rejected', statuses)).toStrictEqual(guilty);
		const expected = guilty.map((row) => halvings(100, [row % 100]));
		expect(requests).toHaveLength(expected.reduce((total, amount) => total + amount));
	});

	test('all of them with one message: the request is wrong, and the run stops', async () => {
		emulator().faults.add({
			kind: 'status',
			status: 400,
			json: { error: 'Unknown field items' },
			times: 'always',
		});
		const { told, statuses, requests } = await attempt(emulator(), reviews(250));

		expect(told).toStrictEqual({ rejected: 4, unsent: 246 });
		// Three neighbours that halving finds, and one from the other end as a witness.
		expect(rowsWith('rejected', statuses)).toStrictEqual([0, 1, 2, 249]);
		expect(requests.map(({ items }) => items)).toStrictEqual([
			100, 50, 25, 13, 7, 4, 2, 1, 1, 2, 1, 1,
		]);
	});

	test('three of them at the start do not stop the run', async () => {
		refuse([0, 1, 2]);
		const { told, statuses } = await attempt(emulator(), reviews(250));

		expect(told).toStrictEqual({ ingested: 247, rejected: 3 });
		expect(rowsWith('rejected', statuses)).toStrictEqual([0, 1, 2]);
	});
});
