import { describe, expect, test } from '@jest/globals';
import {
	ItemCollector,
	type Collected,
} from '../../../nodes/AmplitudeAiFeedback/mapping/itemCollector.ts';
import type {
	MappedRow,
	MessageLayout,
} from '../../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';

const hello = { unique_id: 'm1', body: 'Hello' };
const bye = { unique_id: 'm2', body: 'Bye' };

function row(fields: Partial<MappedRow['item']>, ...messages: MappedRow['messages']): MappedRow {
	return {
		sourceId: 'source',
		item: { unique_id: 'ticket', ...fields },
		messages,
		omittedMessages: 0,
		filteredMessages: 0,
		removedPatterns: 0,
		messageErrors: [],
	};
}

/** Collects the rows of a run. */
function collect(messageLayout: MessageLayout, rows: readonly MappedRow[]): Collected {
	const collector = new ItemCollector({ messageLayout });
	for (const [index, mapped] of rows.entries()) collector.add(index, mapped);
	return collector.finish();
}

describe('rows that are whole items', () => {
	test('become one item each, in input order', () => {
		const rows = [row({ unique_id: 'b', body: 'B' }), row({ unique_id: 'a' }, hello)];
		expect(collect('none', rows)).toEqual({
			items: [
				{ sourceId: 'source', item: { unique_id: 'b', body: 'B' }, sourceRows: [{ row: 0 }] },
				{
					sourceId: 'source',
					item: { unique_id: 'a', conversation_parts: [hello] },
					sourceRows: [{ row: 1 }],
				},
			],
			skipped: [],
		});
	});

	test('with the same id become one item of both rows, whose later fields win', () => {
		const rows = [
			row({ body: 'first', author: 'Jane Doe' }),
			row({ unique_id: 'other', body: 'x' }),
			row({ body: 'second', url: 'https://example.com' }),
		];
		const { items } = collect('none', rows);
		expect(items.map(({ item }) => item.unique_id)).toEqual(['ticket', 'other']);
		expect(items[0]).toEqual({
			sourceId: 'source',
			item: {
				unique_id: 'ticket',
				body: 'second',
				author: 'Jane Doe',
				url: 'https://example.com',
			},
			sourceRows: [{ row: 0 }, { row: 2 }],
		});
	});

	test('with the same id join their conversations: a message given twice keeps its place and its later fields', () => {
		const rows = [
			row({}, { ...hello, author: 'Jane Doe' }, bye),
			row({}, { ...hello, body: 'Hello again' }, { unique_id: 'm3', body: 'More' }),
		];
		expect(collect('array', rows).items[0]?.item.conversation_parts).toEqual([
			{ unique_id: 'm1', body: 'Hello again', author: 'Jane Doe' },
			bye,
			{ unique_id: 'm3', body: 'More' },
		]);
	});

	test('are skipped when neither the item nor a message has a text', () => {
		expect(collect('array', [row({ author: 'Jane Doe' }), row({ unique_id: 'x' }, hello)])).toEqual(
			{
				items: [expect.objectContaining({ sourceRows: [{ row: 1 }] })],
				skipped: [{ row: 0, itemId: 'ticket' }],
			},
		);
	});

	test('with the same id in different sources stay separate items', () => {
		const rows = ['one', 'two', 'one'].map((sourceId) => ({ ...row({ body: 'x' }), sourceId }));
		const { items } = collect('none', rows);
		expect(items.map(({ sourceId, sourceRows }) => [sourceId, sourceRows])).toEqual([
			['one', [{ row: 0 }, { row: 2 }]],
			['two', [{ row: 1 }]],
		]);
	});

	test('stay separate items when only source and id joined are the same', () => {
		const rows = [
			{ ...row({ unique_id: 'c', body: 'x' }), sourceId: 'a","b' },
			{ ...row({ unique_id: 'b","c', body: 'x' }), sourceId: 'a' },
			{ ...row({ unique_id: 'b,c', body: 'x' }), sourceId: 'a' },
			{ ...row({ unique_id: 'c', body: 'x' }), sourceId: 'a,b' },
		];
		expect(collect('none', rows).items).toHaveLength(4);
	});
});

