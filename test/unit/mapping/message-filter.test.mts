import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
	condition,
	type FilterOperator,
	holds,
} from '../../../nodes/AmplitudeAiFeedback/mapping/messageFilter.ts';
import {
	API_FORMAT,
	type MessageFormat,
} from '../../../nodes/AmplitudeAiFeedback/mapping/messageFormat.ts';
import { mapMessages } from '../../../nodes/AmplitudeAiFeedback/mapping/messages.ts';
import { planOf } from './support.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

const CONTEXT = { ...planOf(), idScope: [], row: {} };

function formatWith(...conditions: MessageFormat['sentWhen'][number][number][]): MessageFormat {
	return { ...API_FORMAT, sentWhen: [conditions] };
}

describe('a condition', () => {
	test.each<[FilterOperator, string, unknown, boolean]>([
		['is', 'true', true, true],
		['is', 'true', 'true', true],
		['is', 'True', true, true],
		['is', ' comment ', 'Comment', true],
		['is', 'true', false, false],
		['is', '7', 7, true],
		['is', '7', '7.0', false],
		['is', '', '', true],
		['isNot', 'note', 'comment', true],
		['isNot', 'note', 'note', false],
		['isNot', 'note', ' Note', false],
		['isNot', 'false', false, false],
		['isNot', '', 'x', true],
		['isOneOf', 'comment, reply', 'reply', true],
		['isOneOf', 'comment,reply', 'note', false],
		['isOneOf', '0, 1', 1, true],
		['isOneOf', 'comment', 'comment', true],
	])('%s %j holds for %j: %j', (operator, value, given, expected) => {
		expect(holds({ type: given }, condition('type', operator, value))).toBe(expected);
	});

	test.each<FilterOperator>(['is', 'isNot', 'isOneOf'])(
		'with %s does not hold where there is nothing to compare',
		(operator) => {
			const one = condition('type.name', operator, 'note');
			const nothing = [{}, { type: null }, { type: 'x' }, { type: {} }];
			const unusable: unknown[] = [null, undefined, {}, [], ['note'], { toString: 'x' }];
			for (const message of [...nothing, ...unusable.map((name) => ({ type: { name } }))]) {
				expect(holds(message, one)).toBe(false);
			}
			expect(holds(Object.create({ 'type.name': 'other' }) as object, one)).toBe(false);
		},
	);

	test('reads the first of its paths that a message has', () => {
		const one = condition(['said.type', 'type'], 'isNot', 'note');
		expect(holds({ type: 'note' }, one)).toBe(false);
		expect(holds({ said: { type: 'note' }, type: 'comment' }, one)).toBe(false);
		expect(holds({ said: { type: null }, type: 'comment' }, one)).toBe(false);
		expect(holds({ type: 'comment' }, one)).toBe(true);
	});
});

describe('messages of an array', () => {
	const all = [
		{ unique_id: '1', body: 'Hello', type: 'comment', public: true },
		{ unique_id: '2', body: 'Secret', type: 'note', public: true },
		{ unique_id: '3', body: 'Secret', type: 'comment', public: false },
		{ unique_id: '4', body: 'Secret', type: 'comment' },
		{ unique_id: '5', body: '', type: 'comment', public: true },
	];
	const both = formatWith(condition('type', 'isNot', 'note'), condition('public', 'is', 'true'));

	test('are sent where all conditions hold; the others are counted apart from those without text', () => {
		expect(atOnce(mapMessages(all, both, CONTEXT))).toEqual({
			messages: [{ unique_id: '1', body: 'Hello' }],
			omittedMessages: 1,
			filteredMessages: 3,
			messageErrors: [],
		});
	});

	test('that are left out are not checked', () => {
		const broken = [{ type: 'note', created_at: 'soon', body: { secret: 1 } }, all[0]];
		expect(atOnce(mapMessages(broken, both, CONTEXT))).toMatchObject({
			filteredMessages: 1,
			messageErrors: [],
		});
	});

	test('that are all left out are no wrong format, whatever their properties', () => {
		const notes = [{ id: 1, text: 'Secret', type: 'note' }];
		expect(atOnce(mapMessages(notes, both, CONTEXT))).toMatchObject({
			messages: [],
			filteredMessages: 1,
		});
	});
});

test('no message is ever sent that lacks a property of the filter or fails a condition', () => {
	const name = fc.constantFrom('public', 'type', 'visibility.kind', 'state');
	const text = fc.constantFrom('true', 'false', 'note', 'comment', '0', '');
	const value = fc.oneof(text, fc.boolean(), fc.constantFrom(0, 1, null, {}, ['note'], NaN));
	const operator = fc.constantFrom<FilterOperator>('is', 'isNot', 'isOneOf');
	const conditions = fc.array(fc.record({ name, operator, text }), { minLength: 1, maxLength: 3 });
	const message = fc.record(
		{
			public: value,
			type: value,
			state: value,
			visibility: fc.oneof(value, fc.record({ kind: value })),
		},
		{ requiredKeys: [] },
	);
	const sent = new Set<boolean>();
	fc.assert(
		fc.property(conditions, fc.array(message), (given, messages) => {
			const array = messages.map((one, index) => ({ ...one, unique_id: index, body: 'x' }));
			const format = formatWith(...given.map((one) => condition(one.name, one.operator, one.text)));
			const mapped = atOnce(mapMessages(array, format, CONTEXT));
			const ids = new Set(mapped.messages.map(({ unique_id }) => unique_id));
			for (const [index, one] of messages.entries()) {
				const isPublic = given.every((rule) => isAllowed(one, rule));
				sent.add(ids.has(String(index)));
				expect(ids.has(String(index))).toBe(isPublic);
			}
			expect(mapped.filteredMessages).toBe(messages.length - ids.size);
		}),
		{ numRuns: 1000 },
	);
	expect(sent.size).toBe(2);
});

/** The rule in other words: text, number or boolean of that very property, compared as text. */
function isAllowed(
	message: Record<string, unknown>,
	rule: { name: string; operator: FilterOperator; text: string },
): boolean {
	const [first = '', second] = rule.name.split('.');
	const owner = message[first];
	const value =
		second === undefined ? owner : (owner as Record<string, unknown> | null | undefined)?.[second];
	if (!['string', 'number', 'boolean'].includes(typeof value)) return false;
	const isSame = String(value) === rule.text;
	return rule.operator === 'isNot' ? !isSame : isSame;
}
