import { describe, expect, test } from '@jest/globals';
import type { INode } from 'n8n-workflow';
import { wrongSecretKey, type RunningN8n } from '../running-n8n.mts';
import { feedbackName } from '../../../tools/editor/workflows/nodes.mts';
import { retrying } from './retry-on-fail.mts';
import { delivering, good, other } from '../workflow.mts';
import { outputOf, lookedUp, requestsFor } from '../executions.mts';

const once = {};
const unsent = (unique_id: string, row: number) => ({
	unique_id,
	status: 'unsent',
	next: 'resend',
	reason: expect.stringMatching(
		new RegExp(
			`^Row ${row}: it was not accepted, and the run stopped\\. Amplitude refused the keys`,
		),
	),
	request: 1,
	attempts: 1,
});

/** Wrong keys: a failure that no row is to blame for, by the node's settings. */
export function wholeRunFailureCases(n8n: () => RunningN8n): void {
	const run = async (sourceId: string, settings: Partial<INode>) => {
		const credentialId = n8n().credentials.wrong;
		const execution = await n8n().run(
			delivering({ credentialId, sourceId, rows: [good, other], settings }),
		);
		expect(execution.stored).not.toContain(wrongSecretKey);
		expect(execution.stored).not.toContain(n8n().session.api.settings.apiKey);
		return execution;
	};

	describe.each([
		['once', once, 1],
		['with Retry On Fail', retrying, retrying.maxTries],
	] as const)('stops the workflow, tried %s', (name, retry, requests) => {
		test('with our message, which says what to do', async () => {
			const sourceId = `keys-stop-${name}`;
			const execution = await run(sourceId, { ...retry, onError: 'stopWorkflow' });

			expect(execution).toMatchObject({
				status: 'error',
				error: 'Amplitude refused the keys (401)',
			});
			expect(execution.errorDescription).toMatch(/keys belong to one project, and work in its/);
			expect(execution.errorDescription).toMatch(/0 of 2 rows were ingested before\.$/);
			expect(outputOf(execution)).toEqual([]);
			expect(lookedUp(execution, 'delivered')).toEqual([]);
			expect(requestsFor(n8n(), sourceId)).toBe(requests);
		});
	});

	// The node does not fail, so there is nothing to try again.
	test.each([
		['once', once],
		['with Retry On Fail', retrying],
	])('continues with every row unsent, tried %s', async (name, retry) => {
		const sourceId = `keys-continue-${name}`;
		const execution = await run(sourceId, { ...retry, onError: 'continueRegularOutput' });

		expect(execution.status).toBe('success');
		expect(outputOf(execution)).toEqual([
			{ json: unsent('good', 1), pairedItem: { item: 0 } },
			{ json: unsent('other', 2), pairedItem: { item: 1 } },
		]);
		expect(lookedUp(execution, 'delivered')).toEqual(['good', 'other']);
		expect(execution.hints(feedbackName)).toEqual([
			expect.stringMatching(/^0 of 2 rows ingested in 1 request; 2 unsent\./),
		]);
		expect(requestsFor(n8n(), sourceId)).toBe(1);
	});

	test.each([
		['once', once, 1],
		['with Retry On Fail', retrying, retrying.maxTries],
	])('leaves by the error output, tried %s', async (name, retry, requests) => {
		const sourceId = `keys-error-output-${name}`;
		const execution = await run(sourceId, { ...retry, onError: 'continueErrorOutput' });

		expect(execution.status).toBe('success');
		expect(outputOf(execution)).toEqual([]);
		expect(outputOf(execution, 1)).toEqual([
			{ json: { ...good, error: unsent('good', 1) }, pairedItem: { item: 0 } },
			{ json: { ...other, error: unsent('other', 2) }, pairedItem: { item: 1 } },
		]);
		expect(lookedUp(execution, 'failed')).toEqual(['good', 'other']);
		expect(requestsFor(n8n(), sourceId)).toBe(requests);
	});
}
