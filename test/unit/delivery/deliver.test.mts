import { describe, expect, test } from '@jest/globals';
import type { FeedbackItem } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import { NO_COMPLAINTS } from '../../support/invariants.mts';
import { http } from './builders.mts';
import { rows, run, type Ran, type Scenario, type Script } from './scenario.mts';
import type { ApiTraits, Fault } from './simulated-api.mts';

const PAGE = http(200, '<html>Sign in</html>');

/** Runs a scenario of which every row is told the truth, within the limit of sends. */
async function delivered(items: readonly FeedbackItem[], scenario?: Scenario): Promise<Ran> {
	const ran = await run(items, scenario);
	expect(ran.complaints).toStrictEqual(NO_COMPLAINTS);
	return ran;
}
const outage = (from: number, to: number, fault: Fault): Scenario => ({
	traits: { outages: [{ from, to, fault }] },
});

describe('an outage within the retry budget loses no row:', () => {
	const hour = { budget: 3_600_000 };
	const short = { budget: 30_000 };
	test.each<[string, number, Scenario, number]>([
		['503 for 100 s from the first request', 1_000, outage(0, 100_000, 503), 131_000],
		['500 for 100 s from the first request', 1_000, outage(0, 100_000, 500), 131_000],
		['429 for 100 s from the first request', 1_000, outage(0, 100_000, 429), 131_000],
		['pages with status 200 for 100 s', 1_000, outage(0, 100_000, 'page'), 131_000],
		['resets for 100 s', 1_000, outage(0, 100_000, 'reset'), 131_000],
		['responses lost for 100 s', 1_000, outage(0, 100_000, 'lostResponse'), 131_000],
		['refused connections for 100 s', 1_000, outage(0, 100_000, 'unreachable'), 131_000],
		['silence for 100 s', 1_000, outage(0, 100_000, 'silence'), 191_000],
		['60 s of 503 amid 5,000 rows', 5_000, outage(300, 60_300, 503), 92_000],
		['60 s of silence amid 5,000 rows', 5_000, outage(300, 60_300, 'silence'), 92_000],
		[
			'20 minutes of 503 with a budget of an hour',
			2_000,
			{ ...outage(120, 1_200_000, 503), ...hour },
			1_265_000,
		],
		[
			'resets with a budget as long as a time-out',
			200,
			{ ...outage(0, 50_000, 'reset'), budget: 60_000 },
			81_000,
		],
		[
			'silence with a budget shorter than a time-out',
			200,
			{ ...outage(0, 25_000, 'silence'), ...short },
			61_000,
		],
	])('%s', async (_name, count, scenario, endsBy) => {
		const { statuses, report, took } = await delivered(rows(count), scenario);
		expect({ statuses, failure: report.failure }).toStrictEqual({
			statuses: { ingested: count },
			failure: undefined,
		});
		expect(took).toBeLessThan(endsBy);
	});
});

test.each<Fault>([503, 429, 'page', 'lostResponse', 'unreachable'])(
	'an outage beyond the budget (%s) ends the run when the budget ends, and nothing is told to be ingested falsely',
	async (fault) => {
		const { statuses, report, took } = await delivered(rows(1_000), outage(120, Infinity, fault));
		expect(report.failure).toMatchObject({ kind: 'gaveUp' });
		expect(statuses).toMatchObject({ ingested: 600 });
		expect(took).toBeGreaterThan(300_000);
		expect(took).toBeLessThan(301_000);
	},
);

test('one batch that gets 500 five times does not slow the others', async () => {
	const traits = { latency: 900 };
	const { took: undisturbed } = await delivered(rows(5_000), { traits });
	let failures = 0;
	const script: Script = (ids) =>
		ids.includes('row-1500') && failures++ < 5 ? http(500) : undefined;
	const { statuses, took } = await delivered(rows(5_000), { traits, script });
	expect(statuses).toStrictEqual({ ingested: 5_000 });
	expect(took).toBeLessThan(undisturbed * 1.2);
});

test('a run that stops does not wait for the Retry-After of another request', async () => {
	const script: Script = (ids) => {
		if (ids.includes('row-100')) return http(503, '', { 'retry-after': '151' });
		return ids.includes('row-200') ? http(401) : undefined;
	};
	const { report, took } = await delivered(rows(1_000), { script });
	expect(report.failure).toMatchObject({ kind: 'fatal', reply: { status: 401 } });
	expect(took).toBeLessThan(1_000);
});

