import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../support/virtual-clock.mts';
import { http } from './builders.mts';
import { rows, run, start } from './scenario.mts';
import { FRIENDLY, Quota, type ApiTraits } from './simulated-api.mts';

const LATENCY = 200;

/** Returns accepted requests as a share of what the quota allows, and the share of 429s after a minute. */
async function performance(quota: ApiTraits['quota'] & object, requests: number, runs: number) {
	const clock = new VirtualClock();
	const traits = { ...FRIENDLY, latency: LATENCY, quota };
	const shared = new Quota(traits);
	const settings = { traits, clock, quota: shared, batchSize: 1, maxConcurrentRequests: 20 };
	const all = await clock.run(
		Promise.all(
			Array.from(
				{ length: runs },
				async (_, index) => await start(rows(requests / runs), { ...settings, seed: index + 1 }),
			),
		),
	);
	const sent = all.flatMap(({ api }) => api.requests);
	const late = sent.filter(({ at }) => at >= 60_000);
	const perMs = { perMinute: 1 / 60_000, perSecond: 1 / 1_000, concurrent: 1 / LATENCY }[
		quota.kind
	];
	const accepted = sent.filter(({ throttled }) => !throttled).length;
	return {
		lost: requests - accepted,
		speed: accepted / (quota.requests * perMs * Math.max(...all.map(({ took }) => took))),
		throttled: late.filter(({ throttled }) => throttled).length / late.length,
	};
}

describe('a quota is used to at least 85 %, with at most 5 % throttled after the first minute:', () => {
	const quotas: [string, ApiTraits['quota'] & object, number][] = [
		['30 a minute, with Retry-After', { kind: 'perMinute', requests: 30, retryAfter: true }, 600],
		['30 a minute', { kind: 'perMinute', requests: 30, retryAfter: false }, 600],
		['2 a second, with Retry-After', { kind: 'perSecond', requests: 2, retryAfter: true }, 2_000],
		['2 a second', { kind: 'perSecond', requests: 2, retryAfter: false }, 2_000],
		['5 at a time', { kind: 'concurrent', requests: 5 }, 10_000],
	];
	test.each(
		[1, 10].flatMap((runs) => quotas.map(([name, ...quota]) => [name, runs, ...quota] as const)),
	)('%s, %i at once', async (_name, runs, quota, requests) => {
		const { lost, speed, throttled } = await performance(quota, requests, runs);
		expect(lost).toBe(0);
		expect(speed).toBeGreaterThanOrEqual(0.85);
		expect(throttled).toBeLessThanOrEqual(0.05);
	});
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

test('a single 429 in fifty does not make requests go one at a time', async () => {
	const script = (_ids: readonly string[], request: number) =>
		request % 50 === 0 ? http(429) : undefined;
	const { statuses, took } = await run(rows(30_000), { script, traits: { latency: LATENCY } });
	expect(statuses).toStrictEqual({ ingested: 30_000 });
	expect(took).toBeLessThan((2 * 300 * LATENCY) / 5 + 30_000);
});
