import { expect, test } from '@jest/globals';
import { expectedOf } from '../../support/expected-items.mts';
import {
	complaintsAbout,
	costOfOthers,
	type DeliveryRun,
	lostRows,
	NO_COMPLAINTS,
	type RowResult,
	type SentRequest,
	silentlyGreen,
	type World,
} from '../../support/invariants.mts';

const ROWS = [
	{ unique_id: 'a', body: 'A' },
	{ unique_id: 'b', body: 'B' },
	{
		unique_id: 'call',
		conversation_parts: ['m-1', 'm-2'].map((unique_id) => ({ unique_id, body: 'x' })),
	},
	{ ticket: 'ticket', unique_id: 'm-3', body: 'x' },
];
const SUBJECTS = ['a', 'b', 'call', 'ticket'];

const request = (id: number, more: Partial<SentRequest> = {}): SentRequest => ({
	id,
	itemIds: SUBJECTS,
	partIds: ['m-1', 'm-2', 'm-3'],
	applied: true,
	overlappingIds: [],
	...more,
});

/** A run that went well: four rows in one request. */
function goodRun(more: Partial<DeliveryRun> = {}): DeliveryRun {
	const expected = expectedOf(ROWS);
	return {
		...expected,
		results: SUBJECTS.map((item, row) => ({ row, status: 'ingested', item, attempts: 1 })),
		requests: [request(1)],
		stored: new Map(expected.items),
		outputs: [[0, 1, 2, 3], []],
		...more,
	};
}

/** The same, but for what row 1 reports; `stored` is what the API has of its item. */
function withRowOne(change: Partial<RowResult>, stored?: object): DeliveryRun {
	const run = goodRun();
	const results = run.results.map((result) =>
		result.row === 1 ? { ...result, ...change } : result,
	);
	const inStore = new Map(run.stored);
	if (stored === undefined) inStore.delete('b');
	else inStore.set('b', { unique_id: 'b', conversation_parts: [], ...stored });
	return { ...run, results, stored: inStore };
}

test('nothing is said against a run that went well', () => {
	expect(complaintsAbout(goodRun())).toStrictEqual(NO_COMPLAINTS);
});

test.each<[string, DeliveryRun, RegExp]>([
	['without a result', goodRun({ results: goodRun().results.slice(1) }), /4 rows have 3 results/],
	[
		'with another status',
		withRowOne({ status: 'fine' }, { body: 'B' }),
		/row 1 has the status fine/,
	],
	[
		'paired with another row',
		withRowOne({ row: 2 }, { body: 'B' }),
		/result 1 is paired with row 2/,
	],
	['reported under another id', withRowOne({ item: 'a' }, { body: 'B' }), /row 1 is reported as a/],
	['on no output', goodRun({ outputs: [[0, 2, 3], []] }), /of 4 rows 3 left/],
	['on two outputs', goodRun({ outputs: [[0, 1, 2, 3], [1]] }), /on 5 output items/],
	['out of order', goodRun({ outputs: [[1, 0, 2, 3], []] }), /in another order/],
	[
		'that was sent though there was nothing to send',
		goodRun({ rows: [{ item: 'a', settled: 'skipped' }, ...goodRun().rows.slice(1)] }),
		/row 0 is ingested after 1 sends, not skipped/,
	],
])('C complains about a row %s', (_what, run, complaint) => {
	expect(complaintsAbout(run).C.join()).toMatch(complaint);
});

test.each<[string, DeliveryRun, RegExp]>([
	['ingested, and is not stored', withRowOne({}), /row 1 \(b\) is ingested: the store has nothing/],
	[
		'ingested, and is stored otherwise',
		withRowOne({}, { body: 'b' }),
		/is ingested: the store has/,
	],
	['rejected, and is stored', withRowOne({ status: 'rejected' }, { body: 'B' }), /it is stored/],
	['unsent, and is stored', withRowOne({ status: 'unsent' }, { body: 'B' }), /it is stored/],
	[
		'unknown, and is stored otherwise',
		withRowOne({ status: 'unknown' }, { body: 'b' }),
		/never sent/,
	],
	['skipped, and was to be sent', withRowOne({ status: 'skipped' }), /was to be delivered/],
	['sent twice, and was sent once', withRowOne({ attempts: 2 }, { body: 'B' }), /reports 2/],
])('T complains about a row that is reported as %s', (_what, run, complaint) => {
	expect(complaintsAbout(run).T.join()).toMatch(complaint);
});

test('T complains about an item that nobody sent', () => {
	const stored = new Map(goodRun().stored).set('z', { unique_id: 'z', conversation_parts: [] });

	expect(complaintsAbout(goodRun({ stored })).T).toStrictEqual(['z is stored, and nobody sent it']);
});

test('T lets a row be rejected that an earlier request stored without a valid response', () => {
	const requests = [request(1), request(2, { applied: false })];
	const run = withRowOne({ status: 'rejected' }, { body: 'B' });
	const results = run.results.map((result) => ({ ...result, attempts: 2 }));

	expect(complaintsAbout({ ...run, results, requests }).T).toStrictEqual([]);
});

