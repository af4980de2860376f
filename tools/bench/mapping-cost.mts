/**
 * What it costs to read, normalise, validate and group 10,000 rows with seven plain fields, compared with asking
 * n8n for each row's parameters, in one run of n8n's engine.
 *
 *     npm run build && npx tsx tools/bench/mapping-cost.mts
 */
import type * as Mapping from '../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';
import type * as Collecting from '../../nodes/AmplitudeAiFeedback/operations/collectRows.ts';
import { byHand } from '../engine/feedback.mts';
import { startEngine } from '../engine/harness.mts';
import { median } from '../shared/median.mts';
import { builtModule, inEngine } from './in-engine.mts';
import { atOnce } from '../shared/at-once.mts';

const ROWS = 10_000;
const ROUNDS = 9;

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

const PLAN: Mapping.MappingPlan = {
	operation: 'items',
	messageLayout: 'none',
	messageFormat: {} as Mapping.MappingPlan['messageFormat'],
	generateIds: false,
	timeZone: 'UTC',
	now: Date.now(),
	patterns: new Set(),
};

const OPTIONS = {
	generateIds: false,
	dateFormat: '',
	dryRun: false,
	textFormat: 'unchanged' as const,
	redact: [],
};

const { expressions } = await startEngine();
const { collectRows } = builtModule<typeof Collecting>('operations/collectRows');
const { mapRow } = builtModule<typeof Mapping>('mapping/mapRow');
const compiled: number[] = [];
let rowByRow = 0;
await inEngine({ rows: rows(ROWS), parameters: { item: ITEM } }, async (context) => {
	const input = context.getInputData();
	// One round more, first: it pays for n8n's own first evaluation of each expression.
	for (let round = 0; round <= ROUNDS; round++) {
		const before = performance.now();
		const collected = await collectRows(context, input, OPTIONS);
		if (round > 0) compiled.push(performance.now() - before);
		if (collected?.items.length !== ROWS) throw new Error('Not all rows were mapped');
	}
	const before = performance.now();
	for (const row of input.keys()) {
		const item = context.getNodeParameter('item.value', row) as Mapping.RawRow['item'];
		atOnce(mapRow({ sourceId: context.getNodeParameter('sourceId', row), item }, PLAN));
	}
	rowByRow = performance.now() - before;
});
console.log(
	`Node ${process.versions.node}, expressions by n8n's engine "${expressions}", ${ROWS} rows`,
);
console.log(`compiled    ${median(compiled).toFixed(0)} ms (median of ${ROUNDS})`);
console.log(`row by row  ${rowByRow.toFixed(0)} ms`);
console.log(`ratio       ${(rowByRow / median(compiled)).toFixed(0)}`);

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
