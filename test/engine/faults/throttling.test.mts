import { describe, expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { reviews } from '../../../tools/engine/feedback.mts';
import { attempt, gapOf, IMPATIENT } from './scenario.mts';

const emulator = useEmulator();

type Headers = Extract<FaultPlan, { kind: 'status' }>['headers'];
const throttle = (headers: Headers = {}, more: Partial<FaultPlan> = {}, status = 429) =>
	emulator().faults.add({ kind: 'status', status, headers, ...(more as object) });

/** The first wait after trouble is random, up to half a second; the rest is for a slow machine. */
const FIRST_JITTER = 500 + 900;
const HOUR = 3_600_000;

describe('Retry-After', () => {
	const waits: [string, Headers, number][] = [
		['2 seconds', { 'retry-after': 2 }, 2_000],
		['a fraction of a second', { 'retry-after': '0.7' }, 700],
		['0', { 'retry-after': 0 }, 0],
		['-5', { 'retry-after': -5 }, 0],
		['nonsense', { 'retry-after': 'soon' }, 0],
		['nothing', {}, 0],
		['a past date', { 'retry-after': { dateInMs: -10_000 } }, 0],
		[
			'a date of a clock an hour ahead',
			{ date: { dateInMs: HOUR }, 'retry-after': { dateInMs: HOUR + 2_000 } },
			2_000,
		],
		[
			'a date of a clock an hour behind',
			{ date: { dateInMs: -HOUR }, 'retry-after': { dateInMs: -HOUR + 2_000 } },
			2_000,
		],
	];
	test.each(waits)('of %s is waited for, and not much longer', async (_name, headers, least) => {
		throttle(headers);
		const { told, requests } = await attempt(emulator(), reviews(20));

		expect(told).toStrictEqual({ ingested: 20 });
		expect(requests).toHaveLength(2);
		expect(gapOf(requests)).toBeGreaterThanOrEqual(least);
		expect(gapOf(requests)).toBeLessThan(least + FIRST_JITTER);
	});

	test('as a date is waited for', async () => {
		throttle({ 'retry-after': { dateInMs: 2_000 } });
		const { told, requests } = await attempt(emulator(), reviews(20));
		const asked = Math.floor((requests[0]!.receivedAt + 2_000) / 1_000) * 1_000;

		expect(told).toStrictEqual({ ingested: 20 });
		expect(requests).toHaveLength(2);
		expect(requests[1]!.receivedAt).toBeGreaterThanOrEqual(asked);
		expect(gapOf(requests)).toBeLessThan(2_000 + FIRST_JITTER);
	});

	test('of 503 is waited for as well', async () => {
		throttle({ 'retry-after': 1 }, {}, 503);
		const { told, requests } = await attempt(emulator(), reviews(20));

		expect(told).toStrictEqual({ ingested: 20 });
		expect(requests).toHaveLength(2);
		expect(gapOf(requests)).toBeGreaterThanOrEqual(1_000);
	});

	const absurd: [string, string | number][] = [
		['thirty years', 1e9],
		['longer than a timer can be', '99999999999999999999'],
		['just more than the budget', 300],
	];
	test.each(absurd)('of %s ends the run at once', async (_name, wait) => {
		throttle({ 'retry-after': wait }, { times: 'always' });
		const { told, requests, result } = await attempt(emulator(), reviews(150));

		expect(told).toStrictEqual({ unsent: 150 });
		expect(requests).toHaveLength(1);
		expect(result.durationMs).toBeLessThan(2_000);
	});
});

describe('429', () => {
	test('for ever: the run gives up within its budget, and nothing was sent', async () => {
		throttle({}, { times: 'always' });
		const { told, requests, result } = await attempt(emulator(), reviews(250), IMPATIENT);

		expect(told).toStrictEqual({ unsent: 250 });
		expect(requests.length).toBeLessThanOrEqual(12);
		expect(result.durationMs).toBeLessThan(3_500);
		expect(result.hints[0]?.message).toMatch(/Amplitude asked to slow down /);
	});

	test('on one lane holds back all of them', async () => {
		emulator().settings.responseDelayMs = 20;
		throttle({ 'retry-after': 1 }, { skip: 8 });
		const { told, requests, result } = await attempt(emulator(), reviews(2_000));
		const { endedAt } = requests.find(({ status }) => status === 429)!;
		const early = requests.filter(
			({ receivedAt }) => receivedAt > endedAt! + 300 && receivedAt < endedAt! + 1_000,
		);

		expect(told).toStrictEqual({ ingested: 2_000 });
		expect(requests).toHaveLength(21);
		expect(early).toStrictEqual([]);
		expect(result.hints[0]?.message).toMatch(/in 21 requests; .* slow down once\.$/);
	});

	test('whenever more than two requests are in flight: all rows land, at a cost', async () => {
		emulator().settings.responseDelayMs = 20;
		throttle({}, { match: { inFlightOver: 2 }, times: 'always' });
		const { told, requests } = await attempt(emulator(), reviews(1_000));

		expect(told).toStrictEqual({ ingested: 1_000 });
		expect(requests.length).toBeLessThanOrEqual(20);
	});
});
