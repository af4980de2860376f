import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
	ItemCollector,
	type Collected,
	type CollectedItem,
} from '../../../nodes/AmplitudeAiFeedback/mapping/itemCollector.ts';
import { mapRow, type MappingPlan } from '../../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';
import { RowError } from '../../../nodes/AmplitudeAiFeedback/mapping/rowError.ts';
import { attempt, planOf, rawRow } from './support.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

type Values = Record<string, string | null>;

/** A row, wherever its layout has the messages. */
interface Row {
	sourceId: string;
	item: Values;
	messages: Values[];
}

interface Run {
	plan: MappingPlan;
	rows: Row[];
}

const SHAPES = [
	{ operation: 'items', messageLayout: 'none' },
	{ operation: 'items', messageLayout: 'array' },
	{ operation: 'items', messageLayout: 'rows' },
	{ operation: 'replies', messageLayout: 'rows' },
	{ operation: 'replies', messageLayout: 'array' },
] as const;

// Few ids and short texts, so that rows often share an item, a message or a value.
const id = fc.constantFrom('1', '2', '3');
const value = fc.constantFrom('a', 'b', 'c', '', null);

/** Runs of every shape. Where ids are generated, messages may have none. */
const runs: fc.Arbitrary<Run> = fc
	.tuple(fc.constantFrom(...SHAPES), fc.boolean())
	.chain(([shape, generateIds]) => {
		const message = fc.record(
			{ unique_id: id, body: value, author: value },
			{ requiredKeys: generateIds ? [] : ['unique_id'] },
		);
		const item = fc.record(
			{ unique_id: id, body: value, author: value, url: value },
			{ requiredKeys: ['unique_id'] },
		);
		const amount =
			shape.messageLayout === 'rows' ? { minLength: 1, maxLength: 1 } : { maxLength: 4 };
		const row: fc.Arbitrary<Row> = fc.record({
			sourceId: fc.constantFrom('source', 'other'),
			item: shape.operation === 'replies' ? fc.record({ unique_id: id }) : item,
			messages: fc.array(message, amount),
		});
		return fc.record({
			plan: fc.constant(planOf({ ...shape, generateIds })),
			rows: fc.array(row, { maxLength: 12 }),
		});
	});
const runsWithIds = runs.filter(({ rows }) =>
	rows.every(({ messages }) => messages.every((message) => 'unique_id' in message)),
);

/** Maps and collects the rows. A row that cannot be sent is refused, and the others go on. */
function collect({ plan, rows }: Run): Collected & { refused: number[] } {
	const collector = new ItemCollector(plan);
	const refused: number[] = [];
	for (const [row, { sourceId, item, messages }] of rows.entries()) {
		const mapped = attempt(() => atOnce(mapRow(rawRow(plan, sourceId, item, messages), plan)));
		if (mapped instanceof RowError) refused.push(row);
		else collector.add(row, mapped);
	}
	return { ...collector.finish(), refused };
}

const hasText = ({ body }: Values) => Boolean(body);

/** The rows of an item that were not refused. */
function rowsOf(run: Run, refused: number[], { sourceId, item }: CollectedItem): Row[] {
	return run.rows.filter(
		(row, index) =>
			!refused.includes(index) &&
			row.sourceId === sourceId &&
			row.item.unique_id === item.unique_id,
	);
}

/** Merges values field by field: the first or the last that is not empty. */
function merged(all: readonly Values[], wins: 'first' | 'last'): Values {
	const inOrder = wins === 'last' ? all : [...all].reverse();
	const given = inOrder.flatMap((values) => Object.entries(values).filter(([, own]) => own));
	return Object.fromEntries(given);
}

