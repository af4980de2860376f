import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
	API_PATHS,
	toPart,
	toParts,
	type Messages,
} from '../../../nodes/AmplitudeAiFeedback/mapping/messages.ts';
import { problemOf } from './row-error-of.mts';

const GIVEN_IDS = { timeZone: 'UTC', generateIds: false, idScope: ['source', 'item'] };
const GENERATED_IDS = { ...GIVEN_IDS, generateIds: true };

function read(value: unknown, context = GIVEN_IDS): Messages {
	return toParts(value, API_PATHS, context);
}

describe('an array of messages', () => {
	test('becomes conversation parts in its order', () => {
		const messages = [
			{ unique_id: 'b', body: 'Hello', author: 'Jane Doe', created_at: 1_773_570_600 },
			{ unique_id: 7, body: 'How can I help?', internal: true, email: '' },
		];
		expect(read(messages)).toEqual({
			parts: [
				{ unique_id: 'b', body: 'Hello', author: 'Jane Doe', created_at: '2026-03-15T10:30:00Z' },
				{ unique_id: '7', body: 'How can I help?' },
			],
			omittedMessages: 0,
		});
	});

	test.each([[undefined], [null], [''], [[]]])('that is %p has no messages', (value) => {
		expect(read(value)).toEqual({ parts: [], omittedMessages: 0 });
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
		const { parts, omittedMessages: withoutText } = read(messages);
		expect(parts.map((part) => part.unique_id)).toEqual(['1', '4']);
		expect(withoutText).toBe(4);
	});

	test('keeps every message that has a text, and counts the others', () => {
		const body = fc.option(fc.string(), { nil: undefined });
		fc.assert(
			fc.property(fc.array(body), (bodies) => {
				const messages = bodies.map((text, index) => ({ unique_id: index, body: text }));
				const { parts, omittedMessages: withoutText } = read(messages);
				const withText = messages.filter(({ body: text }) => text !== undefined && text !== '');
				expect(parts.map((part) => part.body)).toEqual(withText.map((message) => message.body));
				expect(parts.length + withoutText).toBe(bodies.length);
			}),
		);
	});

	test('does not care about the id or time of a message that is left out', () => {
		const event = { unique_id: 2 ** 53, created_at: 'yesterday' };
		expect(read([event])).toEqual({ parts: [], omittedMessages: 1 });
	});
});

describe('an array that cannot be read', () => {
	test.each([['Hello'], ['[{"body":"Hello"}]'], [{ 0: { body: 'Hello' } }], [7], [false]])(
		'%p is not an array, and is named',
		(value) => {
			expect(problemOf(() => read(value))).toEqual({ kind: 'notAnArray', value });
		},
	);

	test.each([['Hello'], [7], [null], [undefined], [['Hello']]])(
		'the element %p is no message, and is named with its place',
		(value) => {
			const messages = [{ unique_id: '1', body: 'Hello' }, value];
			expect(problemOf(() => read(messages))).toEqual({ kind: 'notAMessage', index: 1, value });
		},
	);

	test('a hole in an array is no message', () => {
		const messages = new Array<unknown>(1);
		expect(problemOf(() => read(messages))).toMatchObject({ kind: 'notAMessage', index: 0 });
	});

	test('messages within messages are refused, even below a message without text', () => {
		for (const body of ['Hello', undefined]) {
			const nested = { unique_id: '2', body, conversation_parts: [{ unique_id: '3', body: 'x' }] };
			const messages = [{ unique_id: '1', body: 'Hello' }, nested];
			expect(problemOf(() => read(messages))).toEqual({ kind: 'nestedParts', index: 1 });
		}
	});

	test('an empty list of messages within a message is no nesting', () => {
		for (const nested of [[], null, undefined]) {
			const message = { unique_id: '1', body: 'Hello', conversation_parts: nested };
			expect(read([message]).parts).toEqual([{ unique_id: '1', body: 'Hello' }]);
		}
	});

	test('a message with text and without id is named by its place', () => {
		const problem = problemOf(() => read([{ body: '' }, { body: 'Hello', unique_id: '' }]));
		expect(problem).toEqual({ kind: 'missingId', subject: { of: 'message', index: 1 } });
	});

	test('a value that cannot be sent is named by its place and field', () => {
		const messages = [{ unique_id: '1', body: 'Hello', author: { name: 'Jane Doe' } }];
		expect(problemOf(() => read(messages))).toEqual({
			kind: 'notText',
			subject: { of: 'message', index: 0 },
			field: 'author',
			value: { name: 'Jane Doe' },
		});
	});
});

describe('generated message ids', () => {
	const said = (...bodies: string[]) => bodies.map((body) => ({ body }));
	const idsOf = ({ parts }: Messages) => parts.map((part) => part.unique_id);

	test('are the same on the next run', () => {
		const messages = said('Hello', 'Yes.', 'Yes.');
		expect(read(messages, GENERATED_IDS)).toEqual(read(messages, GENERATED_IDS));
	});

	test('keep messages apart that say the same', () => {
		const ids = idsOf(read(said('Yes.', 'No.', 'Yes.', 'Yes.'), GENERATED_IDS));
		const [yes, no] = ids;
		expect(no).not.toBe(yes);
		expect(ids).toEqual([yes, no, `${yes}-2`, `${yes}-3`]);
	});

	test('are all different, whatever is said', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('Yes.', 'No.', 'Yes.-2')), (bodies) => {
				const ids = idsOf(read(said(...bodies), GENERATED_IDS));
				expect(new Set(ids).size).toBe(bodies.length);
			}),
		);
	});

	test('stay when a message is added at the end', () => {
		const before = idsOf(read(said('Yes.', 'Yes.'), GENERATED_IDS));
		const after = idsOf(read(said('Yes.', 'Yes.', 'No.'), GENERATED_IDS));
		expect(after.slice(0, 2)).toEqual(before);
	});

	test('differ from item to item', () => {
		const other = { ...GENERATED_IDS, idScope: ['source', 'other item'] };
		expect(idsOf(read(said('Yes.'), other))).not.toEqual(idsOf(read(said('Yes.'), GENERATED_IDS)));
	});

	test('leave given ids alone, also the same one twice', () => {
		const messages = [
			{ unique_id: '1', body: 'Yes.' },
			{ unique_id: '1', body: 'Yes.' },
			{ unique_id: 0, body: 'Yes.' },
		];
		expect(idsOf(read(messages, GENERATED_IDS))).toEqual(['1', '1', '0']);
	});

	test('are made for no message that has no text', () => {
		expect(toPart({ author: 'Jane Doe' }, { of: 'message' }, GENERATED_IDS)).toBeUndefined();
	});
});
