import { expect, test } from '@jest/globals';
import type { RunningN8n } from '../running-n8n.mts';
import { feedbackName } from '../../../tools/editor/workflows/nodes.mts';
import { delivering, good, noText, other, saysNoText } from './workflow.mts';
import { given, requestsFor } from './executions.mts';

/** The option "Dry Run". */
export function dryRunCases(n8n: () => RunningN8n): void {
	test('sends nothing, and says what would go in which request', async () => {
		const sourceId = 'dry-run';
		const execution = await n8n().run(
			delivering({
				credentialId: n8n().credentials.right,
				sourceId,
				rows: [good, noText, other],
				parameters: { options: { dryRun: true, batchSize: 1 } },
			}),
		);

		expect(given(execution)).toEqual([
			{ json: { unique_id: 'good', status: 'ready', request: 1 }, pairedItem: { item: 0 } },
			{
				json: { unique_id: 'no-text', status: 'rejected', reason: saysNoText(2) },
				pairedItem: { item: 1 },
			},
			{ json: { unique_id: 'other', status: 'ready', request: 2 }, pairedItem: { item: 2 } },
		]);
		expect(execution.hints(feedbackName)).toEqual([
			`Dry run, nothing was sent: 2 of 3 rows would go in 2 requests; 1 rejected. ${saysNoText(2)}`,
		]);
		expect(requestsFor(n8n(), sourceId)).toBe(0);
	});
}
