import { describe, expect, test } from '@jest/globals';
import { NOTHING_NAMED } from '../../../nodes/AmplitudeAiFeedback/delivery/attribute.ts';
import type { ResponseClass } from '../../../nodes/AmplitudeAiFeedback/delivery/classify.ts';
import { toJob, type Job } from '../../../nodes/AmplitudeAiFeedback/delivery/pending.ts';
import { nextStep } from '../../../nodes/AmplitudeAiFeedback/delivery/policy.ts';
import type { RetryContext } from '../../../nodes/AmplitudeAiFeedback/delivery/steps.ts';
import { abc, chunkOf, http, jobWith, naming, one, pendingItem, talk } from './builders.mts';
import { CALM, stepText } from './step-text.mts';

const reply = http(500);
const refused: ResponseClass = { kind: 'refused', status: 400, detail: 'no' };

const decide = (response: ResponseClass, job: Job, context?: Partial<RetryContext>) =>
	stepText(nextStep(response, job, { ...CALM, ...context }));

describe('a response that accounts for all', () => {
	const reply2 = toJob('s', [pendingItem('t', [chunkOf('t', ['m'], null)])]);

	test.each<[string, Job, string[], string[], string]>([
		['accepts what it does not name', abc, ['b'], [], 'a accepted, b refused no, c accepted'],
		['sends on without refused messages', talk('m', 'n'), [], ['m'], 't without m bad, > t+n'],
		['sends on the text alone', talk('m'), [], ['m'], 't without m bad, > t'],
		['believes a message before its item', talk('m', 'n'), ['t'], ['n'], 't without n bad, > t+m'],
		['splits a refused item by messages', talk('m', 'n'), ['t'], [], '> t+m,(t)+n'],
		['splits off the text of a refused item', talk('m'), ['t'], [], '> t,(t)+m'],
		['refuses an item without a rest', reply2, [], ['m'], 't refused bad without m bad'],
	])('%s', (_name, job, items, messages, expected) => {
		const named = naming(job, items, messages.length > 0 ? { t: messages } : {});
		expect(decide({ kind: 'complete', named, ingested: 0 }, job)).toBe(expected);
	});
});

describe('failures without a name', () => {
	test.each<[string, Job, string[], Record<string, string[]>, string]>([
		['are looked for by halves', abc, [], {}, '> a b | c'],
		['are looked for beside those with one', abc, ['b'], {}, 'b refused no, > a | c'],
		['are looked for in what is left', jobWith(['a', 'b']), ['b'], {}, 'b refused no, > a'],
		['are of the only item', one, [], {}, 'a refused no'],
		['may be of a message', talk('m', 'n'), [], {}, '> t+m,(t)+n'],
		['leave open whose message has one', talk('m', 'n'), [], { t: ['m'] }, '> t+m,(t)+n'],
	])('%s', (_name, job, items, messages, expected) => {
		const named = naming(job, items, messages);
		expect(decide({ kind: 'unattributed', named, ingested: 1, detail: 'no' }, job)).toBe(expected);
	});
});

describe('short counts', () => {
	const shortfall = (job: Job, countsUnchanged: boolean | undefined, named = NOTHING_NAMED) =>
		nextStep({ kind: 'shortfall', named, ingested: 1 }, job, { ...CALM, countsUnchanged });

	test('are explained first', () => {
		const step = shortfall(abc, undefined);
		expect(stepText(step)).toBe('explain a b c');
		const resumed = (known: boolean) =>
			step.kind === 'explainCounts' && stepText(step.resume(known));
		expect(resumed(false)).toBe('a accepted, b accepted, c accepted');
		expect(resumed(true)).toBe('> a b | c');
	});

	test.each<[string, Job, boolean, string[], string]>([
		['are a success but for names', abc, false, ['c'], 'a accepted, b accepted, c refused no'],
		['are bisected beside names', abc, true, ['c'], 'c refused no, > a | b'],
		['of a single item leave it open', one, true, [], 'a unresolved uncounted'],
	])('%s, once explained', (_name, job, countsUnchanged, items, expected) => {
		expect(stepText(shortfall(job, countsUnchanged, naming(job, items)))).toBe(expected);
	});
});

describe('a refusal of the whole request', () => {
	const halves = '> a b | c';
	const newSource = { isSourceAccepted: false };
	const newRun = { ...newSource, isAnyAccepted: false };
	const onlyOne = { ...newSource, hasOthersOfSource: () => false };

	test.each<[string, ResponseClass, Job, Partial<RetryContext>, string]>([
		['is bisected', refused, abc, {}, halves],
		['is bisected before anything was accepted', refused, abc, newRun, halves],
		['is split by messages', refused, talk('m'), {}, '> t,(t)+m'],
		['of one item is of that item', refused, one, {}, 'a refused no'],
		['for its size is bisected', { kind: 'tooLarge' }, abc, {}, halves],
		['for its size alone is final', { kind: 'tooLarge' }, one, {}, 'a refused tooLarge'],
	])('%s', (_name, response, job, context, expected) => {
		expect(decide(response, job, context)).toBe(expected);
	});

	const all = 'a unresolved, b unresolved, c unresolved';
	test.each<[string, Job, Partial<RetryContext>, string]>([
		['before anything was accepted stops the run', abc, newRun, `abort (fatal), ${all}`],
		['later is bisected', abc, {}, '> a b after all others | c after all others'],
		['of one item is of that item', one, { deniedInARow: 6 }, 'a refused no'],
		[
			'in a row, the eighth, stops the run',
			one,
			{ deniedInARow: 7 },
			'abort (fatal), a unresolved',
		],
	])('with 403 %s', (_name, job, context, expected) => {
		expect(decide({ kind: 'denied', reply, detail: 'no' }, job, context)).toBe(expected);
	});

	test.each<[string, Job, Partial<RetryContext>, string]>([
		['is bisected if others of its source were accepted', abc, {}, halves],
		['of one item is then of that item', one, { notFound: 9 }, 'a refused no'],
		['is held against the last item of an unknown source', abc, newSource, '> c | a b'],
		['then against another', abc, { ...newSource, notFound: 1, random: 0 }, '> a | b c'],
		[
			'is of the source the third time',
			abc,
			{ ...newSource, notFound: 2 },
			'abandon the source of a b c',
		],
		['of the only item of a source is of the source', one, onlyOne, 'abandon the source of a'],
		['of one item waits for others of its source', one, newSource, '> a after all others'],
	])('with 404 %s', (_name, job, context, expected) => {
		expect(decide({ kind: 'notFound', reply, detail: 'no' }, job, context)).toBe(expected);
	});

	test.each([
		[0, false, 'a refused no'],
		[4, false, 'a refused no'],
		[5, false, 'abort (requestRefused), a refused no'],
		[5, true, 'a refused no'],
	])(
		'after %i refusals in the same words, others being accepted %p',
		(sameRefusals, isAnyAccepted, expected) => {
			expect(decide(refused, one, { sameRefusals, isAnyAccepted })).toBe(expected);
		},
	);
});

test.each<ResponseClass>([{ kind: 'fatal', reply }, { kind: 'cancelled' }])(
	'$kind stops the run',
	(response) => {
		expect(decide(response, one)).toBe(`abort (${response.kind}), a unresolved`);
	},
);
