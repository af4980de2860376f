import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { batchItems } from '../../../nodes/AmplitudeAiFeedback/batching/batches.ts';
import { deliver } from '../../../nodes/AmplitudeAiFeedback/delivery/deliver.ts';
import type { CollectedItem } from '../../../nodes/AmplitudeAiFeedback/mapping/itemCollector.ts';
import type { RowResult } from '../../../nodes/AmplitudeAiFeedback/output/rowResult.ts';
import { addDeliveredRows } from '../../../nodes/AmplitudeAiFeedback/output/rowResults.ts';
import type { StoredItem } from '../../../tools/emulator/store.mts';
import {
	complaintsAbout,
	costOfOthers,
	lostRows,
	NO_COMPLAINTS,
	type DeliveryRun,
	type World,
} from '../../support/invariants.mts';
import { VirtualClock } from '../../support/virtual-clock.mts';
import { FRIENDLY, SimulatedApi, type ApiTraits, type Fault } from './simulated-api.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

const CASES = Number(process.env.DELIVERY_CASES ?? 300);
/** The same cases each time, unless others are asked for. */
const SEED = Number(process.env.DELIVERY_SEED ?? 1);
const BUDGET_MS = 300_000;

const outageFault = fc.constantFrom<Fault>(
	429,
	500,
	502,
	503,
	504,
	'page',
	'reset',
	'lostResponse',
	'unreachable',
	'silence',
);
const outage = fc.record(
	{
		from: fc.constantFrom(0, 40, 120, 400, 2_000),
		lasts: fc.constantFrom(10, 1_000, 20_000, 100_000, 200_000),
		fault: outageFault,
		retryAfter: fc.constantFrom(1, 30),
	},
	{ requiredKeys: ['from', 'lasts', 'fault'] },
);
const quota = fc.oneof(
	fc.record({
		kind: fc.constantFrom('perMinute' as const, 'perSecond' as const),
		requests: fc.constantFrom(5, 30),
		retryAfter: fc.boolean(),
	}),
	fc.record({
		kind: fc.constant('concurrent' as const),
		requests: fc.constantFrom(1, 2, 5),
		retryAfter: fc.boolean(),
	}),
);

/** Any API: where the documentation is silent, it may do anything that leaves a way to be right. */
const anyApi: fc.Arbitrary<ApiTraits> = fc
	.record(
		{
			latency: fc.constantFrom(1, 50, 900),
			perItem: fc.constantFrom(0, 0, 0, 1_000),
			timeout: fc.constantFrom(10_000, 60_000),
			outage: fc.option(outage, { freq: 2 }),
			poison: fc.constantFrom<Fault>(500, 502, 503, 403, 406, 409, 400, 'page', 'reset'),
			partialStatus: fc.constantFrom(200, 207, 400, 403, 404, 409, 422, 429, 500, 503),
			naming: fc.constantFrom<ApiTraits['naming']>(
				'exact',
				'upperCase',
				'blanks',
				'null',
				'missing',
				'prefixed',
				'none',
				'twice',
				'index',
			),
			messageNaming: fc.constantFrom<ApiTraits['messageNaming']>('message', 'item', 'both'),
			errorShape: fc.constantFrom<ApiTraits['errorShape']>('text', 'object', 'list', 'message'),
			counts: fc.constantFrom<ApiTraits['counts']>('numbers', 'digits'),
			wrapper: fc.option(fc.constantFrom('data' as const, 'response' as const, 'result' as const), {
				nil: undefined,
			}),
			byteOrderMark: fc.boolean(),
			alwaysCounts: fc.option(fc.constantFrom(1, 5), { freq: 8, nil: undefined }),
			countsUnchanged: fc.boolean(),
			keepsOthers: fc.boolean(),
			maxItems: fc.constantFrom(100, 100, 30, 3),
			overLimit: fc.constantFrom<413 | 'reset'>(413, 'reset'),
			quota: fc.option(quota, { freq: 3, nil: undefined }),
		},
		{ noNullPrototype: true },
	)
	.map(({ outage: fault, ...traits }) => ({
		...FRIENDLY,
		...traits,
		// The last Retry-After may reach beyond the outage itself.
		outages: fault
			? [{ ...fault, to: fault.from + fault.lasts - (fault.retryAfter ? 0.2 * fault.lasts : 0) }]
			: [],
	}));

type Kind = 'ok' | 'bad' | 'poison' | 'drop';
const kind = fc.oneof(
	{ weight: 40, arbitrary: fc.constant<Kind>('ok') },
	{ weight: 1, arbitrary: fc.constantFrom<Kind>('bad', 'poison', 'drop') },
);
const messageKind = fc.oneof(
	{ weight: 12, arbitrary: fc.constant<Kind>('ok') },
	{ weight: 1, arbitrary: fc.constant<Kind>('bad') },
);
const anyItem = fc.record({
	kind,
	hasText: fc.boolean(),
	messages: fc.oneof(
		{ weight: 4, arbitrary: fc.constant<Kind[]>([]) },
		{ weight: 1, arbitrary: fc.array(messageKind, { minLength: 1, maxLength: 12 }) },
	),
	byMessage: fc.boolean(),
});
type AnyItem = typeof anyItem extends fc.Arbitrary<infer T> ? T : never;

