import { describe, expect, test } from '@jest/globals';
import { SharedLimits } from '../../../nodes/AmplitudeAiFeedback/delivery/sharedLimits.ts';
import { VirtualClock } from '../../support/virtual-clock.mts';
import { http } from './builders.mts';
import { rows, run, start } from './scenario.mts';
import { FRIENDLY, Quota, type ApiTraits } from './simulated-api.mts';

const LATENCY = 200;

type QuotaTraits = ApiTraits['quota'] & object;

/** What runs that start at once do with a quota, in requests of one row. */
async function performance(
	quota: QuotaTraits,
	requests: number,
	{ runs = 1, seed = 1, latency = LATENCY, maxConcurrentRequests = 5, isShared = true },
) {
	const clock = new VirtualClock();
	const traits = { ...FRIENDLY, latency, quota };
	const shared = new Quota(traits);
	const limits = new SharedLimits();
	const each = requests / runs;
	const rans = await clock.run(
		Promise.all(
			Array.from({ length: runs }, async (_, index) => {
				const settings = { traits, clock, quota: shared, batchSize: 1, maxConcurrentRequests };
				const own = { seed: seed * 1_000 + index * 7_919, ...(isShared && { limits }) };
				return await start(rows(each), { ...settings, ...own });
			}),
		),
	);
	const all = rans.flatMap(({ api }) => api.requests);
	const late = all.filter(({ at }) => at >= 60_000);
	const perMs = { perMinute: 1 / 60_000, perSecond: 1 / 1_000, concurrent: 1 / latency }[
		quota.kind
	];
	const ends = rans.map(({ took }) => took);
	return {
		ingested: rans.reduce((sum, { statuses }) => sum + (statuses.ingested ?? 0), 0),
		/** Accepted requests as a share of what the quota allows until the last run ends. */
		speed: requests / (quota.requests * perMs * Math.max(...ends)),
		/** The share of 429s after the first minute. */
		throttled: late.filter(({ throttled }) => throttled).length / late.length,
		/** How early the first run ends, as a share of when the last one does. */
		fairness: Math.min(...ends) / Math.max(...ends),
	};
}

/** Asserts it for a quota, a number of requests and a world. */
async function expectGoodUse(...given: Parameters<typeof performance>) {
	const { ingested, speed, throttled, fairness } = await performance(...given);
	expect(ingested).toBe(given[1]);
	expect(speed).toBeGreaterThanOrEqual(0.85);
	expect(throttled).toBeLessThanOrEqual(0.05);
	expect(fairness).toBeGreaterThan(0.85);
}

const QUOTAS: [string, Omit<QuotaTraits, 'retryAfter'>, number][] = [
	['30 a minute', { kind: 'perMinute', requests: 30 }, 1_500],
	['2 a second', { kind: 'perSecond', requests: 2 }, 1_200],
	['5 at a time', { kind: 'concurrent', requests: 5 }, 6_000],
];
const CASES = QUOTAS.flatMap(([name, quota, requests]) =>
	[true, false].map((retryAfter) => {
		const title = `${name}, ${retryAfter ? 'with' : 'without'} Retry-After`;
		return [title, { ...quota, retryAfter }, requests] as const;
	}),
);

describe.each([
	['one run uses', { runs: 1 }],
	['one run of up to 20 requests at a time uses', { runs: 1, maxConcurrentRequests: 20 }],
	['ten runs at once use', { runs: 10 }],
])('%s 85 %% and more of a quota, with at most 5 %% throttled:', (_name, world) => {
	test.each(CASES)('%s', async (_title, quota, requests) => {
		for (const seed of [1, 2]) await expectGoodUse(quota, requests, { ...world, seed });
	});
});

test('a quota of 2 a second is used as well with an API that takes 900 ms for a request', async () => {
	const quota = { kind: 'perSecond', requests: 2, retryAfter: false } as const;
	await expectGoodUse(quota, 1_200, { latency: 900 });
});

describe('ten runs that know nothing of each other, as in other processes, lose no row with a quota of', () => {
	test.each(CASES)('%s', async (_title, quota, requests) => {
		const { ingested } = await performance(quota, requests, { runs: 10, isShared: false });
		expect(ingested).toBe(requests);
	});
});

describe('two runs that know nothing of each other use 70 % and more of a quota of', () => {
	test.each(CASES.slice(0, 4))('%s', async (_title, quota, requests) => {
		const { ingested, speed } = await performance(quota, requests, { runs: 2, isShared: false });
		expect(ingested).toBe(requests);
		expect(speed).toBeGreaterThanOrEqual(0.7);
	});
});

test('forty runs that take turns at 10 requests a minute lose no row', async () => {
	const quota = { kind: 'perMinute', requests: 10, retryAfter: true } as const;
	const { ingested } = await performance(quota, 600, { runs: 40 });
	expect(ingested).toBe(600);
});

test('30,000 rows at 30 requests a minute end, and take the 10 minutes that need be', async () => {
	const quota = { kind: 'perMinute', requests: 30, retryAfter: true } as const;
	const { statuses, report, took } = await run(rows(30_000), { traits: { quota } });
	expect(statuses).toStrictEqual({ ingested: 30_000 });
	expect(report.failure).toBeUndefined();
	expect(took).toBeLessThan(11 * 60_000);
});

test.each([
	[60_000, undefined],
	[200_000, 10],
])('throttling that is over after %i ms does not slow the rest', async (to, retryAfter) => {
	const outages = [{ from: 60, to, fault: 429 as const, ...(retryAfter && { retryAfter }) }];
	const { statuses, took } = await run(rows(30_000), { traits: { outages } });
	expect(statuses).toStrictEqual({ ingested: 30_000 });
	expect(took).toBeLessThan(to + 120_000);
});

test('429s by chance, one in twenty whatever the pace, do not slow a run more and more', async () => {
	const script = (_ids: readonly string[], request: number) =>
		request % 20 === 0 ? http(429) : undefined;
	const { statuses, took } = await run(rows(100_000), { script, traits: { latency: LATENCY } });
	expect(statuses).toStrictEqual({ ingested: 100_000 });
	expect(took).toBeLessThan((6 * 1_000 * LATENCY) / 5 + 60_000);
});

test('a single 429 in fifty does not make requests go one at a time', async () => {
	const script = (_ids: readonly string[], request: number) =>
		request % 50 === 0 ? http(429) : undefined;
	const { statuses, took } = await run(rows(30_000), { script, traits: { latency: LATENCY } });
	expect(statuses).toStrictEqual({ ingested: 30_000 });
	expect(took).toBeLessThan((2 * 300 * LATENCY) / 5 + 30_000);
});