describe('rows that are messages', () => {
	test('become the conversation of their item, and each refers to its own message', () => {
		const rows = [row({ body: 'Help' }, hello), row({ body: 'Help' }, bye)];
		expect(collect('rows', rows)).toEqual({
			items: [
				{
					sourceId: 'source',
					item: { unique_id: 'ticket', body: 'Help', conversation_parts: [hello, bye] },
					sourceRows: [
						{ row: 0, messageId: 'm1' },
						{ row: 1, messageId: 'm2' },
					],
				},
			],
			skipped: [],
		});
	});

	test('give the item each of its own fields from the first row that has it', () => {
		const rows = [
			row({ author: 'Jane Doe' }, hello),
			row({ author: 'John Doe', body: 'Help' }),
			row({ body: 'Help!', url: 'https://example.com' }, bye),
		];
		expect(collect('rows', rows).items[0]?.item).toEqual({
			unique_id: 'ticket',
			author: 'Jane Doe',
			body: 'Help',
			url: 'https://example.com',
			conversation_parts: [hello, bye],
		});
	});

	test('with the same message id become one message of both rows, and the later one wins', () => {
		const rows = [row({}, hello), row({}, bye), row({}, { ...hello, body: 'Hello again' })];
		const { items } = collect('rows', rows);
		expect(items[0]?.item.conversation_parts?.map(({ body }) => body)).toEqual([
			'Hello again',
			'Bye',
		]);
		expect(items[0]?.sourceRows.map(({ messageId }) => messageId)).toEqual(['m1', 'm2', 'm1']);
	});

	test('are skipped when they have no text and others have one', () => {
		const rows = [row({ body: 'Help' }), row({ body: 'Help' }, hello), row({ body: 'Help' })];
		const { items, skipped } = collect('rows', rows);
		expect(items[0]?.sourceRows).toEqual([{ row: 1, messageId: 'm1' }]);
		expect(skipped).toEqual([
			{ row: 0, itemId: 'ticket' },
			{ row: 2, itemId: 'ticket' },
		]);
	});

	test('without any text send the text of the item, for the first of them', () => {
		const rows = [row({}), row({ body: 'Help' }), row({ body: 'Help' })];
		expect(collect('rows', rows)).toEqual({
			items: [
				{
					sourceId: 'source',
					item: { unique_id: 'ticket', body: 'Help' },
					sourceRows: [{ row: 0 }],
				},
			],
			skipped: [
				{ row: 1, itemId: 'ticket' },
				{ row: 2, itemId: 'ticket' },
			],
		});
	});

	test('are all skipped when the item has no text either', () => {
		expect(collect('rows', [row({ author: 'Jane Doe' }), row({})])).toEqual({
			items: [],
			skipped: [
				{ row: 0, itemId: 'ticket' },
				{ row: 1, itemId: 'ticket' },
			],
		});
	});
});

test('a run without rows has nothing to send', () => {
	expect(collect('none', [])).toEqual({ items: [], skipped: [] });
});

// It takes less than a second, and with quadratic work minutes.
test('300,000 rows of one item and 300,000 messages of another are collected within 20 s', () => {
	const items = new ItemCollector({ messageLayout: 'none' });
	const messages = new ItemCollector({ messageLayout: 'rows' });
	const deadline = performance.now() + 20_000;
	for (let index = 0; index < 300_000; index++) {
		items.add(index, row({ body: 'Help' }));
		messages.add(index, row({}, { unique_id: `m${index}`, body: 'Hello' }));
		if (performance.now() > deadline) throw new Error(`20 s for ${index} rows`);
	}
	for (const collector of [items, messages]) {
		expect(collector.finish().items[0]?.sourceRows).toHaveLength(300_000);
	}
});
