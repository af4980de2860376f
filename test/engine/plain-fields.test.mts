import { expect, test } from '@jest/globals';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { byHand, INGEST } from '../../tools/engine/feedback.mts';
import { loadNodeType, runNode } from '../../tools/engine/harness.mts';

// How much time that saves is measured by tools/bench/mapping-cost.mts.
test('plain fields and common expressions are read without asking n8n for the parameters of each row', async () => {
	let calls = 0;
	const built = loadNodeType() as INodeType;
	const node: INodeType = {
		description: built.description,
		async execute(this: IExecuteFunctions) {
			const context = Object.create(this, {
				getNodeParameter: {
					value: (...parameters: Parameters<IExecuteFunctions['getNodeParameter']>) => {
						calls++;
						return this.getNodeParameter(...parameters);
					},
				},
			}) as IExecuteFunctions;
			return (await built.execute?.call(context)) ?? [[]];
		},
	};
	const rows = Array.from({ length: 1_000 }, (_, index) => ({
		id: index,
		review: { text: `Text ${index}` },
		ids: [`user-${index}`],
	}));
	const item = byHand({
		unique_id: '={{ $json.id }}',
		body: '={{ $json.review.text }}',
		user_id: '={{ $json.ids[0] }}',
		author: "={{ $json.name || $('Rows').item.json.ids.join(', ') }}",
		url: '=https://example.com/{{ $json.id }}?by={{ $json.ids[0].trim() }}',
	});

	const { success } = await runNode({
		node,
		rows,
		parameters: { ...INGEST, item, options: { dryRun: true } },
	});

	expect(success.filter(({ json }) => json.status === 'ready')).toHaveLength(1_000);
	// The run's settings, each parameter as it is saved, and the first value of each for comparison.
	expect(calls).toBeLessThanOrEqual(25);
});