test.each<[string, string[], RegExp]>([
	['1 message of its conversation is missing. "m-2": no', ['m-1'], /^$/],
	[
		'1 message of its conversation is missing. "m-2": no',
		[],
		/1 messages are reported missing, and 2/,
	],
	[
		'1 message of its conversation is missing. "m-1": no',
		['m-1'],
		/m-1 is reported missing, and is/,
	],
	['a message is missing', ['m-1'], /names no number/],
])('T compares the partial item of the reason %j with its messages %j', (what, ids, complaint) => {
	const run = goodRun();
	const reason = ` ${what}`;
	const results = run.results.map((result) =>
		result.row === 2 ? { ...result, status: 'partial', reason: `Saved, but ${reason}` } : result,
	);
	const conversation_parts = ids.map((unique_id) => ({ unique_id, body: 'x' }));
	const stored = new Map(run.stored).set('call', { unique_id: 'call', conversation_parts });
	const complaints = complaintsAbout({ ...run, results, stored }).T;

	expect(complaints.join()).toMatch(complaint);
});

test.each(['ingested', 'rejected', 'unsent'])(
	'T complains about a row that is a message, is %s, and is the contrary in the store',
	(status) => {
		const run = goodRun();
		const results = run.results.map((result) =>
			result.row === 3 ? { ...result, status } : result,
		);
		const stored = new Map(run.stored);
		if (status === 'ingested') stored.delete('ticket');

		expect(complaintsAbout({ ...run, results, stored }).T).toHaveLength(1);
	},
);

test('N complains about the thirteenth send of an item or a message, outside of outages', () => {
	const twelve = Array.from({ length: 12 }, (_, index) => request(index + 1));
	const sends = (requests: SentRequest[]) => complaintsAbout(goodRun({ requests })).N;

	expect(sends(twelve)).toStrictEqual([]);
	expect(
		sends([...twelve, request(13, { itemIds: ['a', 'call'], partIds: ['m-1'] })]),
	).toStrictEqual(['a was sent 13 times', 'call/m-1 was sent 13 times']);
	expect(sends([...twelve, request(13, { duringOutage: true })])).toStrictEqual([]);
});

test('O complains about an item in two requests at a time, and about messages out of order', () => {
	const inFlight = (requests: SentRequest[]) => complaintsAbout(goodRun({ requests })).O;
	const part = (id: number, ...partIds: string[]) => request(id, { itemIds: ['call'], partIds });

	expect(inFlight([request(1, { overlappingIds: ['a'] })])).toHaveLength(1);
	expect(inFlight([part(1, 'm-2', 'm-1')])).toHaveLength(1);
	expect(inFlight([part(1, 'm-2'), part(2, 'm-1')])).toHaveLength(1);
	expect(inFlight([part(1, 'm-1'), part(2, 'm-1', 'm-2'), part(3, 'm-2')])).toStrictEqual([]);
});

const withinBudget: World = { faults: 'withinBudget', neverAccepted: new Set() };

test.each(['unknown', 'unsent'])(
	'B complains about a row that is %s after a fault that ended',
	(status) => {
		const run = withRowOne({ status });

		expect(lostRows(run, withinBudget)).toStrictEqual([
			`row 1 is ${status} after a fault that ended`,
		]);
		expect(lostRows(run, { ...withinBudget, neverAccepted: new Set(['b']) })).toStrictEqual([]);
		expect(lostRows(run, { ...withinBudget, faults: 'beyondBudget' })).toStrictEqual([]);
		expect(lostRows(goodRun(), withinBudget)).toStrictEqual([]);
	},
);

test('B complains about a run that fails as a whole after a fault that ended', () => {
	expect(lostRows(goodRun({ failed: true, results: [] }), withinBudget)).toHaveLength(1);
});

test.each(['rejected', 'partial', 'unknown', 'unsent'])(
	'I complains about a row that is %s because of another one',
	(status) => {
		const run = withRowOne({ status });
		const world: World = { faults: 'none', neverAccepted: new Set(['a', 'm-1']) };

		expect(costOfOthers(run, world)).toStrictEqual([`row 1 is ${status}, though the API takes it`]);
		expect(costOfOthers(run, { ...world, faults: 'beyondBudget' })).toStrictEqual([]);
		expect(costOfOthers(goodRun(), world)).toStrictEqual([]);
	},
);

test('I lets an item be partial for its own message', () => {
	const run = goodRun();
	const results = run.results.map((result) =>
		result.row === 2 ? { ...result, status: 'partial' } : result,
	);

	expect(
		costOfOthers({ ...run, results }, { faults: 'none', neverAccepted: new Set(['m-1']) }),
	).toStrictEqual([]);
	expect(
		costOfOthers({ ...run, results }, { faults: 'none', neverAccepted: new Set(['a']) }),
	).toHaveLength(1);
});

test.each<[string, 'output' | 'stop', number]>([
	['unknown', 'output', 1],
	['unsent', 'output', 1],
	['rejected', 'output', 0],
	['rejected', 'stop', 1],
	['partial', 'output', 0],
	['partial', 'stop', 1],
	['unknown', 'stop', 1],
])(
	'G, for a green run with a row that is %s and onRejectedRows set to %s, has %i complaints',
	(status, on, amount) => {
		expect(silentlyGreen(withRowOne({ status }), on)).toHaveLength(amount);
		expect(silentlyGreen({ ...withRowOne({ status }), failed: true }, on)).toStrictEqual([]);
	},
);
