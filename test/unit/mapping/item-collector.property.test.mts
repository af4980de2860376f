import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fields } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import type {
	MappedRow,
	MessageLayout,
} from '../../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';
import { grouped } from './grouped.mts';

// Few ids and short texts, so that rows of the same item, message and value meet often.
const id = fc.constantFrom('1', '2', '3');
const value = fc.constantFrom('a', 'b', 'c');
const part = fc.record(
	{ unique_id: id, body: value, author: value },
	{ requiredKeys: ['unique_id', 'body'] },
);

/** A run of rows. A row that is a message has one part at most. */
const run = fc.constantFrom<MessageLayout>('none', 'array', 'rows').chain((messageLayout) => {
	const maxLength = messageLayout === 'rows' ? 1 : 3;
	const row: fc.Arbitrary<MappedRow> = fc.record({
		sourceId: fc.constantFrom('source', 'other'),
		item: fc.record(
			{ unique_id: id, body: value, author: value, url: value },
			{ requiredKeys: ['unique_id'] },
		),
		parts: fc.uniqueArray(part, { maxLength, selector: ({ unique_id }) => unique_id }),
		omittedMessages: fc.constant(0),
	});
	return fc.record({
		messageLayout: fc.constant(messageLayout),
		rows: fc.array(row, { maxLength: 12 }),
	});
});

/** Field by field the first value, or the last, that any of them has. */
function merged(all: readonly Fields[], wins: 'first' | 'last'): Fields {
	const inOrder = wins === 'last' ? all : [...all].reverse();
	return Object.assign({}, ...inOrder) as Fields;
}

describe('whatever the rows of a run are', () => {
	test('each row is answered by one conversation of its own id, or skipped', () => {
		fc.assert(
			fc.property(run, ({ messageLayout, rows }) => {
				const { conversations, skipped } = grouped(messageLayout, rows);
				const seen = skipped.map(({ row, itemId }) => {
					expect(rows[row]?.item.unique_id).toBe(itemId);
					return row;
				});
				for (const { sourceId, item, sourceRows: answers } of conversations) {
					for (const { row } of answers) {
						expect(rows[row]).toMatchObject({ sourceId, item: { unique_id: item.unique_id } });
						seen.push(row);
					}
				}
				expect(seen.sort((a, b) => a - b)).toEqual([...rows.keys()]);
			}),
			{ numRuns: 300 },
		);
	});

	test('conversations come in the order of their first rows, and answers in input order', () => {
		fc.assert(
			fc.property(run, ({ messageLayout, rows }) => {
				const { conversations } = grouped(messageLayout, rows);
				const firstRows = conversations.map(({ sourceId, item }) =>
					rows.findIndex(
						(row) => row.sourceId === sourceId && row.item.unique_id === item.unique_id,
					),
				);
				// Strictly rising: no source and id has two conversations either.
				expect(firstRows).toEqual([...new Set(firstRows)].sort((a, b) => a - b));
				for (const { sourceRows: answers } of conversations) {
					expect(answers.length).toBeGreaterThan(0);
					const order = answers.map(({ row }) => row);
					expect(order).toEqual([...order].sort((a, b) => a - b));
				}
			}),
		);
	});

	test('a conversation holds the values of all its rows, each message once, later values', () => {
		fc.assert(
			fc.property(run, ({ messageLayout, rows }) => {
				for (const { sourceId, item } of grouped(messageLayout, rows).conversations) {
					const { conversation_parts: parts, ...head } = item;
					const own = rows.filter(
						(row) => row.sourceId === sourceId && row.item.unique_id === item.unique_id,
					);
					const heads = own.map((row) => row.item);
					expect(head).toEqual(merged(heads, messageLayout === 'rows' ? 'first' : 'last'));
					const given = own.flatMap((row) => row.parts);
					const ids = [...new Set(given.map(({ unique_id }) => unique_id))];
					const expected = ids.map((partId) =>
						merged(
							given.filter(({ unique_id }) => unique_id === partId),
							'last',
						),
					);
					expect(parts ?? []).toEqual(expected);
				}
			}),
			{ numRuns: 300 },
		);
	});

	test('what is sent has a text or a message, and a row is skipped only when it has neither', () => {
		fc.assert(
			fc.property(run, ({ messageLayout, rows }) => {
				const { conversations, skipped } = grouped(messageLayout, rows);
				for (const { item } of conversations) {
					expect(item.body ?? item.conversation_parts?.[0]?.body).toBeDefined();
				}
				for (const { row } of skipped) {
					expect(rows[row]?.parts).toEqual([]);
					if (messageLayout !== 'rows') expect(rows[row]?.item.body).toBeUndefined();
				}
			}),
		);
	});

	test('a row answers for its own message exactly where rows are messages', () => {
		fc.assert(
			fc.property(run, ({ messageLayout, rows }) => {
				for (const { sourceRows: answers } of grouped(messageLayout, rows).conversations) {
					for (const { row, messageId } of answers) {
						const own = messageLayout === 'rows' ? rows[row]?.parts[0]?.unique_id : undefined;
						expect(messageId).toBe(own);
					}
				}
			}),
		);
	});
});
