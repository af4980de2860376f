import { describe, expect, test } from '@jest/globals';
import { NOTHING_NAMED } from '../../../nodes/AmplitudeAiFeedback/delivery/attribute.ts';
import type {
	ResponseClass,
	TransientCause,
} from '../../../nodes/AmplitudeAiFeedback/delivery/classify.ts';
import {
	toJob,
	type Job,
	type TrackedChunk,
} from '../../../nodes/AmplitudeAiFeedback/delivery/pending.ts';
import { nextStep } from '../../../nodes/AmplitudeAiFeedback/delivery/policy.ts';
import { nextTry } from '../../../nodes/AmplitudeAiFeedback/delivery/retryPolicy.ts';
import { MAX_SENDS, type RetryContext } from '../../../nodes/AmplitudeAiFeedback/delivery/steps.ts';
import { abc, http, naming, one, pendingItem, talk } from './builders.mts';
import { CALM, jobText, stepText } from './step-text.mts';

const transient = (cause: TransientCause, retryAfterMs?: number): ResponseClass => ({
	kind: 'transient',
	cause,
	reply: http(500),
	retryAfterMs,
});
const decide = (response: ResponseClass, job: Job, context?: Partial<RetryContext>) =>
	stepText(nextStep(response, job, { ...CALM, ...context }));
const down = { isOutage: true };

describe('a request whose failure retrying may fix', () => {
	const busy = transient('unavailable');
	const throttled = transient('throttled');
	test.each<[string, ResponseClass, Partial<Job>, Partial<RetryContext>, string]>([
		['backs off alone', busy, {}, {}, '500 ms'],
		['backs off by its own failures', busy, { failures: 3 }, {}, '4000 ms'],
		['holds all in an outage', busy, { failures: 9 }, { ...down, failedProbes: 2 }, '2000 ms, all'],
		['holds all as long as it is told', transient('unavailable', 9_000), {}, {}, '9500 ms, all'],
		[
			'holds all when throttled',
			throttled,
			{ failures: 9 },
			{ throttlesInARow: 1 },
			'1000 ms, all',
		],
		['goes every 15 s when throttled', throttled, {}, { throttlesInARow: 9 }, '15000 ms, all'],
		['keeps its pace when throttled', throttled, {}, { intervalMs: 2_000 }, '2000 ms, all'],
		['waits when it is told to', transient('throttled', 60_000), {}, {}, '60500 ms, all'],
		['stays whole when an outage times out', transient('timeout'), {}, down, '500 ms, all'],
	])('%s', (_name, response, more, context, wait) => {
		expect(decide(response, { ...abc, ...more }, context)).toBe(`retry a b c after ${wait}`);
	});

	test('goes by halves when it times out', () => {
		expect(decide(transient('timeout'), abc)).toBe('> a b after all others | c after all others');
		expect(decide(transient('timeout'), one)).toBe('retry a after 500 ms');
	});

	test('ends the run where the budget allows no retry', () => {
		const context = { nextStart: () => undefined };
		expect(decide(transient('unavailable'), one, context)).toBe('abort (gaveUp), a unresolved');
	});

	test.each<[TransientCause, Partial<RetryContext>, Partial<TrackedChunk>]>([
		['unavailable', {}, { countedSends: 1, failedProbes: 0, possiblyApplied: true }],
		['throttled', {}, { countedSends: 0, failedProbes: 0, possiblyApplied: false }],
		[
			'incoherent',
			{ failedProbes: 1 },
			{ countedSends: 0, failedProbes: 1, possiblyApplied: true },
		],
	])('counts its send, %s, in the context %j, as %j', (cause, context, expected) => {
		const step = nextStep(transient(cause), one, { ...CALM, ...context });
		const current = step.kind === 'retry' && step.job.items[0]?.current;
		expect(current).toMatchObject({ attempts: 1, ...expected });
	});
});

describe('a job that failed is due again', () => {
	const tried = (job: Job, othersPassed: boolean) => {
		const next = nextTry(job, othersPassed, 1_000);
		return 'step' in next
			? stepText(next.step)
			: `${jobText(next.send)}, strike ${next.send.strikes}`;
	};
	const failed = (job: Job, strikes: number) => ({ ...job, strikes, isUnexplained: true });
	const judged = { ...failed(one, 4), isUnexplained: false };

	test.each<[string, Job, boolean, string]>([
		['goes unchanged if no other passed', failed(abc, 4), false, 'a b c, strike 4'],
		['has one strike if others passed', failed(abc, 0), true, 'a b c, strike 1'],
		['is bisected at the second strike', failed(abc, 1), true, '> a b | c'],
		['is split by messages at the second strike', failed(talk('m'), 1), true, '> t,(t)+m'],
		['goes on as a single item', failed(one, 3), true, 'a, strike 4'],
		['is left open as a single item with five', failed(one, 4), true, 'a unresolved failing'],
		['has one strike for one failure', judged, true, 'a, strike 4'],
	])('%s', (_name, job, othersPassed, expected) => {
		expect(tried(job, othersPassed)).toBe(expected);
	});

	const spent = (tracked: Partial<TrackedChunk>, more?: Partial<Job>) =>
		toJob('s', [pendingItem('a', undefined, { tracked }), pendingItem('b')], more);
	const probed = { countedSends: MAX_SENDS - 2, failedProbes: 2 };
	test.each<[string, Job, string]>([
		['12 sends', spent({ countedSends: MAX_SENDS }), 'a unresolved sendLimit, > b'],
		['11 sends of 40', spent({ countedSends: MAX_SENDS - 1, attempts: 40 }), 'a b, strike 0'],
		['10 sends and 2 probes', spent(probed), 'a b, strike 0'],
		[
			'10 sends and 2 probes of a fault of its own',
			spent(probed, { strikes: 2 }),
			'a unresolved sendLimit, > b',
		],
	])('after %s', (_name, job, expected) => {
		expect(tried(job, false)).toBe(expected);
	});
});

describe('at the last allowed send', () => {
	const last = (job: Job): Job => ({
		...job,
		items: job.items.map((pending) => ({
			...pending,
			current: { ...pending.current, countedSends: MAX_SENDS - 1 },
		})),
	});
	const [all, single, call] = [last(abc), last(one), last(talk('m', 'n'))];
	const refused: ResponseClass = { kind: 'refused', status: 400, detail: 'no' };
	const unattributed = (named = NOTHING_NAMED): ResponseClass => ({
		kind: 'unattributed',
		named,
		ingested: 0,
	});
	const complete: ResponseClass = {
		kind: 'complete',
		named: naming(call, [], { t: ['m'] }),
		ingested: 0,
	};
	const limited = (...ids: string[]) => ids.map((id) => `${id} unresolved sendLimit`).join(', ');

	test.each<[string, ResponseClass, Job, string]>([
		['nothing is bisected', refused, all, limited('a', 'b', 'c')],
		['nobody is blamed without a name', unattributed(), all, limited('a', 'b', 'c')],
		[
			'rows that the response names stay rejected',
			unattributed(naming(all, ['b'])),
			all,
			`b refused no, ${limited('a', 'c')}`,
		],
		['messages that it names stay rejected', complete, call, `t without m bad, ${limited('t')}`],
		['a single item is refused', refused, single, 'a refused no'],
		['a throttled request goes on', transient('throttled'), single, 'retry a after 500 ms, all'],
	])('%s', (_name, response, job, expected) => {
		expect(decide(response, job)).toBe(expected);
	});
});
