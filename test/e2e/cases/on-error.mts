import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Execution } from '../../../tools/editor/n8n/execution.mts';
import type { RunningN8n } from '../running-n8n.mts';
import { feedbackName } from '../../../tools/editor/workflows/nodes.mts';
import {
	delivering,
	good,
	noText,
	other,
	noTextReason,
	tooLongReason,
	tooLong,
} from '../workflow.mts';
import { outputOf, storedIds, lookedUp, requestsFor, valuesOf } from '../executions.mts';

const rows = [good, noText, tooLong, other];
const ids = rows.map(({ id }) => id);

const ingested = (row: number) => ({
	json: { unique_id: ids[row], status: 'ingested', request: 1, attempts: 1 },
	pairedItem: { item: row },
});
const rejectedByTheNode = {
	json: { unique_id: 'no-text', status: 'rejected', reason: noTextReason(2) },
	pairedItem: { item: 1 },
};
const rejectedByTheApi = {
	json: {
		unique_id: 'too-long',
		status: 'rejected',
		reason: tooLongReason(3),
		request: 1,
		attempts: 1,
	},
	pairedItem: { item: 2 },
};
const hint = expect.stringMatching(/^2 of 4 rows ingested in 1 request; 2 rejected\. Row 2: /);

/** Rows that cannot be ingested, by the node's setting "On Error". */
export function onErrorCases(n8n: () => RunningN8n): void {
	/** Delivers the rows once for the tests of a block. */
	function running(sourceId: string, setup: Partial<Parameters<typeof delivering>[0]>) {
		let execution: Execution;
		beforeAll(async () => {
			const credentialId = n8n().credentials.right;
			execution = await n8n().run(delivering({ credentialId, sourceId, rows, ...setup }));
		});
		test('the rows that are right arrive, in one request', () => {
			expect(storedIds(n8n(), sourceId)).toEqual(['good', 'other']);
			expect(requestsFor(n8n(), sourceId)).toBe(1);
		});
		return () => execution;
	}

	const settings = ['stopWorkflow', 'continueRegularOutput'] as const;
	describe.each(settings)('by "%s" every row leaves by the one output', (onError) => {
		const run = running(`regular-output-${onError}`, { settings: { onError } });

		test('and holds what became of it, paired with its input', () => {
			expect(run()).toMatchObject({ status: 'success', error: undefined });
			expect(outputOf(run())).toEqual([
				ingested(0),
				rejectedByTheNode,
				rejectedByTheApi,
				ingested(3),
			]);
		});

		test('an expression behind it finds the input of each', () => {
			expect(lookedUp(run(), 'delivered')).toEqual(ids);
		});

		test('a hint sums the run up', () => {
			expect(run().hints(feedbackName)).toEqual([hint]);
		});
	});

	describe('by the option "On Rejected Rows" they stop the workflow', () => {
		const parameters = { options: { onRejectedRows: 'stop' } };
		const run = running('rejected-rows-stop', { parameters });

		test('with one error that names the first', () => {
			expect(run()).toMatchObject({ status: 'error', error: '2 rows of 4 cannot be ingested' });
			expect(run().errorDescription).toMatch(/^Row 2: the item has no "body"/);
			expect(outputOf(run())).toEqual([]);
		});
	});

	describe('by "continueErrorOutput" they leave by the error output', () => {
		const settings = { onError: 'continueErrorOutput' } as const;
		const parameters = { options: { onRejectedRows: 'stop' } };
		const run = running('error-output', { settings, parameters });

		test('the others leave by the first output, as ever', () => {
			expect(run()).toMatchObject({ status: 'success', error: undefined });
			expect(outputOf(run())).toEqual([ingested(0), ingested(3)]);
		});

		test('they hold error and message within the fields of their input', () => {
			expect(outputOf(run(), 1)).toEqual([
				{
					json: { ...noText, error: 'rejected', message: noTextReason(2) },
					pairedItem: { item: 1 },
				},
				{
					json: { ...tooLong, error: 'rejected', message: tooLongReason(3) },
					pairedItem: { item: 2 },
				},
			]);
		});

		test('an expression behind each output finds the input of each row', () => {
			expect(lookedUp(run(), 'delivered')).toEqual(['good', 'other']);
			expect(lookedUp(run(), 'failed')).toEqual(['no-text', 'too-long']);
		});

		test('a hint sums the run up', () => {
			expect(run().hints(feedbackName)).toEqual([hint]);
		});
	});

	test('with "Include Input Fields" the error output still gets them right', async () => {
		const sourceId = 'error-output-input-fields';
		// Fields of an input that read as an answer of the node, or as an error.
		const likeErrors = [
			{ ...good, error: 'of the input', message: 'of the input', status: 'open' },
			{ ...noText, error: 'of the input', message: 'of the input', status: 'open' },
		];
		const execution = await n8n().run(
			delivering({
				credentialId: n8n().credentials.right,
				sourceId,
				rows: likeErrors,
				parameters: { options: { includeInputFields: true } },
				settings: { onError: 'continueErrorOutput' },
			}),
		);

		expect(valuesOf(execution, 'status')).toEqual(['ingested']);
		expect(outputOf(execution, 1).map(({ json }) => json)).toEqual([
			{ ...noText, status: 'open', error: 'rejected', message: noTextReason(2) },
		]);
		expect(lookedUp(execution, 'failed')).toEqual(['no-text']);
	});
}
