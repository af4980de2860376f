import { expect, test } from '@jest/globals';
import type { FaultPlan } from '../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../support/emulator.mts';
import { expectedOf } from '../support/expected-items.mts';
import { silentlyGreen } from '../support/invariants.mts';
import { useShortBackoff } from '../support/short-backoff.mts';
import { credentialsFor, reviews, run, statuses } from '../../tools/engine/feedback.mts';
import { deliveryRunOf, statusOf } from './delivery-run.mts';

useShortBackoff();
const emulator = useEmulator();

const ROWS = [
	{ unique_id: 'a', body: 'one' },
	{ unique_id: 'b' },
	{ unique_id: 'c', body: 'three' },
];
/** The API refuses the row "c". */
const refuseC = () =>
	emulator().faults.add({
		kind: 'errors',
		errors: [{ unique_id: 'c', error: 'Body text exceeds maximum length' }],
	});
const wrongKeys = () => ({ ...credentialsFor(emulator()), secretKey: 'not-the-secret-key' });

test('rejected rows leave as rows where the workflow stops on errors', async () => {
	refuseC();
	const result = await run(emulator(), ROWS, {}, { onError: 'stopWorkflow' });

	expect(statuses(result)).toStrictEqual(['ingested', 'rejected', 'rejected']);
	expect(result.success[2]?.json.reason).toBe(
		'Row 3: Amplitude refused it: "Body text exceeds maximum length". Correct the row, then send it again. If every row is refused, check the Source ID.',
	);
});

test('rejected rows stop the workflow on demand, after all others were sent', async () => {
	refuseC();
	const result = await run(emulator(), ROWS, { options: { onRejectedRows: 'stop' } });

	expect(result.failure?.message).toBe('2 rows of 3 cannot be ingested');
	expect(result.failure?.description).toMatch(/^Row 2: Text, from .*, has no value in this row/);
	expect(result.failure?.context).toMatchObject({ itemIndex: 1 });
	expect(emulator().store.item('source-1', 'a')).toBeDefined();
});

test('rejected rows leave with the others, and never throw, where the workflow continues', async () => {
	refuseC();
	const options = { onRejectedRows: 'stop' };
	const result = await run(emulator(), ROWS, { options }, { onError: 'continueRegularOutput' });

	expect(statuses(result)).toStrictEqual(['ingested', 'rejected', 'rejected']);
	expect(result.success.every(({ json }) => !('error' in json))).toBe(true);
	expect(result.failure).toBeUndefined();
});

test('rejected rows leave on the error output with all of their own fields, and their result beside them', async () => {
	refuseC();
	const own = { status: 'open', message: 'of the row', reason: 'of the row' };
	const rows = ROWS.map((row) => ({ ...row, ...own }));
	const result = await run(emulator(), rows, {}, { onError: 'continueErrorOutput' });

	const rejected = { status: 'rejected', next: 'correct' };
	expect(statuses(result)).toStrictEqual(['ingested']);
	expect(result.error.map(({ json }) => json)).toStrictEqual([
		{
			...rows[1],
			error: {
				...rejected,
				unique_id: 'b',
				reason: expect.stringMatching(/^Row 2: Text, from .*, has no value in this row/),
				request: null,
				attempts: 0,
			},
		},
		{
			...rows[2],
			error: {
				...rejected,
				unique_id: 'c',
				reason: expect.stringMatching(/^Row 3: Amplitude refused it/),
				request: 1,
				attempts: 1,
			},
		},
	]);
	expect(result.pairedInput(1, 'error')).toStrictEqual(rows[2]);
});

const CALL = {
	unique_id: 'call',
	conversation_parts: ['m-1', 'm-2'].map((unique_id) => ({ unique_id, body: 'x' })),
};

test.each<[string, FaultPlan, 'output' | 'stop']>([
	['unknown', { kind: 'status', status: 500, match: { uniqueId: 'review-1' } }, 'output'],
	['unsent', { kind: 'status', status: 401, skip: 1 }, 'output'],
	['partial', { kind: 'status', status: 413, match: { uniqueId: 'm-2' } }, 'stop'],
])(
	'a workflow that stops on errors is red where a row is %s',
	async (status, fault, onRejectedRows) => {
		const rows = [...reviews(3), CALL];
		const parameters = { options: { onRejectedRows, batchSize: 1, maxConcurrentRequests: 1 } };
		emulator().faults.add({ ...fault, times: 'always' });
		const continued = await run(emulator(), rows, parameters, { onError: 'continueRegularOutput' });
		expect(statuses(continued)).toContain(status);
		emulator().reset();

		emulator().faults.add({ ...fault, times: 'always' });
		const result = await run(emulator(), rows, parameters, { onError: 'stopWorkflow' });
		const checked = deliveryRunOf({ emulator: emulator(), result, ...expectedOf(rows) });

		expect(silentlyGreen(checked, onRejectedRows)).toStrictEqual([]);
		expect(result.status).toBe('error');
	},
);

test('a workflow that stops on errors is green where the only flaw is a partial row', async () => {
	emulator().faults.add({
		kind: 'status',
		status: 413,
		match: { uniqueId: 'm-2' },
		times: 'always',
	});
	const result = await run(emulator(), [...reviews(1), CALL], {}, { onError: 'stopWorkflow' });

	expect(statuses(result)).toStrictEqual(['ingested', 'partial']);
	expect(result.failure).toBeUndefined();
});

test('a failed run throws one error that says what to do where the workflow stops', async () => {
	const result = await run(emulator(), reviews(250), {}, { credentials: wrongKeys() });

	expect(result.status).toBe('error');
	expect(result.failure).toMatchObject({
		name: 'NodeApiError',
		message: 'Amplitude refused the keys (401)',
		httpCode: '401',
		failure: { cause: 'credential-invalid' },
	});
	expect(result.failure?.description).toMatch(/keys belong to one project, and work in its region/);
	expect(result.failure?.description).toMatch(/0 of 250 rows were ingested before\.$/);
	expect(emulator().requests).toHaveLength(1);
});

test('a failed run leaves every row unsent where the workflow continues', async () => {
	const more = { credentials: wrongKeys(), onError: 'continueRegularOutput' } as const;
	const result = await run(emulator(), reviews(250), {}, more);

	expect(new Set(statuses(result))).toStrictEqual(new Set(['unsent']));
	expect(result.success).toHaveLength(250);
	expect(result.success[249]?.json.reason).toMatch(/^Row 250: the run stopped before it was sent/);
	expect(result.hints[0]?.message).toMatch(/^0 of 250 rows ingested in 1 request; 250 unsent\./);
});

test('a failed run leaves every row on the error output where there is one', async () => {
	const more = { credentials: wrongKeys(), onError: 'continueErrorOutput' } as const;
	const result = await run(emulator(), reviews(3), {}, more);

	expect(result.success).toHaveLength(0);
	expect(result.error.map(statusOf)).toStrictEqual(['unsent', 'unsent', 'unsent']);
});

test('Retry On Fail does not send again because a row was rejected', async () => {
	const retryOnFail = { maxTries: 3, waitBetweenTries: 1 };
	const rows = [{ unique_id: 'b' }, { unique_id: 'a', body: 'one' }];
	const result = await run(emulator(), rows, {}, { retryOnFail, onError: 'continueRegularOutput' });

	expect(result.runs).toBe(1);
	expect(emulator().requests).toHaveLength(1);
});
