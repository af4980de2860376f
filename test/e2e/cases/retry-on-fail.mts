import { expect, test } from '@jest/globals';
import type { INode } from 'n8n-workflow';
import type { RunningN8n } from '../running-n8n.mts';
import { delivering, good, noText, other } from '../workflow.mts';
import { outputOf, storedIds, lookedUp, requestsFor, valuesOf } from '../executions.mts';

/** The node's setting "Retry On Fail". n8n tries twice at least, and waits a second by itself. */
export const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } as const;

/** When n8n repeats a run of the node, and when not. */
export function retryOnFailCases(n8n: () => RunningN8n): void {
	const run = async (
		sourceId: string,
		rows: readonly object[],
		onError: INode['onError'],
		options = {},
	) =>
		await n8n().run(
			delivering({
				credentialId: n8n().credentials.right,
				sourceId,
				rows,
				parameters: { options },
				settings: { ...retrying, onError },
			}),
		);
	const settings = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

	test.each(settings)('a run in which all is fine is not repeated (%s)', async (onError) => {
		const sourceId = `retry-fine-${onError}`;
		// n8n takes a first row with a field "error" for a failure of the run.
		const rows = [{ ...good, error: 'of the input' }, other];
		const execution = await run(sourceId, rows, onError, { includeInputFields: true });

		expect(execution.status).toBe('success');
		expect(valuesOf(execution, 'status')).toEqual(['ingested', 'ingested']);
		expect(requestsFor(n8n(), sourceId)).toBe(1);
	});

	test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'a rejected row does not make n8n repeat the run (%s)',
		async (onError) => {
			const sourceId = `retry-rejected-${onError}`;
			const execution = await run(sourceId, [noText, good], onError);

			expect(valuesOf(execution, 'status')).toEqual(['rejected', 'ingested']);
			expect(requestsFor(n8n(), sourceId)).toBe(1);
		},
	);

	// n8n judges by the first row, and on an error output that one has to hold an error.
	test('with an error output n8n repeats the run when the first row is rejected, to the same end', async () => {
		const sourceId = 'retry-rejected-error-output';
		const execution = await run(sourceId, [noText, good], 'continueErrorOutput');

		expect(requestsFor(n8n(), sourceId)).toBe(retrying.maxTries);
		expect(storedIds(n8n(), sourceId)).toEqual(['good']);
		expect(outputOf(execution)).toHaveLength(1);
		expect(lookedUp(execution, 'delivered')).toEqual(['good']);
		expect(lookedUp(execution, 'failed')).toEqual(['no-text']);
	});

	test('with an error output it does not when another row is rejected', async () => {
		const sourceId = 'retry-later-rejected-error-output';
		const execution = await run(sourceId, [good, noText], 'continueErrorOutput');

		expect(requestsFor(n8n(), sourceId)).toBe(1);
		expect(lookedUp(execution, 'failed')).toEqual(['no-text']);
	});
}
