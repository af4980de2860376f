import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { join } from 'node:path';
import type * as Mapping from '../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';
import type * as Collecting from '../../nodes/AmplitudeAiFeedback/operations/collectRows.ts';
import { byHand, INGEST } from '../engine/feedback.mts';
import { loadNodeType, runNode } from '../engine/harness.mts';
import { hostRequire, packageRoot } from '../shared/realm.mts';

/** What mapping the same rows cost in one run of n8n's engine, in milliseconds. */
export interface MappingCost {
	/** Reading, normalising, validating and grouping as the node does, one figure a round. */
	compiled: number[];
	/** How often n8n was asked for a parameter in a whole round. */
	asked: number;
	/** Asking n8n for the parameters of each row, and normalising and validating likewise. */
	rowByRow: number;
}

/** Seven fields as dragging them from the input makes them. */
const ITEM = byHand({
	unique_id: '={{ $json.id }}',
	body: '={{ $json.review.text }}',
	author: "={{ $json.reviewer['full name'] }}",
	email: '={{ $json.reviewer.email }}',
	user_id: '={{ $json.reviewer.ids[0] }}',
	created_at: '={{ $json.posted }}',
	url: '={{ $json.link }}',
});

/** Measures the built package, as n8n loads it. */
export async function mappingCost(amount: number, rounds: number): Promise<MappingCost> {
	const { collectRows } = built<typeof Collecting>('operations/collectRows');
	const { mapRow } = built<typeof Mapping>('mapping/mapRow');
	const cost: MappingCost = { compiled: [], asked: 0, rowByRow: 0 };
	const measure = (context: IExecuteFunctions) => {
		const input = context.getInputData();
		// The first round pays for n8n's own first evaluation of each expression: it is for counting.
		const counting = Object.create(context, {
			getNodeParameter: {
				value: (...parameters: Parameters<IExecuteFunctions['getNodeParameter']>) => {
					cost.asked++;
					return context.getNodeParameter(...parameters);
				},
			},
		}) as IExecuteFunctions;
		collectRows(counting, input, { generateIds: false });
		for (let round = 0; round < rounds; round++) {
			const before = performance.now();
			const { items: conversations } = collectRows(context, input, { generateIds: false });
			cost.compiled.push(performance.now() - before);
			if (conversations.length !== amount) throw new Error(`${conversations.length} rows mapped`);
		}
		const paths = {} as Mapping.MappingPlan['paths'];
		const plan = {
			operation: 'items',
			messageLayout: 'none',
			paths,
			generateIds: false,
			timeZone: 'UTC',
		} as const;
		const before = performance.now();
		for (const row of input.keys()) {
			const item = context.getNodeParameter('item.value', row) as Mapping.RawRow['item'];
			mapRow({ sourceId: context.getNodeParameter('sourceId', row), item }, plan);
		}
		cost.rowByRow = performance.now() - before;
	};
	const node: INodeType = {
		description: (loadNodeType() as INodeType).description,
		async execute(this: IExecuteFunctions) {
			measure(this);
			return [[]];
		},
	};
	const { failure } = await runNode({
		node,
		rows: rows(amount),
		parameters: { ...INGEST, item: ITEM },
	});
	if (failure) throw new Error(failure.message);
	return cost;
}

function built<T>(file: string): T {
	return hostRequire(join(packageRoot, 'dist/nodes/AmplitudeAiFeedback', file)) as T;
}

function rows(amount: number) {
	return Array.from({ length: amount }, (_, index) => ({
		id: 4_820_000 + index,
		review: { text: `The search feature is broken on mobile, said ${index}.` },
		reviewer: {
			'full name': 'Jane Doe',
			email: `jane.doe.${index}@example.com`,
			ids: [`user-${index}`],
		},
		posted: new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString(),
		link: `https://feedback.example.com/reviews/${index}`,
	}));
}
