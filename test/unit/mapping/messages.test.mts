import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { API_FORMAT } from '../../../nodes/AmplitudeAiFeedback/mapping/messageFormat.ts';
import {
	mapMessage,
	mapMessages,
	type MappedMessages,
} from '../../../nodes/AmplitudeAiFeedback/mapping/messages.ts';
import { errorOf, NOW } from './support.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

const GIVEN_IDS = {
	timeZone: 'UTC',
	now: NOW,
	generateIds: false,
	idScope: ['source', 'item'],
	row: {},
};
const GENERATED_IDS = { ...GIVEN_IDS, generateIds: true };

function map(value: unknown, context = GIVEN_IDS): MappedMessages {
	return atOnce(mapMessages(value, API_FORMAT, context));
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
			filteredMessages: 0,
			messageErrors: [],
		});
	});

	test.each([[undefined], [null], [''], [[]]])('has no messages when it is %p', (value) => {
		expect(map(value)).toEqual({
			messages: [],
			omittedMessages: 0,
			filteredMessages: 0,
			messageErrors: [],
		});
	});

	test('leaves out messages without text and counts them', () => {
		const messages = [
			{ unique_id: '1', body: 'Hello' },
			{ unique_id: '2', type: 'assignment' },
			{ unique_id: '3', body: '' },
			{ body: null },
			{},
			{ unique_id: '4', body: ' \n' },
			{ unique_id: '5', body: ' x ' },
		];
		const mapped = map(messages);
		expect(idsOf(mapped)).toEqual(['1', '5']);
		expect(mapped.omittedMessages).toBe(5);
	});

	test('does not check the id and time of a message that is left out', () => {
		const event = { unique_id: 2 ** 53, body: '', created_at: 'yesterday' };
		expect(map([event])).toEqual({
			messages: [],
			omittedMessages: 1,
			filteredMessages: 0,
			messageErrors: [],
		});
	});
});

describe('an array that is not one', () => {
	test.each([['Hello'], ['[{"body":"Hello"}]'], [{ 0: { body: 'Hello' } }], [7], [false]])(
		'is refused when it is %p, naming that value',
		(value) => {
			expect(errorOf(() => map(value))).toEqual({ kind: 'notAnArray', value });
		},
	);
});

describe('an array without the property that the text is read from', () => {
	test('is refused, naming the properties that its messages have', () => {
		const messages = [
			{ id: 1, plain_body: 'Hello' },
			{ id: 2, html_body: '<p>Bye</p>' },
		];
		expect(errorOf(() => map(messages))).toEqual({
			kind: 'noTextProperty',
			paths: ['body'],
			properties: ['id', 'plain_body', 'html_body'],
		});
	});

	test('is not refused where one message has it, even an empty one', () => {
		for (const body of ['', null]) {
			expect(map([{ id: 1 }, { unique_id: '2', body }])).toMatchObject({ omittedMessages: 2 });
		}
	});
});

describe('a message that cannot be sent', () => {
	const good = { unique_id: '1', body: 'Hello' };
	const last = { unique_id: '9', body: 'Bye' };

	test.each([['Hello'], [7], [null], [undefined], [['Hello']]])(
		'because it is %p is named by its index and value, and the others are mapped',
		(value) => {
			expect(map([good, value, last])).toEqual({
				messages: [good, last],
				omittedMessages: 0,
				filteredMessages: 0,
				messageErrors: [{ kind: 'notAMessage', index: 1, value }],
			});
		},
	);

	test('may be a hole in the array', () => {
		const messages = new Array<unknown>(1);
		expect(map(messages).messageErrors).toMatchObject([{ kind: 'notAMessage', index: 0 }]);
	});

	test('may be one that has messages, even if it has no text', () => {
		for (const body of ['Hello', undefined]) {
			const nested = { unique_id: '2', body, conversation_parts: [{ unique_id: '3', body: 'x' }] };
			const { messages, messageErrors } = map([good, nested]);
			expect(messageErrors).toEqual([{ kind: 'nestedParts', index: 1 }]);
			expect(messages).toEqual([good]);
		}
	});

	test('is none that has an empty list of messages', () => {
		for (const nested of [[], null, undefined]) {
			const message = { unique_id: '1', body: 'Hello', conversation_parts: nested };
			expect(map([message]).messages).toEqual([{ unique_id: '1', body: 'Hello' }]);
		}
	});

	test('may have a text but no id', () => {
		const mapped = map([{ body: '' }, { body: 'Hello', unique_id: '' }, good]);
		expect(mapped).toEqual({
			messages: [good],
			omittedMessages: 1,
			filteredMessages: 0,
			messageErrors: [{ kind: 'missingId', subject: { of: 'message', index: 1 } }],
		});
	});

	test('is named by its index, field and value, and so is each other one', () => {
		const messages = [
			{ unique_id: '1', body: 'Hello', author: { name: 'Jane Doe' } },
			{ unique_id: '2', body: 'Hello', created_at: 'soon' },
		];
		expect(map(messages)).toMatchObject({
			messages: [],
			omittedMessages: 0,
			filteredMessages: 0,
			messageErrors: [
				{
					kind: 'notText',
					subject: { of: 'message', index: 0 },
					field: 'author',
					value: { name: 'Jane Doe' },
				},
				{
					kind: 'unreadableTime',
					subject: { of: 'message', index: 1 },
					field: 'created_at',
					value: 'soon',
					formats: [],
				},
			],
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
