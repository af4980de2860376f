import { describe, expect, test } from '@jest/globals';
import { ConcurrencyLimit } from '../../../nodes/AmplitudeAiFeedback/delivery/concurrencyLimit.ts';
import { Pace } from '../../../nodes/AmplitudeAiFeedback/delivery/pace.ts';
import {
	SharedLimits,
	withSharedLimits,
} from '../../../nodes/AmplitudeAiFeedback/delivery/sharedLimits.ts';
import { SizeLimit } from '../../../nodes/AmplitudeAiFeedback/delivery/sizeLimit.ts';

describe('the limit of concurrent requests', () => {
	const succeed = (limit: ConcurrencyLimit, times: number) => {
		for (let count = 0; count < times; count++) limit.succeeded();
	};
	/** Returns a limit that was throttled at this many. */
	const throttledAt = (inFlight: number) => {
		const limit = new ConcurrencyLimit();
		limit.slowDown(inFlight);
		return limit;
	};

	test('is none before the API throttles', () => {
		const limit = new ConcurrencyLimit();
		succeed(limit, 100);
		expect(limit.current).toBe(Infinity);
	});

	test('is half of what was too many, and never below one', () => {
		const limit = throttledAt(20);
		const limits = Array.from({ length: 6 }, () => {
			const { current } = limit;
			limit.slowDown(current);
			return current;
		});
		expect(limits).toStrictEqual([10, 5, 2, 1, 1, 1]);
	});

	test('grows by one with a full round of successes', () => {
		const limit = throttledAt(8);
		const grown = Array.from({ length: 10 }, () => {
			limit.succeeded();
			return limit.current;
		});
		expect(grown).toStrictEqual([4, 4, 4, 5, 5, 5, 5, 5, 6, 6]);
	});

	test('goes on growing where a single request was slowed down', () => {
		const limit = throttledAt(1);
		expect(limit.current).toBe(1);
		succeed(limit, 1 + 2 + 3 + 4);
		expect(limit.current).toBe(5);
	});

	test('stays at the last one that was not throttled, and tries one more after 40, then 80 full rounds', () => {
		const limit = throttledAt(8);
		succeed(limit, 4 + 5 + 6);
		expect(limit.current).toBe(7);
		for (const rounds of [40, 80]) {
			succeed(limit, 7 * rounds - 1);
			expect(limit.current).toBe(7);
			limit.succeeded();
			expect(limit.current).toBe(8);
			limit.slowDown(8);
			expect(limit.current).toBe(7);
		}
	});
});

