import { expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { useShortBackoff } from '../../support/short-backoff.mts';
import { reviews } from '../../../tools/engine/feedback.mts';
import { bisections, IMPATIENT, runChecked } from './checked-run.mts';

useShortBackoff();
const emulator = useEmulator();

const aboutNobody = { failedBy: 1, errors: [{ unique_id: 'nobody', error: 'Refused' }] };

test.each<[string, FaultPlan]>([
	['a web page with status 200', { kind: 'html' }],
	['an empty body', { kind: 'empty' }],
	['null', { kind: 'response', text: 'null' }],
	['an array', { kind: 'response', json: [] }],
	['truncated JSON', { kind: 'truncated' }],
	['a body that ends with its connection', { kind: 'truncated', cut: 'connection' }],
	['a body without counts', { kind: 'response', json: { errors: [] } }],
	['more errors than failures', { kind: 'response', patch: { errors: aboutNobody.errors } }],
	['a redirect, which is not followed', { kind: 'redirect' }],
	['a permanent redirect, which is not followed', { kind: 'redirect', status: 308 }],
	['503', { kind: 'status', status: 503 }],
])('rows answered once by %s are sent again', async (_what, fault) => {
	emulator().faults.add(fault);
	const { counts, requests, result } = await runChecked(emulator(), reviews(20));

	expect(counts).toStrictEqual({ ingested: 20 });
	expect(requests).toHaveLength(2);
	expect(emulator().requests).toHaveLength(2);
	expect(result.hints).toStrictEqual([]);
});

test.each<[string, FaultPlan]>([
	['a web page', { kind: 'html', times: 'always' }],
	['a redirect to a sign-in page', { kind: 'redirect', times: 'always' }],
])('no row is ingested where every response is %s', async (_what, fault) => {
	emulator().faults.add(fault);
	const { counts, requests, result } = await runChecked(emulator(), reviews(150), IMPATIENT);

	// The second request went to learn whether other rows pass.
	expect(counts).toStrictEqual({ unknown: 150 });
	expect(requests.length).toBeLessThanOrEqual(12);
	expect(emulator().requests).toHaveLength(requests.length);
	expect(result.hints[0]?.message).toMatch(/^0 of 150 rows ingested in \d+ requests?; /);
});

test('a failure named by an id that was not sent is looked for by bisection', async () => {
	emulator().faults.add({ kind: 'response', patch: aboutNobody });
	const { counts, requests } = await runChecked(emulator(), reviews(20));

	expect(counts).toStrictEqual({ ingested: 20 });
	expect(requests.map(({ items }) => items)).toStrictEqual([20, 10, 10]);
});

test('a count of 100 ingested items for 99 sent ones is accepted', async () => {
	emulator().faults.add({ kind: 'response', patch: { ingestedBy: 1 } });
	const { counts, requests } = await runChecked(emulator(), reviews(99));

	expect(counts).toStrictEqual({ ingested: 99 });
	expect(requests).toHaveLength(1);
});

test('two of three failures that have no name are found by bisection', async () => {
	emulator().faults.add({
		kind: 'errors',
		errors: [{ unique_id: 'review-1', error: 'Too rude' }],
		unnamed: ['review-5', 'review-9'],
		match: { uniqueId: ['review-1', 'review-5', 'review-9'] },
		times: 'always',
	});
	const { statuses, requests, result } = await runChecked(emulator(), reviews(10));

	const rejected = statuses.flatMap((status, row) => (status === 'rejected' ? [row] : []));
	expect(rejected).toStrictEqual([1, 5, 9]);
	expect(statuses.filter((status) => status === 'ingested')).toHaveLength(7);
	expect(result.raw[1]?.json.reason).toMatch(/"Too rude"/);
	// Without row 1 the halves are rows 0, 2, 3, 4, 5 and rows 6, 7, 8, 9.
	expect(requests).toHaveLength(1 + bisections(5, [4]) + bisections(4, [3]));
});

test.each([207, 400])('the counts of a partly failed request hold on status %i', async (status) => {
	emulator().settings.statusPartlyFailed = status;
	emulator().faults.add({ kind: 'errors', errors: [{ unique_id: 'review-1' }] });
	const { statuses, requests } = await runChecked(emulator(), reviews(3));

	expect(statuses).toStrictEqual(['ingested', 'rejected', 'ingested']);
	expect(requests).toHaveLength(1);
});