const anyRun = fc.record({
	traits: anyApi,
	items: fc.array(anyItem, { minLength: 1, maxLength: 120 }),
	batchSize: fc.constantFrom(100, 100, 20, 7, 1),
	maxConcurrentRequests: fc.constantFrom(1, 5, 20),
	seed: fc.integer({ min: 1, max: 2 ** 31 }),
});
type AnyRun = typeof anyRun extends fc.Arbitrary<infer T> ? T : never;

/** Numbers from 0 to 1 that a seed repeats. Source: Numerical Recipes, linear congruential generator. */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
		return state / 2 ** 32;
	};
}

function collect(items: readonly AnyItem[]): {
	collected: CollectedItem[];
	rows: DeliveryRun['rows'];
} {
	const rows: { item: string; message?: string }[] = [];
	const collected = items.map(({ kind: of, hasText, messages, byMessage }, index) => {
		const unique_id = `${of}-${index}`;
		const parts = messages.map((message, place) => ({
			unique_id: `${message}-${index}-${place}`,
			body: 'Hello',
		}));
		const item = {
			unique_id,
			...(hasText || parts.length === 0 ? { body: 'Great' } : {}),
			...(parts.length > 0 ? { conversation_parts: parts } : {}),
		};
		const messageRows = byMessage
			? parts.map((part) => ({ item: unique_id, message: part.unique_id }))
			: [];
		const own = messageRows.length > 0 ? messageRows : [{ item: unique_id }];
		const sourceRows = own.map((row, place) => ({
			row: rows.length + place,
			...('message' in row ? { messageId: row.message as string } : {}),
		}));
		rows.push(...own);
		return { sourceId: 'source', item, sourceRows };
	});
	return { collected, rows };
}

async function run({ traits, items, batchSize, maxConcurrentRequests, seed }: AnyRun) {
	const clock = new VirtualClock();
	const api = new SimulatedApi(traits, clock, randomFrom(seed));
	const { collected, rows } = collect(items);
	const batched = atOnce(batchItems(collected, batchSize));
	const settings = { maxConcurrentRequests, retryBudgetMs: BUDGET_MS };
	const report = await clock.run(deliver(batched.batches, settings, api));
	const results: RowResult[] = [];
	atOnce(addDeliveredRows(results, batched.items, report.results, report.failure?.kind));
	const delivery: DeliveryRun = {
		rows,
		items: new Map(
			collected.map(({ item }) => [
				item.unique_id,
				{ ...item, conversation_parts: item.conversation_parts ?? [] } as StoredItem,
			]),
		),
		results: results.map(({ status, uniqueId, attempts, reason }, row) => ({
			row,
			status,
			item: uniqueId,
			attempts: attempts ?? 0,
			reason,
		})),
		requests: api.requests,
		stored: api.stored,
		failed: report.failure !== undefined,
	};
	return { delivery, report };
}

function worldOf({ traits, items }: AnyRun): World {
	const neverAccepted = new Set<string>();
	for (const [index, { kind: of, messages }] of items.entries()) {
		if (of !== 'ok' || messages.includes('bad')) neverAccepted.add(`${of}-${index}`);
	}
	const isFaulty = traits.outages.length > 0 || traits.quota !== undefined;
	return { faults: isFaulty ? 'withinBudget' : 'none', neverAccepted };
}

/** What nobody could tell from the responses, so that no rule is asked for. */
function isTellable({ traits, items }: AnyRun): boolean {
	const has = (of: Kind) => items.some((item) => item.kind === of);
	// Nor does such a count tell what was dropped.
	if (has('drop') && traits.alwaysCounts !== undefined) return false;
	// A row that is dropped looks like one that changed nothing.
	if (has('drop') && !traits.countsUnchanged) return false;
	// One that no other can be compared with may as well be an outage, or unchanged.
	const isGood = ({ kind: of, messages }: AnyItem) => of === 'ok' && !messages.includes('bad');
	const isOpaque = traits.naming === 'none' && [429, 500, 503].includes(traits.partialStatus);
	if ((has('drop') || has('poison') || isOpaque) && !items.some(isGood)) return false;
	// 403 before anything was accepted is about the keys.
	const isFirstDenied = traits.poison === 403 && has('poison');
	if (isFirstDenied) return false;
	// One item takes longer than the time-out.
	return traits.perItem + traits.latency * 1.1 < traits.timeout;
}

test('whatever the API does, rows are told the truth, and only what it never takes is lost', async () => {
	await fc.assert(
		fc.asyncProperty(anyRun, async (given) => {
			fc.pre(isTellable(given));
			const { delivery } = await run(given);
			const world = worldOf(given);
			expect(complaintsAbout(delivery)).toStrictEqual(NO_COMPLAINTS);
			expect(lostRows(delivery, world)).toStrictEqual([]);
			expect(costOfOthers(delivery, world)).toStrictEqual([]);
		}),
		{ numRuns: CASES, seed: SEED },
	);
});
