import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
	ItemCollector,
	type CollectedItem,
} from '../../../nodes/AmplitudeAiFeedback/mapping/itemCollector.ts';
import {
	mapRow,
	type MappingPlan,
	type RawRow,
} from '../../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';
import { API_PATHS } from '../../../nodes/AmplitudeAiFeedback/mapping/messages.ts';
import { RowError } from '../../../nodes/AmplitudeAiFeedback/mapping/rowError.ts';

type Values = Record<string, string | null>;

/** A row in the terms of every messageLayout: where its messages stand is the messageLayout's matter. */
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

// Few ids and short texts, so that rows of the same item, message and value meet often.
const id = fc.constantFrom('1', '2', '3');
const value = fc.constantFrom('a', 'b', 'c', '', null);

/** Runs of every shape; without ids of their own, where they are generated. */
const runs: fc.Arbitrary<Run> = fc
	.tuple(fc.constantFrom(...SHAPES), fc.boolean())
	.chain(([{ operation, messageLayout }, generateIds]) => {
		const message = fc.record(
			{ unique_id: id, body: value, author: value },
			{ requiredKeys: generateIds ? [] : ['unique_id'] },
		);
		const details = fc.record(
			{ unique_id: id, body: value, author: value, url: value },
			{ requiredKeys: ['unique_id'] },
		);
		const count = messageLayout === 'rows' ? { minLength: 1, maxLength: 1 } : { maxLength: 4 };
		const row: fc.Arbitrary<Row> = fc.record({
			sourceId: fc.constantFrom('source', 'other'),
			item: operation === 'replies' ? fc.record({ unique_id: id }) : details,
			messages: fc.array(message, count),
		});
		const plan = { operation, messageLayout, generateIds, paths: API_PATHS, timeZone: 'UTC' };
		return fc.record({ plan: fc.constant(plan), rows: fc.array(row, { maxLength: 12 }) });
	});
const namedRuns = runs.filter(({ rows }) =>
	rows.every(({ messages }) => messages.every((message) => 'unique_id' in message)),
);

function toRaw(
	{ sourceId, item, messages }: Row,
	{ messageLayout: messageLayout }: MappingPlan,
): RawRow {
	if (messageLayout === 'rows') return { sourceId, item, message: messages[0] };
	if (messageLayout === 'array') return { sourceId, item, messageArray: messages };
	return { sourceId, item: { ...item, conversation_parts: messages } };
}

/** The run's rows as the node treats them: a row that cannot be sent is set aside. */
function group({ plan, rows }: Run): ReturnType<ItemCollector['finish']> & { refused: number[] } {
	const conversations = new ItemCollector(plan);
	const refused: number[] = [];
	for (const [index, row] of rows.entries()) {
		try {
			conversations.add(index, mapRow(toRaw(row, plan), plan));
		} catch (error) {
			if (!(error instanceof RowError)) throw error;
			refused.push(index);
		}
	}
	return { ...conversations.finish(), refused };
}

const hasText = ({ body }: Values) => Boolean(body);
const isOf = (row: Row, { sourceId, item }: CollectedItem) =>
	row.sourceId === sourceId && row.item.unique_id === item.unique_id;

/** Field by field the first or the last value that any of them has. What is empty is no value. */
function merged(all: readonly Values[], wins: 'first' | 'last'): Values {
	const inOrder = wins === 'last' ? all : [...all].reverse();
	const given = inOrder.flatMap((values) => Object.entries(values).filter(([, own]) => own));
	return Object.fromEntries(given);
}

