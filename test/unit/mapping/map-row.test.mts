import { describe, expect, test } from '@jest/globals';
import {
	mapRow,
	type MappingPlan,
	type RawRow,
} from '../../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';
import { API_FORMAT, at } from '../../../nodes/AmplitudeAiFeedback/mapping/messageFormat.ts';
import { errorOf, planOf } from './support.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

const REPLY = { unique_id: 'reply-1', body: 'Thanks!' };

function map(raw: Partial<RawRow>, plan: Partial<MappingPlan> = {}) {
	return atOnce(mapRow({ sourceId: 'source', item: {}, ...raw }, planOf(plan)));
}

describe('a row that is an item', () => {
	test('has the fields of its item and no messages', () => {
		const item = { unique_id: 7, body: 'Great', author: '', created_at: '2026-03-15' };
		expect(map({ item })).toEqual({
			sourceId: 'source',
			item: { unique_id: '7', body: 'Great', created_at: '2026-03-15T00:00:00Z' },
			messages: [],
			omittedMessages: 0,
			filteredMessages: 0,
			removedPatterns: 0,
			messageErrors: [],
		});
	});

	test('keeps the conversation that it already has, without its empty messages', () => {
		const item = { unique_id: 'call-1', conversation_parts: [REPLY, { unique_id: 'event' }] };
		expect(map({ item })).toEqual({
			sourceId: 'source',
			item: { unique_id: 'call-1' },
			messages: [REPLY],
			omittedMessages: 1,
			filteredMessages: 0,
			removedPatterns: 0,
			messageErrors: [],
		});
	});

	test('is mapped without the messages that cannot be sent, and says why they cannot', () => {
		const missingId = { kind: 'missingId', subject: { of: 'message', index: 0 } };
		const array = { messageLayout: 'array' } as const;
		const withReply = { item: { unique_id: '1' }, messageArray: [{ body: 'Hello' }, REPLY] };
		expect(map(withReply, array)).toMatchObject({ messages: [REPLY], messageErrors: [missingId] });
		const withText = {
			item: { unique_id: '1', body: 'Great' },
			messageArray: [{ body: 'Hello' }],
		};
		expect(map(withText, array)).toMatchObject({ messages: [], messageErrors: [missingId] });
	});

	test.each(['items', 'replies'] as const)(
		'is refused for the first of its messages when none of the %s can be sent',
		(operation) => {
			const messageArray = [{ unique_id: 'event' }, { body: 'Hello' }, 'Bye'];
			const raw = { item: { unique_id: '1' }, messageArray };
			const error = errorOf(() => map(raw, { operation, messageLayout: 'array' }));
			expect(error).toEqual({ kind: 'missingId', subject: { of: 'message', index: 1 } });
		},
	);

	test('does not inherit a conversation', () => {
		const item = Object.create({ conversation_parts: [REPLY] }) as Record<string, unknown>;
		Object.assign(item, { unique_id: '1', body: 'Great' });
		expect(map({ item }).messages).toEqual([]);
	});

	test('takes its conversation from an array, by the format of the plan', () => {
		const raw = {
			item: { unique_id: 'call-1' },
			messageArray: [{ unique_id: 'a', text: 'Hello' }],
		};
		const fields = { ...API_FORMAT.fields, body: at('text') };
		const plan = { messageLayout: 'array', messageFormat: { ...API_FORMAT, fields } } as const;
		expect(map(raw, plan).messages).toEqual([{ unique_id: 'a', body: 'Hello' }]);
	});

	test.each(['', ' \n', null])('has nothing to send if its text is there but blank: %j', (body) => {
		const row = { item: { unique_id: '1' }, messages: [] };
		expect(map({ item: { unique_id: '1', body } })).toMatchObject(row);
		const inArray = { item: { unique_id: '1', body }, messageArray: [] };
		expect(map(inArray, { messageLayout: 'array' })).toMatchObject(row);
	});

	test('is refused without text and messages', () => {
		const item = { unique_id: '1', author: 'Jane Doe' };
		expect(errorOf(() => map({ item }))).toEqual({ kind: 'emptyItem' });
		const raw = { item, messageArray: [] };
		expect(errorOf(() => map(raw, { messageLayout: 'array' }))).toEqual({ kind: 'emptyItem' });
	});

	test('is not refused when its messages have no text', () => {
		const raw = { item: { unique_id: '1' }, messageArray: [{ type: 'assignment', body: null }] };
		expect(map(raw, { messageLayout: 'array' })).toMatchObject({
			messages: [],
			omittedMessages: 1,
		});
	});
});

