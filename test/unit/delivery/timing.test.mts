import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backoffMilliseconds } from '../../../nodes/AmplitudeAiFeedback/delivery/backoff.ts';
import { Lanes } from '../../../nodes/AmplitudeAiFeedback/delivery/lanes.ts';
import { retryAfterMilliseconds } from '../../../nodes/AmplitudeAiFeedback/delivery/retryAfter.ts';
import { SizeLimit } from '../../../nodes/AmplitudeAiFeedback/delivery/sizeLimit.ts';
import { RetryBudget } from '../../../nodes/AmplitudeAiFeedback/delivery/retryBudget.ts';

const NOW = Date.parse('2026-03-15T10:00:00Z');

describe('Retry-After', () => {
	test.each([
		['2', undefined, 2_000],
		['0', undefined, 0],
		['1.5', undefined, 1_500],
		['1000000000', undefined, 1e12],
		['-5', undefined, undefined],
		['soon', undefined, undefined],
		['', undefined, undefined],
		['Sun, 15 Mar 2026 10:00:30 GMT', undefined, 30_000],
		['Sun, 15 Mar 2026 09:59:30 GMT', undefined, undefined],
		// The server's clock is an hour ahead: its own Date says that half a minute is meant.
		['Sun, 15 Mar 2026 11:00:30 GMT', 'Sun, 15 Mar 2026 11:00:00 GMT', 30_000],
	])('%p with the Date %p is a wait of %p ms', (value, date, expected) => {
		const headers = { 'retry-after': value, ...(date !== undefined && { date }) };
		expect(retryAfterMilliseconds(headers, NOW)).toBe(expected);
	});

	test('is undefined where the header is missing', () => {
		expect(retryAfterMilliseconds({}, NOW)).toBeUndefined();
	});
});

describe('backoff', () => {
	test('is random up to a bound that doubles to 30 s, and never under what was asked for', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 12 }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				fc.option(fc.integer({ min: 0, max: 1e6 }), { nil: undefined }),
				(sends, random, retryAfter) => {
					const wait = backoffMilliseconds(sends, random, retryAfter);
					const floor = retryAfter ?? 0;
					expect(wait).toBeGreaterThanOrEqual(floor);
					expect(wait).toBeLessThanOrEqual(floor + Math.min(30_000, 500 * 2 ** (sends - 1)));
				},
			),
		);
		expect(backoffMilliseconds(3, 1, undefined)).toBe(2_000);
	});
});

describe('the retry budget', () => {
	test('counts the time from a failure to the next success, added up over the run', () => {
		const budget = new RetryBudget(10_000);
		budget.trouble(1_000);
		budget.trouble(2_000);
		budget.success(5_000);
		expect(budget.allows(6_000, 100_000)).toBe(true);
		expect(budget.allows(6_001, 100_000)).toBe(false);

		budget.trouble(200_000);
		expect(budget.allows(5_000, 201_000)).toBe(true);
		expect(budget.allows(5_001, 201_000)).toBe(false);
	});

	test('is not touched by a run without trouble', () => {
		const budget = new RetryBudget(1_000);
		budget.success(1e9);
		expect(budget.allows(1_000, 2e9)).toBe(true);
	});
});

describe('lanes', () => {
	test('start with one, and open all at the first success', () => {
		const lanes = new Lanes(5);
		expect(lanes.open).toBe(1);
		lanes.succeeded();
		expect(lanes.open).toBe(5);
		lanes.succeeded();
		expect(lanes.open).toBe(5);
	});

	test('halve on a 429 and grow by one on success, within 1 and the maximum', () => {
		const lanes = new Lanes(5);
		lanes.succeeded();
		const opened: number[] = [];
		for (const isThrottled of [true, true, true, false, false, false, false, false]) {
			if (isThrottled) lanes.throttled();
			else lanes.succeeded();
			opened.push(lanes.open);
		}
		expect(opened).toStrictEqual([2, 1, 1, 2, 3, 4, 5, 5]);
	});

	test('grow by one from the start when the first answer is a 429', () => {
		const lanes = new Lanes(5);
		lanes.throttled();
		lanes.succeeded();
		expect(lanes.open).toBe(2);
	});

	test('wait together, until the latest moment that was asked for', () => {
		const lanes = new Lanes(2);
		lanes.closeUntil(500);
		lanes.closeUntil(300);
		expect(lanes.waitMilliseconds(100)).toBe(400);
		expect(lanes.waitMilliseconds(600)).toBe(0);
	});
});

describe('the learned size limit', () => {
	test('excludes nothing before a refusal', () => {
		expect(new SizeLimit().excludes(100, 5_000_000)).toBe(false);
	});

	test('excludes what is as large as the smallest refused, in bytes or in items', () => {
		const limit = new SizeLimit();
		limit.refused(20, 2_000);
		limit.refused(10, 1_000);
		limit.refused(15, 1_500);
		expect(limit.excludes(2, 1_000)).toBe(true);
		expect(limit.excludes(10, 990)).toBe(true);
		expect(limit.excludes(9, 990)).toBe(false);
	});

	test('never excludes what is as small as something accepted', () => {
		const limit = new SizeLimit();
		limit.refused(10, 1_000);
		limit.accepted(800);
		expect(limit.excludes(50, 800)).toBe(false);
		expect(limit.excludes(50, 801)).toBe(true);
	});

	test('forgets a refusal once more was accepted: it was not about the size', () => {
		const limit = new SizeLimit();
		limit.refused(10, 1_000);
		limit.accepted(1_000);
		expect(limit.excludes(100, 5_000)).toBe(false);
	});
});
