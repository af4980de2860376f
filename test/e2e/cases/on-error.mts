import { expect, test } from '@jest/globals';
import { feedbackName } from '../../../tools/editor/workflows/nodes.mts';
import { lookedUp, outputOf, requestsFor, storedIds } from '../executions.mts';
import type { RunningN8n } from '../running-n8n.mts';
import {
	delivering,
	good,
	noText,
	noTextReason,
	other,
	tooLong,
	tooLongReason,
	type Setup,
} from '../workflow.mts';

const rows = [good, noText, tooLong, other];
const ids = rows.map(({ id }) => id);

const ingested = (row: number) => ({
	json: {
		unique_id: ids[row],
		status: 'ingested',
		next: 'done',
		reason: '',
		request: 1,
		attempts: 1,
	},
	pairedItem: { item: row },
});
const rejected = { status: 'rejected', next: 'correct' };
const byTheNode = {
	unique_id: 'no-text',
	...rejected,
	reason: noTextReason(2),
	request: null,
	attempts: 0,
};
const byTheApi = {
	unique_id: 'too-long',
	...rejected,
	reason: tooLongReason(3),
	request: 1,
	attempts: 1,
};
const hint = expect.stringMatching(/^2 of 4 rows ingested in 1 request; 2 rejected\. Row 2: /);

/** Rows that cannot be ingested, by the node's setting "On Error". */
export function onErrorCases(n8n: () => RunningN8n): void {
	async function run(sourceId: string, setup: Partial<Setup>) {
		const credentialId = n8n().credentials.right;
		return await n8n().run(delivering({ credentialId, sourceId, rows, ...setup }));
	}
	const expectDelivered = (sourceId: string) => {
		expect(storedIds(n8n(), sourceId)).toEqual(['good', 'other']);
		expect(requestsFor(n8n(), sourceId)).toBe(1);
	};

	test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'by "%s" every row leaves by the one output, and leads back to its input',
		async (onError) => {
			const sourceId = `regular-output-${onError}`;
			const execution = await run(sourceId, { settings: { onError } });

			expect(execution).toMatchObject({ status: 'success', error: undefined });
			expect(outputOf(execution)).toEqual([
				ingested(0),
				{ json: byTheNode, pairedItem: { item: 1 } },
				{ json: byTheApi, pairedItem: { item: 2 } },
				ingested(3),
			]);
			expect(lookedUp(execution, 'delivered')).toEqual(ids);
			expect(execution.hints(feedbackName)).toEqual([hint]);
			expectDelivered(sourceId);
		},
	);

	test('by the option "On Rejected Rows" they stop the workflow, when all others have arrived', async () => {
		const sourceId = 'rejected-rows-stop';
		const execution = await run(sourceId, { parameters: { options: { onRejectedRows: 'stop' } } });

		expect(execution).toMatchObject({ status: 'error', error: '2 rows of 4 cannot be ingested' });
		expect(execution.errorDescription).toMatch(/^Row 2: Text, from .*, has no value in this row/);
		expect(outputOf(execution)).toEqual([]);
		expectDelivered(sourceId);
	});

	test('by "continueErrorOutput" they leave by the error output, within the fields of their input', async () => {
		const sourceId = 'error-output';
		const execution = await run(sourceId, {
			settings: { onError: 'continueErrorOutput' },
			// The error output comes first.
			parameters: { options: { onRejectedRows: 'stop' } },
		});

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(outputOf(execution)).toEqual([ingested(0), ingested(3)]);
		expect(outputOf(execution, 1)).toEqual([
			{ json: { ...noText, error: byTheNode }, pairedItem: { item: 1 } },
			{ json: { ...tooLong, error: byTheApi }, pairedItem: { item: 2 } },
		]);
		expect(lookedUp(execution, 'delivered')).toEqual(['good', 'other']);
		expect(lookedUp(execution, 'failed')).toEqual(['no-text', 'too-long']);
		expect(execution.hints(feedbackName)).toEqual([hint]);
		expectDelivered(sourceId);
	});

	test('with "Include Input Fields" the error output still gets them right', async () => {
		// Fields of an input that read as a result of the node, or as an error.
		const own = { error: 'of the input', message: 'of the input', status: 'open' };
		const likeErrors = [good, noText].map((row) => ({ ...row, ...own }));
		const execution = await run('error-output-input-fields', {
			rows: likeErrors,
			parameters: { options: { includeInputFields: true } },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(outputOf(execution).map(({ json }) => json)).toEqual([
			{
				...good,
				message: own.message,
				...ingested(0).json,
				input: { error: own.error, status: own.status },
			},
		]);
		expect(outputOf(execution, 1).map(({ json }) => json)).toEqual([
			{ ...noText, ...own, error: byTheNode },
		]);
		expect(lookedUp(execution, 'failed')).toEqual(['no-text']);
	});
}
