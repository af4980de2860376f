/**
 * What it costs to read, normalise, validate and group 10,000 rows with seven fields, compared with asking n8n for
 * each row's parameters. First plain fields, then other expressions in place of some of them, and local times.
 *
 *     npm run build && npx tsx tools/bench/mapping-cost.mts
 */
import type * as Mapping from '../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';
import type * as Collecting from '../../nodes/AmplitudeAiFeedback/operations/collectRows.ts';
import { byHand } from '../engine/feedback.mts';
import { ROWS as ROWS_NODE, startEngine } from '../engine/harness.mts';
import { median } from '../shared/median.mts';
import { builtModule, inEngine } from './in-engine.mts';
import { atOnce } from '../shared/at-once.mts';

const ROWS = 10_000;
const ROUNDS = 9;
/** n8n is asked for the parameters of this many rows, and the time is scaled. */
const ASKED_ROWS = 1_000;

/** Seven fields as dragging them from the input makes them. */
const PLAIN = {
	unique_id: '={{ $json.id }}',
	body: '={{ $json.review.text }}',
	author: "={{ $json.reviewer['full name'] }}",
	email: '={{ $json.reviewer.email }}',
	user_id: '={{ $json.reviewer.ids[0] }}',
	created_at: '={{ $json.posted }}',
	url: '={{ $json.link }}',
};
const AS_TEXT = { unique_id: '=ticket-{{ $json.id }}' };
const FIRST_OF_TWO = { body: '={{ $json.review.summary || $json.review.text }}' };
const AS_URL = {
	url: '=https://feedback.example.com/{{ $json.team }}/reviews/{{ $json.id }}?by={{ $json.reviewer.ids[0] }}',
};
const EARLIER_NODE = {
	body: `={{ $('${ROWS_NODE}').item.json.review.text }}`,
	created_at: `={{ $('${ROWS_NODE}').item.json.posted }}`,
};
const METHODS = {
	email: '={{ $json.reviewer.email.trim().toLowerCase() }}',
	user_id: "={{ $json.reviewer.ids.join(', ') }}",
};
const FORMS: Record<string, object> = {
	'plain fields': {},
	'ticket-{{ $json.id }}': AS_TEXT,
	'{{ $json.a || $json.b }}': FIRST_OF_TWO,
	'a URL with three fields': AS_URL,
	"{{ $('Node').item.json.a }} twice": EARLIER_NODE,
	'.trim().toLowerCase(), .join()': METHODS,
	'all of these': { ...AS_TEXT, ...FIRST_OF_TWO, ...AS_URL, ...EARLIER_NODE, ...METHODS },
	'a local time': { created_at: '={{ $json.local }}' },
};

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
console.log(
	`Node ${process.versions.node}, expressions by n8n's engine "${expressions}", ${ROWS} rows`,
);
console.log(`direct: median of ${ROUNDS}; by n8n: ${ASKED_ROWS} rows, scaled`);
console.log(line('', 'direct', 'to plain', 'by n8n', 'ratio'));
let plain: number | undefined;
for (const [name, fields] of Object.entries(FORMS)) {
	const { direct, asked } = await measure({ ...PLAIN, ...fields });
	plain ??= direct;
	const ratio = (asked / direct).toFixed(0);
	console.log(line(name, ms(direct), (direct / plain).toFixed(2), ms(asked), ratio));
}

/** Times of all rows, in milliseconds. */
async function measure(fields: Record<string, string>): Promise<{ direct: number; asked: number }> {
	const direct: number[] = [];
	let asked = 0;
	const parameters = { item: byHand(fields) };
	await inEngine({ rows: rows(ROWS), parameters }, async (context) => {
		// One round more, first: it pays for n8n's own first evaluation of each expression.
		for (let round = 0; round <= ROUNDS; round++) {
			const before = performance.now();
			const collected = await collectRows(context, context.getInputData(), OPTIONS);
			if (round > 0) direct.push(performance.now() - before);
			if (collected?.items.length !== ROWS) throw new Error('Not all rows were mapped');
		}
		const before = performance.now();
		for (let row = 0; row < ASKED_ROWS; row++) {
			const item = context.getNodeParameter('item.value', row) as Mapping.RawRow['item'];
			atOnce(mapRow({ sourceId: context.getNodeParameter('sourceId', row), item }, PLAN));
		}
		asked = ((performance.now() - before) * ROWS) / ASKED_ROWS;
	});
	return { direct: median(direct), asked };
}

function line(name: string, ...figures: string[]): string {
	return name.padEnd(36) + figures.map((figure) => figure.padStart(11)).join('');
}

function ms(time: number): string {
	return `${time.toFixed(0)} ms`;
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
		team: 'mobile',
		posted: new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString(),
		local: new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString().slice(0, 19),
		link: `https://feedback.example.com/reviews/${index}`,
	}));
}