describe('the rows of a run, from their values to the items that are sent', () => {
	test('every row ends as a source row of its own item, as skipped, or as refused', () => {
		fc.assert(
			fc.property(runs, (run) => {
				const { items, skipped, refused } = collect(run);
				const ended = [...refused];
				for (const { sourceId, item, sourceRows } of items) {
					for (const { row } of sourceRows) {
						const { unique_id } = item;
						expect(run.rows[row]).toMatchObject({ sourceId, item: { unique_id } });
						ended.push(row);
					}
				}
				for (const { row, itemId } of skipped) {
					expect(run.rows[row]?.item.unique_id).toBe(itemId);
					ended.push(row);
				}
				expect(ended.sort((a, b) => a - b)).toEqual([...run.rows.keys()]);
			}),
			{ numRuns: 300 },
		);
	});

	test('items have a text or a message; only whole items that lack both and arrays without a text property are refused, only rows without text skipped', () => {
		fc.assert(
			fc.property(runs, (run) => {
				const { operation, messageLayout } = run.plan;
				const isWhole = operation === 'items' && messageLayout !== 'rows';
				const { items, skipped, refused } = collect(run);
				for (const { item } of items) {
					expect(item.body ?? item.conversation_parts?.[0]?.body).toBeTruthy();
				}
				const refusable = run.rows.flatMap(({ item, messages }, row) => {
					const isEmpty = isWhole && item.body === undefined && messages.length === 0;
					const isOtherFormat = messages.length > 0 && !messages.some((one) => 'body' in one);
					return isEmpty || (isOtherFormat && messageLayout !== 'rows') ? [row] : [];
				});
				expect(refused).toEqual(refusable);
				for (const { row } of skipped) {
					const { item, messages } = run.rows[row]!;
					expect(messages.filter(hasText)).toEqual([]);
					if (messageLayout !== 'rows') expect(hasText(item)).toBe(false);
				}
			}),
			{ numRuns: 300 },
		);
	});

	test('an item has the values and messages of all its rows, later values over earlier ones', () => {
		fc.assert(
			fc.property(runsWithIds, (run) => {
				const { items, refused } = collect(run);
				for (const collected of items) {
					const own = rowsOf(run, refused, collected);
					const messages = own.flatMap((row) => row.messages.filter(hasText));
					const ids = [...new Set(messages.map(({ unique_id }) => unique_id))];
					const parts = ids.map((messageId) =>
						merged(
							messages.filter(({ unique_id }) => unique_id === messageId),
							'last',
						),
					);
					// Where rows are messages, each repeats the item's fields, and the first one wins.
					const wins = run.plan.messageLayout === 'rows' ? 'first' : 'last';
					expect(collected.item).toEqual({
						...merged(
							own.map(({ item }) => item),
							wins,
						),
						...(parts.length > 0 && { conversation_parts: parts }),
					});
				}
			}),
			{ numRuns: 500 },
		);
	});

	test('items are in the order of their first rows, and the rows of an item in input order', () => {
		fc.assert(
			fc.property(runs, (run) => {
				const { items, refused } = collect(run);
				const firstRows = items.map((item) =>
					run.rows.indexOf(rowsOf(run, refused, item)[0] as Row),
				);
				// Without duplicates: no source and id is collected twice.
				expect(firstRows).toEqual([...new Set(firstRows)].sort((a, b) => a - b));
				for (const { sourceRows } of items) {
					const order = sourceRows.map(({ row }) => row);
					expect(order).toEqual([...order].sort((a, b) => a - b));
				}
			}),
		);
	});

	test('a row that is a message refers to a message that is sent, also under a generated id', () => {
		fc.assert(
			fc.property(runs, (run) => {
				for (const { item, sourceRows } of collect(run).items) {
					const ids = item.conversation_parts?.map(({ unique_id }) => unique_id) ?? [];
					expect(new Set(ids).size).toBe(ids.length);
					for (const { row, messageId } of sourceRows) {
						const isMessage =
							run.plan.messageLayout === 'rows' && run.rows[row]!.messages.some(hasText);
						if (isMessage) expect(ids).toContain(messageId);
						else expect(messageId).toBeUndefined();
					}
				}
			}),
		);
	});

	test('the items of a source do not depend on rows of other sources in between', () => {
		fc.assert(
			fc.property(runs, (run) => {
				const alone = { ...run, rows: run.rows.filter(({ sourceId }) => sourceId === 'source') };
				const itemsOf = (given: Run) =>
					collect(given).items.flatMap(({ sourceId, item }) =>
						sourceId === 'source' ? [item] : [],
					);
				expect(itemsOf(run)).toEqual(itemsOf(alone));
			}),
		);
	});

	test('collected items that are mapped and collected again stay the same', () => {
		fc.assert(
			fc.property(runs, (run) => {
				const { items } = collect(run);
				const plan = planOf({ generateIds: run.plan.generateIds });
				const again = new ItemCollector(plan);
				for (const [row, { sourceId, item }] of items.entries()) {
					again.add(row, atOnce(mapRow({ sourceId, item }, plan)));
				}
				expect(again.finish()).toEqual({
					items: items.map((collected, row) => ({ ...collected, sourceRows: [{ row }] })),
					skipped: [],
				});
			}),
		);
	});
});