describe('the rows of a run, from what they hold to what is sent', () => {
	test('each is answered by one conversation, or skipped, or refused', () => {
		fc.assert(
			fc.property(runs, (run) => {
				const { conversations, skipped, refused } = group(run);
				const answered = conversations.flatMap(({ sourceRows: answers }) =>
					answers.map(({ row }) => row),
				);
				const all = [...answered, ...skipped.map(({ row }) => row), ...refused];
				expect(all.sort((a, b) => a - b)).toEqual([...run.rows.keys()]);
			}),
			{ numRuns: 300 },
		);
	});

	test('only whole items without text and messages are refused; what has a text is answered', () => {
		fc.assert(
			fc.property(runs, (run) => {
				const { operation: kind, messageLayout: messageLayout } = run.plan;
				const isWhole = kind === 'items' && messageLayout !== 'rows';
				const { skipped, refused } = group(run);
				const empty = run.rows.flatMap(({ item, messages }, index) =>
					isWhole && !hasText(item) && messages.length === 0 ? [index] : [],
				);
				expect(refused).toEqual(empty);
				for (const { row, itemId } of skipped) {
					const { item, messages } = run.rows[row]!;
					expect(itemId).toBe(item.unique_id);
					expect(messages.filter(hasText)).toEqual([]);
					if (messageLayout !== 'rows') expect(hasText(item)).toBe(false);
				}
			}),
			{ numRuns: 300 },
		);
	});

	test('messages stand in the order of their first appearance, each once, later values first', () => {
		fc.assert(
			fc.property(namedRuns, (run) => {
				const { conversations, refused } = group(run);
				for (const conversation of conversations) {
					const own = run.rows.filter(
						(row, index) => !refused.includes(index) && isOf(row, conversation),
					);
					const given = own.flatMap(({ messages }) => messages.filter(hasText));
					const ids = [...new Set(given.map(({ unique_id }) => unique_id))];
					expect(conversation.item.conversation_parts ?? []).toEqual(
						ids.map((partId) =>
							merged(
								given.filter(({ unique_id }) => unique_id === partId),
								'last',
							),
						),
					);
				}
			}),
			{ numRuns: 500 },
		);
	});

	test("an item's own values are the last of its rows, or the first where rows are messages", () => {
		fc.assert(
			fc.property(namedRuns, (run) => {
				const { conversations, refused } = group(run);
				for (const conversation of conversations) {
					const heads = run.rows
						.filter((row, index) => !refused.includes(index) && isOf(row, conversation))
						.map(({ item }) => item);
					const { item } = conversation;
					expect(item).toEqual({
						...merged(heads, run.plan.messageLayout === 'rows' ? 'first' : 'last'),
						conversation_parts: item.conversation_parts,
					});
				}
			}),
			{ numRuns: 300 },
		);
	});

	test('a row that is a message answers for a message that is sent, also under a generated id', () => {
		fc.assert(
			fc.property(runs, (run) => {
				for (const { item, sourceRows: answers } of group(run).conversations) {
					const ids = item.conversation_parts?.map(({ unique_id }) => unique_id) ?? [];
					expect(new Set(ids).size).toBe(ids.length);
					for (const { messageId } of answers) {
						if (messageId !== undefined) expect(ids).toContain(messageId);
					}
				}
			}),
		);
	});
});

describe('grouping', () => {
	test('of one source is the same with or without the rows of others between', () => {
		fc.assert(
			fc.property(runs, (run) => {
				const alone = { ...run, rows: run.rows.filter(({ sourceId }) => sourceId === 'source') };
				const items = (given: Run) =>
					group(given).conversations.flatMap(({ sourceId, item }) =>
						sourceId === 'source' ? [item] : [],
					);
				expect(items(run)).toEqual(items(alone));
			}),
		);
	});

	test('of what grouping gave changes nothing', () => {
		fc.assert(
			fc.property(runs, (run) => {
				const { conversations } = group(run);
				const again = new ItemCollector({ ...run.plan, messageLayout: 'none' });
				const plan: MappingPlan = { ...run.plan, operation: 'items', messageLayout: 'none' };
				for (const [index, { sourceId, item }] of conversations.entries()) {
					again.add(index, mapRow({ sourceId, item }, plan));
				}
				expect(again.finish()).toEqual({
					conversations: conversations.map((given, row) => ({ ...given, sourceRows: [{ row }] })),
					skipped: [],
				});
			}),
		);
	});
});
