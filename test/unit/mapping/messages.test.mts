import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { API_PATHS } from '../../../nodes/AmplitudeAiFeedback/mapping/messagePaths.ts';
import {
	mapMessage,
	mapMessages,
	type MappedMessages,
} from '../../../nodes/AmplitudeAiFeedback/mapping/messages.ts';
import { errorOf } from './support.mts';

const GIVEN_IDS = { timeZone: 'UTC', generateIds: false, idScope: ['source', 'item'] };
const GENERATED_IDS = { ...GIVEN_IDS, generateIds: true };

function map(value: unknown, context = GIVEN_IDS): MappedMessages {
	return mapMessages(value, API_PATHS, context);
}

const idsOf = ({ messages }: MappedMessages) => messages.map(({ unique_id }) => unique_id);

describe('an array of messages', () => {
	test('is mapped in its order', () => {
		const messages = [
			{ unique_id: 'b', body: 'Hello', author: 'Jane Doe', created_at: 1_773_570_600 },
			{ unique_id: 7, body: 'How can I help?', internal: true, email: '' },
		];
		expect(map(messages)).toEqual({
			messages: [
				{ unique_id: 'b', body: 'Hello', author: 'Jane Doe', created_at: '2026-03-15T10:30:00Z' },
				{ unique_id: '7', body: 'How can I help?' },
			],
			omittedMessages: 0,
		});
	});

	test.each([[undefined], [null], [''], [[]]])('has no messages when it is %p', (value) => {
		expect(map(value)).toEqual({ messages: [], omittedMessages: 0 });
	});

	test('leaves out messages without text and counts them', () => {
		const messages = [
			{ unique_id: '1', body: 'Hello' },
			{ unique_id: '2', type: 'assignment' },
			{ unique_id: '3', body: '' },
			{ body: null },
			{},
			{ unique_id: '4', body: ' ' },
		];
		const mapped = map(messages);
		expect(idsOf(mapped)).toEqual(['1', '4']);
		expect(mapped.omittedMessages).toBe(4);
	});

	test('does not check the id and time of a message that is left out', () => {
		const event = { unique_id: 2 ** 53, created_at: 'yesterday' };
		expect(map([event])).toEqual({ messages: [], omittedMessages: 1 });
	});
});

describe('an array of messages that cannot be sent', () => {
	test.each([['Hello'], ['[{"body":"Hello"}]'], [{ 0: { body: 'Hello' } }], [7], [false]])(
		'is refused when it is %p, naming that value',
		(value) => {
			expect(errorOf(() => map(value))).toEqual({ kind: 'notAnArray', value });
		},
	);

	test.each([['Hello'], [7], [null], [undefined], [['Hello']]])(
		'is refused when an element is %p, naming its index and value',
		(value) => {
			const messages = [{ unique_id: '1', body: 'Hello' }, value];
			expect(errorOf(() => map(messages))).toEqual({ kind: 'notAMessage', index: 1, value });
		},
	);

	test('is refused when it has a hole', () => {
		const messages = new Array<unknown>(1);
		expect(errorOf(() => map(messages))).toMatchObject({ kind: 'notAMessage', index: 0 });
	});

	test('is refused when a message has messages, even if that message has no text', () => {
		for (const body of ['Hello', undefined]) {
			const nested = { unique_id: '2', body, conversation_parts: [{ unique_id: '3', body: 'x' }] };
			const messages = [{ unique_id: '1', body: 'Hello' }, nested];
			expect(errorOf(() => map(messages))).toEqual({ kind: 'nestedParts', index: 1 });
		}
	});

	test('may have messages with an empty list of messages', () => {
		for (const nested of [[], null, undefined]) {
			const message = { unique_id: '1', body: 'Hello', conversation_parts: nested };
			expect(map([message]).messages).toEqual([{ unique_id: '1', body: 'Hello' }]);
		}
	});

	test('is refused when a message with text has no id, naming its index', () => {
		const error = errorOf(() => map([{ body: '' }, { body: 'Hello', unique_id: '' }]));
		expect(error).toEqual({ kind: 'missingId', subject: { of: 'message', index: 1 } });
	});

	test('is refused when a value cannot be sent, naming its index and field', () => {
		const messages = [{ unique_id: '1', body: 'Hello', author: { name: 'Jane Doe' } }];
		expect(errorOf(() => map(messages))).toEqual({
			kind: 'notText',
			subject: { of: 'message', index: 0 },
			field: 'author',
			value: { name: 'Jane Doe' },
		});
	});
});

describe('generated message ids', () => {
	const texts = (...bodies: string[]) => bodies.map((body) => ({ body }));

	test('are the same on the next run', () => {
		const messages = texts('Hello', 'Yes.', 'Yes.');
		expect(map(messages, GENERATED_IDS)).toEqual(map(messages, GENERATED_IDS));
	});

	test('tell apart messages with the same text', () => {
		const ids = idsOf(map(texts('Yes.', 'No.', 'Yes.', 'Yes.'), GENERATED_IDS));
		const [yes, no] = ids;
		expect(no).not.toBe(yes);
		expect(ids).toEqual([yes, no, `${yes}-2`, `${yes}-3`]);
	});

	test('are all different, whatever the texts', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('Yes.', 'No.', 'Yes.-2')), (bodies) => {
				const ids = idsOf(map(texts(...bodies), GENERATED_IDS));
				expect(new Set(ids).size).toBe(bodies.length);
			}),
		);
	});

	test('stay the same when a message is added at the end', () => {
		const before = idsOf(map(texts('Yes.', 'Yes.'), GENERATED_IDS));
		const after = idsOf(map(texts('Yes.', 'Yes.', 'No.'), GENERATED_IDS));
		expect(after.slice(0, 2)).toEqual(before);
	});

	test('differ from item to item', () => {
		const other = { ...GENERATED_IDS, idScope: ['source', 'other item'] };
		expect(idsOf(map(texts('Yes.'), other))).not.toEqual(idsOf(map(texts('Yes.'), GENERATED_IDS)));
	});

	test('do not replace ids that are given, even one that is given twice', () => {
		const messages = [
			{ unique_id: '1', body: 'Yes.' },
			{ unique_id: '1', body: 'Yes.' },
			{ unique_id: 0, body: 'Yes.' },
		];
		expect(idsOf(map(messages, GENERATED_IDS))).toEqual(['1', '1', '0']);
	});

	test('are not made for a message without text', () => {
		expect(mapMessage({ author: 'Jane Doe' }, { of: 'message' }, GENERATED_IDS)).toBeUndefined();
	});
});
