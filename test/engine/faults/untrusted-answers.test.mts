import { describe, expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { reviews } from '../../../tools/engine/feedback.mts';
import { attempt, halvings, IMPATIENT } from './scenario.mts';

const emulator = useEmulator();

const aboutNobody = { failedBy: 1, errors: [{ unique_id: 'nobody', error: 'Refused' }] };
const untrusted: [string, FaultPlan][] = [
	['a page with status 200', { kind: 'html' }],
	['an empty answer', { kind: 'empty' }],
	['the answer null', { kind: 'response', text: 'null' }],
	['an array', { kind: 'response', json: [] }],
	['JSON cut short', { kind: 'truncated' }],
	['an answer cut off with the connection', { kind: 'truncated', cut: 'connection' }],
	['an answer without its counts', { kind: 'response', json: { errors: [] } }],
	['more errors than failures', { kind: 'response', patch: { errors: aboutNobody.errors } }],
	['an error for an id that was not sent', { kind: 'response', patch: aboutNobody }],
];

describe('an answer that is none', () => {
	test.each(untrusted)('%s, once: the rows are sent again and land', async (_name, fault) => {
		emulator().faults.add(fault);
		const { told, requests, result } = await attempt(emulator(), reviews(20));

		expect(told).toStrictEqual({ ingested: 20 });
		expect(requests).toHaveLength(2);
		expect(result.hints).toStrictEqual([]);
	});

	test.each([301, 302, 303, 307, 308])(
		'a redirect with status %i is not followed',
		async (status) => {
			emulator().faults.add({ kind: 'redirect', status });
			const { told, requests } = await attempt(emulator(), reviews(20));

			expect(told).toStrictEqual({ ingested: 20 });
			expect(requests).toHaveLength(2);
			expect(emulator().requests).toHaveLength(2);
		},
	);
});

describe('an answer that is none, each time', () => {
	const lasting: [string, FaultPlan][] = [
		['a page with status 200', { kind: 'html', times: 'always' }],
		['a redirect to a sign-in page', { kind: 'redirect', times: 'always' }],
		['an answer about other items', { kind: 'response', patch: aboutNobody, times: 'always' }],
	];
	test.each(lasting)('%s: no row is told that it arrived', async (_name, fault) => {
		emulator().faults.add(fault);
		const { told, requests, result } = await attempt(emulator(), reviews(150), IMPATIENT);

		expect(told).toStrictEqual({ unknown: 100, unsent: 50 });
		// At most twelve for a row, of which the first three carry all hundred.
		expect(requests.length).toBeLessThanOrEqual(3 + 2 * 9);
		expect(emulator().requests).toHaveLength(requests.length);
		expect(result.hints[0]?.message).toMatch(/^0 of 150 rows ingested in \d+ requests?; /);
	});
});

describe('counts', () => {
	test('"ingested" is not relied on: 100 for 99 items is an answer', async () => {
		emulator().faults.add({ kind: 'response', patch: { ingestedBy: 1 } });
		const { told, requests } = await attempt(emulator(), reviews(99));

		expect(told).toStrictEqual({ ingested: 99 });
		expect(requests).toHaveLength(1);
	});

	test('parts may be counted as well', async () => {
		emulator().settings.ingestedCounts = 'items-and-parts';
		const call = { unique_id: 'call', conversation_parts: [{ unique_id: 'm-1', body: 'one' }] };
		const { told, requests } = await attempt(emulator(), [call, ...reviews(2)]);

		expect(told).toStrictEqual({ ingested: 3 });
		expect(requests).toHaveLength(1);
	});

	test('three failures with one name: the other two are found by halving', async () => {
		emulator().faults.add({
			kind: 'errors',
			errors: [{ unique_id: 'review-1', error: 'Too rude' }],
			unnamed: ['review-5', 'review-9'],
			match: { uniqueId: ['review-1', 'review-5', 'review-9'] },
			times: 'always',
		});
		const { statuses, requests, result } = await attempt(emulator(), reviews(10));

		const failed = statuses.flatMap((status, row) => (status === 'rejected' ? [row] : []));
		expect(failed).toStrictEqual([1, 5, 9]);
		expect(statuses.filter((status) => status === 'ingested')).toHaveLength(7);
		expect(result.raw[1]?.json.reason).toMatch(/"Too rude"/);
		// Without row 1 the halves are rows 0, 2, 3, 4, 5 and rows 6, 7, 8, 9.
		expect(requests).toHaveLength(1 + halvings(5, [4]) + halvings(4, [3]));
	});

	test.each([207, 400, 422])('a partly failed request may have status %i', async (status) => {
		emulator().settings.statusPartlyFailed = status;
		emulator().faults.add({ kind: 'errors', errors: [{ unique_id: 'review-1' }] });
		const { statuses, requests } = await attempt(emulator(), reviews(3));

		expect(statuses).toStrictEqual(['ingested', 'rejected', 'ingested']);
		expect(requests).toHaveLength(1);
	});
});
