import { describe, expect, test } from '@jest/globals';
import {
	backoffMilliseconds,
	RetryBudget,
	retryAfterMilliseconds,
} from '../../../nodes/AmplitudeAiFeedback/delivery/retry.ts';

const NOW = Date.parse('2026-03-15T10:00:00Z');

describe('backoff', () => {
	test.each([
		[1, 500],
		[2, 1_000],
		[3, 2_000],
		[6, 16_000],
		[7, 30_000],
		[2_000, 30_000],
	])('after %i failures is anything up to %i ms', (failures, bound) => {
		expect(backoffMilliseconds(failures, 0)).toBe(0);
		expect(backoffMilliseconds(failures, 0.5)).toBe(bound / 2);
		expect(backoffMilliseconds(failures, 1)).toBe(bound);
	});

	test('comes on top of the wait that was asked for', () => {
		expect(backoffMilliseconds(2, 0, { retryAfterMs: 9_000 })).toBe(9_000);
		expect(backoffMilliseconds(2, 1, { retryAfterMs: 9_000 })).toBe(10_000);
	});

	test('grows to a minute only for budgets of more than half an hour', () => {
		expect(backoffMilliseconds(20, 1, { budgetMs: 1_800_000 })).toBe(30_000);
		expect(backoffMilliseconds(20, 1, { budgetMs: 1_800_001 })).toBe(60_000);
	});
});

describe('Retry-After', () => {
	test.each([
		['2', undefined, 2_000],
		[' 2 ', undefined, 2_000],
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
		['Sun, 15 Mar 2026 10:00:30 GMT', 'not a date', 30_000],
	])('%p with the Date %p is a wait of %p ms', (value, date, expected) => {
		const headers = { 'retry-after': value, ...(date !== undefined && { date }) };
		expect(retryAfterMilliseconds(headers, NOW)).toBe(expected);
	});

	test('is undefined where the header is missing', () => {
		expect(retryAfterMilliseconds({}, NOW)).toBeUndefined();
	});
});

describe('a retry budget of 10 s, after a failure at 1 s', () => {
	const spentSince1s = () => {
		const budget = new RetryBudget(10_000);
		budget.failed(1_000);
		budget.failed(2_000);
		return budget;
	};

	test.each<[string, number, number, number, number | undefined]>([
		['starts a retry when its wait is over', 2_000, 500, 0, 2_500],
		['puts the last retry at its end', 9_000, 30_000, 0, 11_000],
		['leaves time for a wait that was asked for', 5_000, 6_500, 6_000, 11_000],
		['never cuts a wait that was asked for', 5_000, 6_500, 6_001, undefined],
		['allows nothing at its end', 11_000, 0, 0, undefined],
	])('%s', (_name, now, waitMs, floorMs, expected) => {
		expect(spentSince1s().nextStart(now, waitMs, floorMs)).toBe(expected);
	});

	test('starts anew with progress', () => {
		const budget = spentSince1s();
		budget.progressed();
		expect(budget.nextStart(100_000, 20_000)).toBe(110_000);
		budget.failed(100_000);
		expect(budget.nextStart(109_000, 20_000)).toBe(110_000);
	});
});
