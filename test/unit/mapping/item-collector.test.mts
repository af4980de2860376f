import { describe, expect, test } from '@jest/globals';
import { ItemCollector } from '../../../nodes/AmplitudeAiFeedback/mapping/itemCollector.ts';
import type { MappedRow } from '../../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';
import { grouped } from './grouped.mts';

const hello = { unique_id: 'm1', body: 'Hello' };
const bye = { unique_id: 'm2', body: 'Bye' };

function row(fields: Partial<MappedRow['item']>, ...parts: MappedRow['parts']): MappedRow {
	return {
		sourceId: 'source',
		item: { unique_id: 'ticket', ...fields },
		parts,
		omittedMessages: 0,
	};
}

describe('rows that are items', () => {
	test('each become a conversation, in input order, and answer for all of it', () => {
		const rows = [row({ unique_id: 'b', body: 'B' }), row({ unique_id: 'a' }, hello)];
		expect(grouped('none', rows)).toEqual({
			conversations: [
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

	test('are one item when they have the same id: later fields win, and both rows are answered', () => {
		const rows = [
			row({ body: 'first', author: 'Jane Doe' }),
			row({ unique_id: 'other', body: 'x' }),
			row({ body: 'second', url: 'https://example.com' }),
		];
		const { conversations } = grouped('none', rows);
		expect(conversations.map(({ item }) => item.unique_id)).toEqual(['ticket', 'other']);
		expect(conversations[0]).toEqual({
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

	test('join their conversations: a message given twice keeps its place and its later fields', () => {
		const rows = [
			row({}, { ...hello, author: 'Jane Doe' }, bye),
			row({}, { ...hello, body: 'Hello again' }, { unique_id: 'm3', body: 'More' }),
		];
		expect(grouped('array', rows).conversations[0]?.item.conversation_parts).toEqual([
			{ unique_id: 'm1', body: 'Hello again', author: 'Jane Doe' },
			bye,
			{ unique_id: 'm3', body: 'More' },
		]);
	});

	test('are skipped when nothing in them has a text', () => {
		expect(grouped('array', [row({ author: 'Jane Doe' }), row({ unique_id: 'x' }, hello)])).toEqual(
			{
				conversations: [expect.objectContaining({ sourceRows: [{ row: 1 }] })],
				skipped: [{ row: 0, itemId: 'ticket' }],
			},
		);
	});

	test('stay apart when their sources differ', () => {
		const rows = ['one', 'two', 'one'].map((sourceId) => ({ ...row({ body: 'x' }), sourceId }));
		const { conversations } = grouped('none', rows);
		expect(conversations.map(({ sourceId, sourceRows: answers }) => [sourceId, answers])).toEqual([
			['one', [{ row: 0 }, { row: 2 }]],
			['two', [{ row: 1 }]],
		]);
	});

	test('stay apart when source and id are only the same read together', () => {
		const rows = [
			{ ...row({ unique_id: 'c', body: 'x' }), sourceId: 'a","b' },
			{ ...row({ unique_id: 'b","c', body: 'x' }), sourceId: 'a' },
			{ ...row({ unique_id: 'b,c', body: 'x' }), sourceId: 'a' },
			{ ...row({ unique_id: 'c', body: 'x' }), sourceId: 'a,b' },
		];
		expect(grouped('none', rows).conversations).toHaveLength(4);
	});
});

describe('rows that are messages', () => {
	test('answer each for its own message', () => {
		const rows = [row({ body: 'Help' }, hello), row({ body: 'Help' }, bye)];
		expect(grouped('rows', rows)).toEqual({
			conversations: [
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

	test("give the item's own fields by the first row that has them", () => {
		const rows = [
			row({ author: 'Jane Doe' }, hello),
			row({ author: 'John Doe', body: 'Help' }),
			row({ body: 'Help!', url: 'https://example.com' }, bye),
		];
		expect(grouped('rows', rows).conversations[0]?.item).toEqual({
			unique_id: 'ticket',
			author: 'Jane Doe',
			body: 'Help',
			url: 'https://example.com',
			conversation_parts: [hello, bye],
		});
	});

	test('with the same id are one message: the later wins, and both rows answer for it', () => {
		const rows = [row({}, hello), row({}, bye), row({}, { ...hello, body: 'Hello again' })];
		const { conversations } = grouped('rows', rows);
		expect(conversations[0]?.item.conversation_parts?.map(({ body }) => body)).toEqual([
			'Hello again',
			'Bye',
		]);
		expect(conversations[0]?.sourceRows.map(({ messageId }) => messageId)).toEqual([
			'm1',
			'm2',
			'm1',
		]);
	});

	test('without text are skipped beside others that have one', () => {
		const rows = [row({ body: 'Help' }), row({ body: 'Help' }, hello), row({ body: 'Help' })];
		const { conversations, skipped } = grouped('rows', rows);
		expect(conversations[0]?.sourceRows).toEqual([{ row: 1, messageId: 'm1' }]);
		expect(skipped).toEqual([
			{ row: 0, itemId: 'ticket' },
			{ row: 2, itemId: 'ticket' },
		]);
	});

	test('without text leave the first row to answer for an item that has its own', () => {
		const rows = [row({}), row({ body: 'Help' }), row({ body: 'Help' })];
		expect(grouped('rows', rows)).toEqual({
			conversations: [
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
		expect(grouped('rows', [row({ author: 'Jane Doe' }), row({})])).toEqual({
			conversations: [],
			skipped: [
				{ row: 0, itemId: 'ticket' },
				{ row: 1, itemId: 'ticket' },
			],
		});
	});
});

test('a run without rows has nothing to send', () => {
	const empty = new ItemCollector({ messageLayout: 'none' }).finish();
	expect(empty).toEqual({ conversations: [], skipped: [] });
});