describe('one row costs only itself', () => {
	const places: [string, number, number, number][] = [
		['first', 0, 500, 100],
		['in the middle', 250, 500, 100],
		['first of one request', 0, 100, 100],
		['amid one request', 37, 100, 100],
		['last of one request', 99, 100, 100],
		['last and alone', 10, 11, 1],
	];
	const faults: [Fault, string][] = [
		[500, 'unknown'],
		[502, 'unknown'],
		['reset', 'unknown'],
		['page', 'unknown'],
		['silence', 'unknown'],
		[400, 'rejected'],
		[404, 'rejected'],
		[406, 'rejected'],
		[409, 'rejected'],
	];
	const cases = faults.flatMap(([poison, status]) =>
		places.map(([name, ...place]) => [poison, name, status, ...place] as const),
	);
	// 403 for the first request is about the keys.
	test.each([...cases, [403, 'in the middle', 'rejected', 250, 500, 100] as const])(
		'when it always gets %s, %s',
		async (poison, _name, status, place, count, batchSize) => {
			const items = rows(count, { [place]: 'poison' });
			const { others, report } = await delivered(items, { traits: { poison }, batchSize });
			expect(others).toStrictEqual({ poison: status });
			expect(report.failure).toBeUndefined();
		},
	);
});

test.each<[string, Partial<ApiTraits>]>([
	['cuts what has more than 50 items', { maxItems: 50, overLimit: 'reset' }],
	['cuts what has more than 7 items', { maxItems: 7, overLimit: 'reset' }],
	['cuts what has more than 1 item', { maxItems: 1, overLimit: 'reset' }],
	['cuts what has more than 1 kB', { maxBytes: 1_000, overLimit: 'reset' }],
	['refuses what has more than 7 items', { maxItems: 7 }],
	['needs 1 s an item, with time-outs of 60 s', { perItem: 1_000 }],
])('an API that %s gets all rows', async (_name, traits) => {
	const { statuses } = await delivered(rows(300), { traits });
	expect(statuses).toStrictEqual({ ingested: 300 });
});

describe('counts that are short', () => {
	test.each([0, 150, 299])('are of row %i, which was dropped, and of no other', async (place) => {
		const { others, report } = await delivered(rows(300, { [place]: 'drop' }));
		expect(others).toStrictEqual({ drop: 'unknown' });
		expect(report.counts).toStrictEqual({ accepted: 299, ingested: 299 });
	});

	test.each([
		[300, 0],
		[150, 150],
		[1, 299],
	])(
		'are of %i unchanged rows beside %i new ones, if the API does not count those',
		async (unchanged, added) => {
			const items = rows(unchanged + added);
			const traits = { countsUnchanged: false };
			const stored = items.slice(0, unchanged);
			const { statuses, report } = await delivered(items, { traits, stored });
			expect(statuses).toStrictEqual({ ingested: 300 });
			expect(report.counts).toStrictEqual({ accepted: 300, ingested: added });
		},
	);
});

describe('counts that are always the same', () => {
	test.each([1, 5])('(%i) are soon no reason to bisect', async (alwaysCounts) => {
		const { statuses, report } = await delivered(rows(10_000), { traits: { alwaysCounts } });
		expect(statuses).toStrictEqual({ ingested: 10_000 });
		expect(report.requests).toBeLessThan(600);
		expect(report.counts.accepted).toBe(10_000);
		expect(report.counts.ingested).toBeLessThan(2_000);
	});
});

test.each([
	['one row in ten is dropped', (index: number) => index % 10 === 0, 100],
	['every second row is dropped', (index: number) => index % 2 === 0, 2],
	['every row after the first 200 is dropped', (index: number) => index >= 200, 100],
])(
	'where %s, short counts are believed however often they come, and the rows end unknown',
	async (_name, isDropped, batchSize) => {
		const ids = Array.from({ length: 3_000 }, (_, index) => index).filter(isDropped);
		const special = Object.fromEntries(ids.map((index) => [index, `drop-${index}`]));
		const { statuses } = await delivered(rows(3_000, special), { batchSize });
		expect(statuses).toStrictEqual({ ingested: 3_000 - ids.length, unknown: ids.length });
	},
);