describe('a row that is one message', () => {
	test.each(['items', 'replies'] as const)('of %s becomes a message of its item', (operation) => {
		const raw = { item: { unique_id: 'ticket-1' }, message: REPLY };
		expect(map(raw, { operation, messageLayout: 'rows' })).toEqual({
			sourceId: 'source',
			item: { unique_id: 'ticket-1' },
			messages: [REPLY],
			omittedMessages: 0,
			filteredMessages: 0,
			removedPatterns: 0,
			messageErrors: [],
			isIdGenerated: false,
		});
	});

	test.each(['items', 'replies'] as const)('of %s may have no text, or be missing', (operation) => {
		for (const message of [{ unique_id: 'event-1', body: '' }, {}, undefined]) {
			const mapped = map(
				{ item: { unique_id: 'ticket-1' }, message },
				{ operation, messageLayout: 'rows' },
			);
			expect(mapped).toMatchObject({ messages: [], omittedMessages: 0 });
		}
	});

	test('is refused as a message when it has no id', () => {
		const raw = { item: { unique_id: 'ticket-1' }, message: { body: 'Hello' } };
		const error = errorOf(() => map(raw, { messageLayout: 'rows' }));
		expect(error).toEqual({ kind: 'missingId', subject: { of: 'message' } });
	});
});

describe('a row that holds replies', () => {
	const replies = { operation: 'replies', messageLayout: 'array' } as const;

	test('has the id of the item and its new messages', () => {
		const raw = { item: { unique_id: 'ticket-1' }, messageArray: [REPLY] };
		expect(map(raw, replies)).toMatchObject({ item: { unique_id: 'ticket-1' }, messages: [REPLY] });
	});

	test('may have none, and is not refused', () => {
		const raw = { item: { unique_id: 'ticket-1' }, messageArray: [] };
		expect(map(raw, replies)).toMatchObject({ messages: [], omittedMessages: 0 });
	});

	test('needs the id of the item, also when ids are generated', () => {
		const raw = { item: { unique_id: '' }, messageArray: [REPLY] };
		for (const generateIds of [false, true]) {
			const error = errorOf(() => map(raw, { ...replies, generateIds }));
			expect(error).toEqual({ kind: 'missingId', subject: { of: 'item' } });
		}
	});
});

describe('an item without an id', () => {
	test.each(['', null, undefined])('is refused when the id is %p', (id) => {
		const error = errorOf(() => map({ item: { unique_id: id, body: 'Great' } }));
		expect(error).toEqual({ kind: 'missingId', subject: { of: 'item' } });
	});

	test('gets a generated one, the same for the same content in the same source', () => {
		const idOf = (raw: Partial<RawRow>) => map(raw, { generateIds: true }).item.unique_id;
		const id = idOf({ item: { body: 'Great' } });
		expect(id).toMatch(/^gen-/);
		expect(idOf({ item: { body: 'Great', author: '' } })).toBe(id);
		expect(idOf({ item: { body: 'Great!' } })).not.toBe(id);
		expect(idOf({ item: { body: 'Great' }, sourceId: 'other' })).not.toBe(id);
	});

	test('gets one that tells apart calls without a text of their own', () => {
		const plan = { messageLayout: 'array', generateIds: true } as const;
		const call = (...bodies: string[]) =>
			map({ messageArray: bodies.map((body) => ({ body })) }, plan);
		expect(call('Hello', 'Bye')).toEqual(call('Hello', 'Bye'));
		expect(call('Hello', 'Bye').item).not.toEqual(call('Hello').item);
		// Two calls that begin with the same words must not overwrite each other's messages either.
		expect(call('Hello', 'Bye').messages[0]?.unique_id).not.toBe(
			call('Hello').messages[0]?.unique_id,
		);
	});

	test('is refused where each row is a message, since no row is the whole item', () => {
		const raw = { item: { body: 'Help' }, message: REPLY };
		const error = errorOf(() => map(raw, { messageLayout: 'rows', generateIds: true }));
		expect(error).toEqual({ kind: 'missingId', subject: { of: 'item' } });
	});

	test('is not assumed: an id that is given stays when ids are generated', () => {
		const item = { unique_id: 'review-1', body: 'Great' };
		expect(map({ item }, { generateIds: true }).item.unique_id).toBe('review-1');
	});
});

describe('the source id', () => {
	const item = { unique_id: '1', body: 'Great' };

	test('is trimmed, and may be a number', () => {
		expect(map({ item, sourceId: ' my source\r\n' }).sourceId).toBe('my source');
		expect(map({ item, sourceId: 1234 }).sourceId).toBe('1234');
	});

	test('has up to 128 characters, not counting spaces around it', () => {
		const longest = 'x'.repeat(128);
		expect(map({ item, sourceId: ` ${longest} ` }).sourceId).toBe(longest);
		expect(map({ item, sourceId: '🙂'.repeat(128) }).sourceId).toHaveLength(256);
		const value = `${longest}x`;
		expect(errorOf(() => map({ item, sourceId: value }))).toEqual({ kind: 'sourceId', value });
	});

	test.each([[''], ['  \n'], [undefined], [null]])('is refused when it is %p', (sourceId) => {
		expect(errorOf(() => map({ item, sourceId }))).toEqual({ kind: 'sourceId', value: '' });
	});

	test.each([[true], [{}], [['source']]])(
		'is refused when it is %p, which is not text',
		(value) => {
			const error = errorOf(() => map({ item, sourceId: value }));
			expect(error).toEqual({ kind: 'sourceId', value });
		},
	);
});