describe('the pace', () => {
	/** Accepts requests one after the other, each sent when the pace allows. @returns when it is done */
	const accept = (pace: Pace, times: number, from: number, takes = 5) => {
		let now = from;
		for (let count = 0; count < times; count++) {
			const sentAt = Math.max(now, pace.opensAt);
			pace.started(sentAt);
			now = sentAt + takes;
			pace.accepted(now, sentAt);
		}
		return now;
	};
	/** Returns a pace that knows its rate: 10 requests were accepted in each of two periods of 10 s. */
	const known = () => {
		const pace = new Pace();
		accept(pace, 10, 0);
		pace.throttled(50);
		pace.resumed(10_000);
		accept(pace, 9, 10_000);
		pace.throttled(20_000);
		pace.resumed(20_000);
		return pace;
	};

	test('does not space requests that are not throttled', () => {
		const pace = new Pace();
		accept(pace, 3, 0);
		expect(pace.interval).toBe(0);
		expect(pace.opensAt).toBe(10);
	});

	test('is searched from what was accepted, half as fast again in the time that a request takes', () => {
		const pace = new Pace();
		const now = accept(pace, 10, 0);
		pace.throttled(now);
		pace.resumed(10_000);
		expect(pace.interval).toBe(1_000);
		pace.accepted(now + 10, now + 5);
		pace.accepted(now + 11, now + 6);
		expect(pace.interval).toBeCloseTo(1_000 / 1.5);
		pace.accepted(now + 20, now + 10);
		expect(pace.interval).toBeCloseTo(1_000 / 1.5 ** 2);
	});

	test('is what was accepted in the search, waits included', () => {
		const pace = known();
		expect(pace.interval).toBeCloseTo(1_000);
		expect(pace.opensAt).toBeCloseTo(21_000);
	});

	test('gets a little faster with each accepted request, and a tenth slower with each 429', () => {
		const pace = known();
		pace.accepted(21_000, 20_500);
		expect(pace.interval).toBeCloseTo(1_000 / 1.002);
		pace.throttled(40_000);
		pace.throttled(40_000);
		expect(pace.interval).toBeCloseTo(1_000 / 1.002 / 0.9 ** 2);
	});

	test('never gets slower than most of what was accepted on average', () => {
		const pace = known();
		const now = accept(pace, 50, 21_000);
		for (let times = 0; times < 50; times++) pace.throttled(now);
		// 61 were accepted after the first 429.
		expect(pace.interval).toBeCloseTo((now - 50) / 61 / 0.9);
	});

	test('gets much faster once more requests in a row were accepted than a quota in full use allows', () => {
		const pace = known();
		accept(pace, 250, 21_000);
		expect(pace.interval).toBeLessThan(20);
	});

	test('searches again after a long row of 429s, which no quota explains, and soon has no wait to speak of', () => {
		const pace = new Pace();
		accept(pace, 10, 0);
		pace.throttled(50);
		pace.resumed(10_000);
		for (let times = 0; times < 11; times++) pace.throttled(10_000);
		pace.resumed(1_000_000);
		expect(pace.interval).toBe(5_000);
		expect(accept(pace, 40, 1_000_000)).toBeLessThan(1_025_000);
	});

	test('does not measure an outage', () => {
		const pace = new Pace();
		accept(pace, 10, 0);
		pace.interrupted();
		pace.throttled(50);
		pace.resumed(1_000_000);
		expect(pace.interval).toBe(0);
	});
});

describe('limits that runs share', () => {
	const [a, b] = [{}, {}];

	test('let the runs take turns', () => {
		const limits = new SharedLimits();
		expect(limits.isTurnOf(a, 0)).toBe(true);
		expect(limits.isTurnOf(b, 0)).toBe(false);
		limits.started(a, 0);
		expect([limits.isTurnOf(a, 0), limits.isTurnOf(b, 0)]).toStrictEqual([false, true]);
	});

	test('pass the turn on when the first run has nothing to send', async () => {
		const limits = new SharedLimits();
		limits.isTurnOf(a, 0);
		limits.isTurnOf(b, 0);
		const change = limits.change();
		limits.leaveLine(a);
		await change;
		expect(limits.isTurnOf(b, 0)).toBe(true);
	});

	test('hold all runs, and let one request go first after a 429', () => {
		const limits = new SharedLimits();
		for (let count = 0; count < 8; count++) limits.started(a, 0);
		limits.throttled(50, 0, 0);
		limits.throttled(51, 0, 0);
		expect(limits.throttlesInARow).toBe(1);
		limits.holdUntil(500);
		for (let count = 0; count < 8; count++) limits.ended();
		expect([limits.isTurnOf(b, 499), limits.isTurnOf(b, 500)]).toStrictEqual([false, true]);
		limits.started(b, 500);
		expect(limits.isTurnOf(a, 500)).toBe(false);
		// Sent before the 429, so it does not tell.
		limits.passed(510, 0);
		expect(limits.isTurnOf(a, 510)).toBe(false);
		limits.passed(550, 500);
		expect(limits.isTurnOf(a, 550)).toBe(true);
	});

	test('are those of one account, for as long as a run uses them', async () => {
		const seen: SharedLimits[] = [];
		const use = async (account: string) =>
			await withSharedLimits(account, async (limits) => await Promise.resolve(seen.push(limits)));
		await Promise.all([use('one'), use('one'), use('other')]);
		await use('one');
		expect(seen[1]).toBe(seen[0]);
		expect(new Set(seen).size).toBe(3);
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