describe('one refused message costs only itself', () => {
	const messages = Array.from({ length: 10 }, (_, index) => ({
		unique_id: index === 0 ? 'bad' : `m-${index}`,
		body: 'Hello',
	}));
	const append = { unique_id: 'ticket', conversation_parts: messages };
	const cases = [
		['ten replies', append],
		['a call', { ...append, author: 'Ann' }],
	] as const;
	const traits: [string, Partial<ApiTraits>][] = [
		['by its id', {}],
		['by the id of its item', { messageNaming: 'item' }],
		['without an id', { naming: 'none' }],
		['with all of its request', { keepsOthers: false }],
	];
	test.each(
		cases.flatMap(([name, item]) =>
			traits.map(([how, habits]) => [name, how, item, habits] as const),
		),
	)('in %s, refused %s', async (_name, _how, item, habits) => {
		const { others, api } = await delivered([item], { traits: habits });
		expect(others).toStrictEqual({ ticket: 'partial', bad: 'refused' });
		expect(api.stored.get('ticket')?.conversation_parts).toHaveLength(9);
	});
});

describe('refusals in the same words', () => {
	const traits: Partial<ApiTraits> = { keepsOthers: false };

	test('of three rows at the start and one at the end do not stop 96 good ones', async () => {
		const bad = { 0: 'bad-1', 1: 'bad-2', 2: 'bad-3', 99: 'bad-4' };
		const { statuses } = await delivered(rows(100, bad), { traits });
		expect(statuses).toStrictEqual({ ingested: 96, rejected: 4 });
	});

	test('of all rows stop the run after a few', async () => {
		const bad = Object.fromEntries(rows(1_000).map((_, index) => [index, `bad-${index}`]));
		const { report, statuses } = await delivered(rows(1_000, bad), { traits });
		expect(report.failure).toMatchObject({ kind: 'requestRefused', status: 400 });
		expect(statuses).toStrictEqual({ rejected: 6, unsent: 994 });
		expect(report.requests).toBeLessThan(20);
	});
});

describe('20 rows in one request', () => {
	const once =
		(reply: ReturnType<typeof http>): Script =>
		(_ids, request) =>
			request === 1 ? reply : undefined;
	const always =
		(reply: ReturnType<typeof http>): Script =>
		() =>
			reply;

	test.each<[string, Scenario, object, number, string | undefined]>([
		['get a page once', { script: once(PAGE) }, { ingested: 20 }, 2, undefined],
		['get a page always', { script: always(PAGE) }, { unknown: 20 }, 40, 'gaveUp'],
		[
			'are redirected to a login page',
			{ script: always(http(302, PAGE.text)) },
			{ unknown: 20 },
			40,
			'gaveUp',
		],
		['meet one reset', outage(0, 1, 'reset'), { ingested: 20 }, 2, undefined],
		[
			'meet one response that is lost',
			outage(0, 1, 'lostResponse'),
			{ ingested: 20 },
			2,
			undefined,
		],
		['get 401', { script: always(http(401)) }, { unsent: 20 }, 1, 'fatal'],
		['get 413 above 5 items', { traits: { maxItems: 5 } }, { ingested: 20 }, 6, undefined],
	])('%s', async (_name, scenario, statuses, requests, failure) => {
		const ran = await delivered(rows(20), scenario);
		expect(ran.statuses).toStrictEqual(statuses);
		expect(ran.report.failure?.kind).toBe(failure);
		expect(ran.report.requests).toBeLessThanOrEqual(requests);
	});

	test('with one bad row among them, which 400 does not name, lose that one', async () => {
		const { others } = await delivered(rows(20, { 13: 'bad' }), { traits: { keepsOthers: false } });
		expect(others).toStrictEqual({ bad: 'rejected' });
	});

	test.each([429, 503])('are not sent again before the 2 s that %i asks for', async (status) => {
		const script = once(http(status, '', { 'retry-after': '2' }));
		const { statuses, api } = await delivered(rows(20), { script });
		expect(statuses).toStrictEqual({ ingested: 20 });
		expect(api.requests[1]?.at).toBeGreaterThanOrEqual(2_050);
	});
});
