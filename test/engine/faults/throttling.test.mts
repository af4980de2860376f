import { expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { useShortBackoff } from '../../support/short-backoff.mts';
import { reviews, run } from '../../../tools/engine/feedback.mts';
import { statusOf } from '../delivery-run.mts';
import { gapOf, IMPATIENT, runChecked } from './checked-run.mts';

useShortBackoff();
const emulator = useEmulator();

type Headers = Extract<FaultPlan, { kind: 'status' }>['headers'];
const throttle = (headers: Headers = {}, more: Partial<FaultPlan> = {}, status = 429) =>
	emulator().faults.add({ kind: 'status', status, headers, ...(more as object) });

/** What the second request may be late by: the jitter of the first backoff, and a slow machine. */
const LATE_MS = 900;
const HOUR = 3_600_000;

test.each<[number, string, Headers, number]>([
	[429, '1 second', { 'retry-after': 1 }, 1_000],
	[503, '1 second', { 'retry-after': 1 }, 1_000],
	[429, '-5', { 'retry-after': -5 }, 0],
	[429, 'nonsense', { 'retry-after': 'soon' }, 0],
	[429, 'a past date', { 'retry-after': { dateInMs: -10_000 } }, 0],
	[
		429,
		'a date of a clock an hour ahead',
		{ date: { dateInMs: HOUR }, 'retry-after': { dateInMs: HOUR + 1_000 } },
		1_000,
	],
	[
		429,
		'a date of a clock an hour behind',
		{ date: { dateInMs: -HOUR }, 'retry-after': { dateInMs: -HOUR + 1_000 } },
		1_000,
	],
])(
	'%i with a Retry-After of %s is waited for, not much longer',
	async (status, _, headers, least) => {
		throttle(headers, {}, status);
		const { counts, requests } = await runChecked(emulator(), reviews(20));

		expect(counts).toStrictEqual({ ingested: 20 });
		expect(requests).toHaveLength(2);
		expect(gapOf(requests)).toBeGreaterThanOrEqual(least);
		expect(gapOf(requests)).toBeLessThan(least + LATE_MS);
	},
);

test.each<[string, string | number]>([
	['thirty years', 1e9],
	['more than a timer can wait', '99999999999999999999'],
	['just more than the budget', 301],
])('a Retry-After of %s ends the run at once', async (_value, wait) => {
	throttle({ 'retry-after': wait }, { times: 'always' });
	const { counts, requests, result } = await runChecked(emulator(), reviews(150));

	expect(counts).toStrictEqual({ unsent: 150 });
	expect(requests).toHaveLength(1);
	expect(result.durationMs).toBeLessThan(2_000);
});

test('a run that only gets 429 gives up within its budget, and nothing was sent', async () => {
	throttle({}, { times: 'always' });
	const { counts, requests, result } = await runChecked(emulator(), reviews(250), IMPATIENT);

	expect(counts).toStrictEqual({ unsent: 250 });
	expect(requests.length).toBeLessThanOrEqual(12);
	expect(result.durationMs).toBeLessThan(3_500);
	expect(result.hints[0]?.message).toMatch(/Amplitude asked to slow down /);
});

test('a 429 for one request holds back all of them', async () => {
	emulator().settings.responseDelayMs = 20;
	throttle({ 'retry-after': 1 }, { skip: 8 });
	const { counts, requests, result } = await runChecked(emulator(), reviews(2_000));
	const { endedAt } = requests.find(({ status }) => status === 429)!;
	const early = requests.filter(
		({ receivedAt }) => receivedAt > endedAt! + 300 && receivedAt < endedAt! + 1_000,
	);

	expect(counts).toStrictEqual({ ingested: 2_000 });
	expect(requests).toHaveLength(21);
	expect(early).toStrictEqual([]);
	expect(result.hints[0]?.message).toMatch(/in 21 requests; .* slow down once\.$/);
});

test('all rows arrive where more than two requests at a time get 429', async () => {
	emulator().settings.responseDelayMs = 20;
	throttle({}, { match: { inFlightOver: 2 }, times: 'always' });
	const { counts, requests } = await runChecked(emulator(), reviews(1_000));

	expect(counts).toStrictEqual({ ingested: 1_000 });
	expect(requests.length).toBeLessThanOrEqual(20);
});

test('runs at the same time share what they learn about the limit', async () => {
	emulator().settings.responseDelayMs = 20;
	throttle({}, { match: { inFlightOver: 2 }, times: 'always' });
	const sources = Array.from({ length: 6 }, (_, index) =>
		reviews(2_000).map((row) => ({ ...row, unique_id: `${index}-${String(row.unique_id)}` })),
	);
	const results = await Promise.all(
		sources.map(async (rows) => await run(emulator(), rows, {}, {})),
	);
	const statuses = results.flatMap(({ raw }) => raw.map(statusOf));
	const throttled = emulator().requests.filter(({ status }) => status === 429);

	expect(statuses).toHaveLength(12_000);
	expect(new Set(statuses)).toStrictEqual(new Set(['ingested']));
	expect(throttled.length).toBeLessThan(40);
});

test('a run starts with one request, and goes on with the maximum', async () => {
	emulator().settings.responseDelayMs = 20;
	const { requests } = await runChecked(emulator(), reviews(2_000), { maxConcurrentRequests: 3 });

	expect(requests[0]?.peakInFlight).toBe(1);
	expect(emulator().log.peakInFlight).toBe(3);
	expect(requests).toHaveLength(20);
});
