import { describe, expect, test } from '@jest/globals';
import {
	ConcurrencyLimit,
	Pace,
	SizeLimit,
} from '../../../nodes/AmplitudeAiFeedback/delivery/limits.ts';

describe('the limit of concurrent requests', () => {
	/** Returns a limit that the first success has opened. */
	const opened = (maximum: number) => {
		const limit = new ConcurrencyLimit(maximum);
		limit.succeeded();
		return limit;
	};
	const succeed = (limit: ConcurrencyLimit, times: number) => {
		for (let count = 0; count < times; count++) limit.succeeded();
	};

	test('lets the first request go alone, then the maximum', () => {
		const limit = new ConcurrencyLimit(20);
		expect(limit.current).toBe(1);
		limit.succeeded();
		expect(limit.current).toBe(20);
		succeed(limit, 100);
		expect(limit.current).toBe(20);
	});

	test('is halved once by the 429s of one round', () => {
		const limit = opened(20);
		const round = limit.currentRound;
		expect([1, 2, 3, 4, 5].map(() => limit.slowDown(round))).toStrictEqual([
			true,
			false,
			false,
			false,
			false,
		]);
		expect(limit.current).toBe(10);
		expect(limit.slowDown(limit.currentRound)).toBe(true);
		expect(limit.current).toBe(5);
	});

	test('never falls below one', () => {
		const limit = opened(5);
		for (let count = 0; count < 5; count++) limit.slowDown(limit.currentRound);
		expect(limit.current).toBe(1);
	});

	test('grows by one with a full round of successes', () => {
		const limit = opened(8);
		limit.slowDown(limit.currentRound);
		const grown = Array.from({ length: 10 }, () => {
			limit.succeeded();
			return limit.current;
		});
		expect(grown).toStrictEqual([4, 4, 4, 5, 5, 5, 5, 5, 6, 6]);
	});

	test('stays at the last one that was not throttled, and tries one more after 40 full rounds', () => {
		const limit = opened(8);
		limit.slowDown(limit.currentRound);
		succeed(limit, 4 + 5 + 6);
		expect(limit.current).toBe(7);
		succeed(limit, 7 * 39);
		expect(limit.current).toBe(7);
		succeed(limit, 7);
		expect(limit.current).toBe(8);
		limit.slowDown(limit.currentRound);
		expect(limit.current).toBe(7);
	});

	test('grows from one if the first request is throttled', () => {
		const limit = new ConcurrencyLimit(5);
		limit.slowDown(limit.currentRound);
		expect(limit.current).toBe(1);
		limit.succeeded();
		expect(limit.current).toBe(2);
	});
});

describe('the pace', () => {
	test('does not space requests that are not throttled', () => {
		const pace = new Pace();
		for (const now of [0, 10, 20]) {
			pace.started(now);
			pace.succeeded(now + 5);
		}
		expect(pace.interval).toBe(0);
		expect(pace.opensAt).toBe(20);
	});

	test('starts at what was really accepted, waits included', () => {
		const pace = new Pace();
		for (const now of [0, 100, 200]) {
			pace.started(now);
			pace.succeeded(now);
		}
		pace.throttled(0);
		pace.started(6_000);
		pace.succeeded(6_000);
		expect(pace.interval).toBe(2_000);
		expect(pace.opensAt).toBe(8_000);
	});

	test('gets shorter with each success, and longer once a row of 429s', () => {
		const pace = new Pace();
		pace.started(0);
		pace.succeeded(0);
		pace.succeeded(0);
		pace.throttled(0);
		pace.succeeded(2_000);
		pace.succeeded(3_000);
		expect(pace.interval).toBeCloseTo(999);
		pace.throttled(0);
		pace.throttled(0);
		expect(pace.interval).toBeCloseTo(1_098.9);
	});

	test('does not measure a long row of 429s, which no quota explains', () => {
		const pace = new Pace();
		pace.started(0);
		pace.succeeded(0);
		pace.succeeded(0);
		for (let times = 0; times < 11; times++) pace.throttled(0);
		pace.succeeded(1_000_000);
		expect(pace.interval).toBe(0);
	});

	test('does not measure an outage', () => {
		const pace = new Pace();
		pace.started(0);
		pace.succeeded(0);
		pace.interrupted();
		pace.throttled(0);
		pace.succeeded(1_000_000);
		expect(pace.interval).toBe(0);
	});
});

describe('the size limit', () => {
	const limitAfter = (learn: (limit: SizeLimit) => void) => {
		const limit = new SizeLimit();
		learn(limit);
		return limit;
	};

	test.each<[string, (limit: SizeLimit) => void, [number, number, boolean][]]>([
		['excludes nothing before a refusal', () => undefined, [[100, 5_000_000, false]]],
		[
			'excludes what is as large as the smallest refused, by bytes or by items',
			(limit) => {
				limit.refused(20, 2_000);
				limit.refused(10, 1_000);
				limit.refused(15, 1_500);
			},
			[
				[2, 1_000, true],
				[10, 990, true],
				[10, 500, true],
				[9, 990, false],
			],
		],
		[
			'does not count items that are much shorter',
			(limit) => limit.refused(10, 1_000),
			[[10, 499, false]],
		],
		[
			'learns only bytes from a request of one item',
			(limit) => limit.refused(1, 1_000),
			[
				[1, 999, false],
				[50, 999, false],
				[2, 1_000, true],
			],
		],
		[
			'never excludes what is as small as something accepted',
			(limit) => {
				limit.refused(10, 1_000);
				limit.accepted(800, undefined);
			},
			[
				[50, 800, false],
				[50, 801, true],
			],
		],
		[
			'forgets a refusal once more was accepted: it was not about the size',
			(limit) => {
				limit.refused(10, 1_000);
				limit.accepted(1_000, undefined);
			},
			[[100, 5_000, false]],
		],
	])('%s', (_name, learn, sizes) => {
		const limit = limitAfter(learn);
		expect(
			sizes.map(([items, bytes]) => [items, bytes, limit.excludes(items, bytes)]),
		).toStrictEqual(sizes);
	});

	test('learns from a failed request of which both halves are accepted', () => {
		const limit = new SizeLimit();
		const failed = { items: 10, bytes: 1_000 };
		limit.accepted(520, failed);
		limit.accepted(510, { items: 10, bytes: 1_000 });
		expect(limit.excludes(10, 1_000)).toBe(false);
		limit.accepted(510, failed);
		expect(limit.excludes(10, 1_000)).toBe(true);
	});
});
