import { describe, expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { reviews } from '../../../tools/engine/feedback.mts';
import { attempt, halvings } from './scenario.mts';

const emulator = useEmulator();

const tooLarge = (match: FaultPlan['match'], status = 413): FaultPlan => ({
	kind: 'status',
	status,
	match,
	times: 'always',
});

describe('413', () => {
	test('by count: twenty rows where five are too many take six requests at most', async () => {
		emulator().faults.add(tooLarge({ itemsOver: 5 }));
		const { told, requests } = await attempt(emulator(), reviews(20));

		expect(told).toStrictEqual({ ingested: 20 });
		expect(requests.length).toBeLessThanOrEqual(6);
	});

	test('by bytes: what is known to be too large is not sent', async () => {
		emulator().settings.maxBytes = 100_000;
		const rows = reviews(40).map((row) => ({ ...row, body: 'x'.repeat(9_000) }));
		const { told, requests } = await attempt(emulator(), rows);

		expect(told).toStrictEqual({ ingested: 40 });
		expect(requests.length).toBeLessThanOrEqual(6);
	});

	test('the size that was learned holds for the rest of the run', async () => {
		emulator().faults.add(tooLarge({ itemsOver: 30 }));
		const { told, requests } = await attempt(emulator(), reviews(1_000), {
			maxConcurrentRequests: 1,
		});

		expect(told).toStrictEqual({ ingested: 1_000 });
		// Two refusals teach it (100 and 50 rows), forty requests of 25 rows carry the run.
		expect(requests.length).toBeLessThanOrEqual(42);
		expect(requests.filter(({ status }) => status === 413).length).toBeLessThanOrEqual(2);
	});

	test('on a single row: that row is rejected, and the others go as before', async () => {
		emulator().faults.add(tooLarge({ uniqueId: 'review-1' }));
		const { statuses, requests, result } = await attempt(emulator(), reviews(3));

		expect(statuses).toStrictEqual(['ingested', 'rejected', 'ingested']);
		expect(requests.length).toBeLessThanOrEqual(5);
		expect(result.raw[1]?.json.reason).toMatch(/^Row 2: Amplitude says that it is too large/);
	});

	test.each([0, 150, 299])(
		'on row %i of 300: what it teaches does not slow down the others',
		async (row) => {
			emulator().faults.add(tooLarge({ uniqueId: `review-${row}` }));
			const { told, statuses, requests } = await attempt(emulator(), reviews(300));

			expect(told).toStrictEqual({ ingested: 299, rejected: 1 });
			expect(statuses[row]).toBe('rejected');
			expect(requests.length).toBeLessThanOrEqual(2 + halvings(100, [row % 100]));
		},
	);

	test.each([0, 42, 399])(
		'on row %i of 400, of megabytes: what it teaches does not slow down the others',
		async (row) => {
			emulator().settings.maxBytes = 2_000_000;
			const rows = reviews(400);
			rows[row]!.body = 'x'.repeat(3_000_000);
			const { told, statuses, requests } = await attempt(emulator(), rows);

			expect(told).toStrictEqual({ ingested: 399, rejected: 1 });
			expect(statuses[row]).toBe('rejected');
			expect(requests.length).toBeLessThanOrEqual(3 + halvings(100, [row % 100]));
		},
	);

	test('on every row: each is rejected by itself', async () => {
		emulator().faults.add(tooLarge({}));
		const { told, requests } = await attempt(emulator(), reviews(8));

		expect(told).toStrictEqual({ rejected: 8 });
		expect(requests.length).toBeLessThanOrEqual(15);
	});
});

test('too large answered as 500: the rows land after one split', async () => {
	emulator().faults.add(tooLarge({ itemsOver: 5 }, 500));
	const { told, requests } = await attempt(emulator(), reviews(10));

	expect(told).toStrictEqual({ ingested: 10 });
	expect(requests.map(({ items }) => items)).toStrictEqual([10, 10, 10, 10, 10, 10, 5, 5]);
});
