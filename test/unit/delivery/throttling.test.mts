import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../support/virtual-clock.mts';
import { http } from './builders.mts';
import { rows, run, start } from './scenario.mts';
import { FRIENDLY, Quota, type ApiTraits } from './simulated-api.mts';

const LATENCY = 200;

/** Returns accepted requests as a share of what the quota allows, and the share of 429s after a minute. */
async function performance(quota: ApiTraits['quota'] & object, requests: number) {
	const clock = new VirtualClock();
	const traits = { ...FRIENDLY, latency: LATENCY, quota };
	const settings = { traits, clock, quota: new Quota(traits), batchSize: 1, seed: 1 };
	const { api, took } = await clock.run(start(rows(requests), settings));
	const late = api.requests.filter(({ at }) => at >= 60_000);
	const perMs = { perMinute: 1 / 60_000, perSecond: 1 / 1_000, concurrent: 1 / LATENCY }[
		quota.kind
	];
	const accepted = api.requests.filter(({ throttled }) => !throttled).length;
	return {
		lost: requests - accepted,
		speed: accepted / (quota.requests * perMs * took),
		throttled: late.filter(({ throttled }) => throttled).length / late.length,
	};
}

describe('a quota is used well, with at most 5 % throttled after the first minute:', () => {
	// Waiting out a Retry-After of a whole second costs a fast quota more.
	const quotas: [string, ApiTraits['quota'] & object, number, number][] = [
		[
			'30 a minute, with Retry-After',
			{ kind: 'perMinute', requests: 30, retryAfter: true },
			600,
			0.85,
		],
		['30 a minute', { kind: 'perMinute', requests: 30, retryAfter: false }, 600, 0.85],
		[
			'2 a second, with Retry-After',
			{ kind: 'perSecond', requests: 2, retryAfter: true },
			600,
			0.75,
		],
		['2 a second', { kind: 'perSecond', requests: 2, retryAfter: false }, 600, 0.85],
		['5 at a time', { kind: 'concurrent', requests: 5 }, 3_000, 0.85],
	];
	test.each(quotas)('%s', async (_name, quota, requests, leastSpeed) => {
		const { lost, speed, throttled } = await performance(quota, requests);
		expect(lost).toBe(0);
		expect(speed).toBeGreaterThanOrEqual(leastSpeed);
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
