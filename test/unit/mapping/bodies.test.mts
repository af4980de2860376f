import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { BodyRules } from '../../../nodes/AmplitudeAiFeedback/mapping/bodies.ts';
import {
	mapRow,
	type MappedRow,
	type MappingPlan,
	type MessageLayout,
} from '../../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';
import { loadPlainText } from '../../../nodes/AmplitudeAiFeedback/mapping/plainText.ts';
import { PATTERNS } from '../../../nodes/AmplitudeAiFeedback/mapping/patterns.ts';
import { RowError } from '../../../nodes/AmplitudeAiFeedback/mapping/rowError.ts';
import { attempt, errorOf, planOf, rawRow, type Values, values } from './support.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

let rules: BodyRules;

beforeAll(async () => {
	rules = { toPlainText: await loadPlainText(), patterns: new Set(PATTERNS) };
});

function map(plan: Partial<MappingPlan>, item: Values, messages: Values[] = []): MappedRow {
	const whole = planOf({ ...rules, ...plan });
	return atOnce(mapRow(rawRow(whole, 'source-1', { unique_id: '1', ...item }, messages), whole));
}

describe('HTML becomes text', () => {
	const hello = { unique_id: 'm', body: '<p>Hello</p>' };

	test.each<MessageLayout>(['none', 'array', 'rows'])(
		'in items and messages of the layout %s',
		(messageLayout) => {
			const { item, messages } = map({ messageLayout }, { body: '<b>Search</b>' }, [hello]);
			expect(item.body).toBe('Search');
			expect(messages).toEqual([{ unique_id: 'm', body: 'Hello' }]);
		},
	);

	test('in no other field', () => {
		const others = { author: '<b>Jane</b>', url: 'https://example.com/?a&amp;b' };
		expect(map({}, { body: 'x', ...others }).item).toMatchObject(others);
	});

	test('and a message of which nothing remains is left out of its array, and counted', () => {
		const messages = [hello, { unique_id: 'n', body: '<p></p>' }, { unique_id: 'o' }];
		expect(map({ messageLayout: 'array' }, {}, messages)).toMatchObject({
			messages: [{ unique_id: 'm' }],
			omittedMessages: 2,
		});
	});

	test('and a row of which nothing remains has nothing to send, unlike one without a text', () => {
		expect(map({}, { body: '<img src="x.png">' })).toMatchObject({
			item: { unique_id: '1' },
			messages: [],
		});
		expect(map({ messageLayout: 'rows' }, {}, [{ ...hello, body: '<br>' }])).toMatchObject({
			messages: [],
			omittedMessages: 0,
		});
		expect(errorOf(() => map({}, {}))).toEqual({ kind: 'emptyItem' });
	});

	test('and where nothing else remains, the reason is a message that cannot be sent', () => {
		const messages = [{ unique_id: 'n', body: 'Hello', author: {} }];
		const error = errorOf(() => map({ messageLayout: 'array' }, { body: '<br>' }, messages));
		expect(error).toMatchObject({ kind: 'notText', field: 'author' });
	});
});

test('patterns are removed from texts after they became plain, and counted', () => {
	const html = 'jane&#64;example.com <b>+49 170</b> 1234567';
	const author = 'jane@example.com';
	const messages = [{ unique_id: 'm', body: '<p>4111 1111<b> 1111 1111</b></p>', author }];
	expect(map({ messageLayout: 'array' }, { body: html, author }, messages)).toMatchObject({
		item: { body: '[email] [phone]', author },
		messages: [{ body: '[card]', author }],
		removedPatterns: 3,
	});
	expect(map({ toPlainText: undefined }, { body: 'a@example.com' }).item.body).toBe('[email]');
});

test('generated ids are the same with every option on and off', () => {
	const body = fc.oneof(
		fc.string({ unit: 'grapheme' }),
		fc.constantFrom('<p>Hello</p>', '<p></p>', 'Tom &amp; Jerry', 'Hello', 'a@example.com'),
	);
	const htmlValues = fc
		.tuple(values, body)
		.map(([given, text]): Values => ({ ...given, body: text }));
	const layout = fc.constantFrom<MessageLayout>('none', 'array', 'rows');
	const ids = (plan: MappingPlan, item: Values, messages: Values[]) => {
		const row = attempt(() => atOnce(mapRow(rawRow(plan, 'source-1', item, messages), plan)));
		if (row instanceof RowError) return undefined;
		return { item: row.item.unique_id, messages: row.messages.map(({ unique_id }) => unique_id) };
	};
	let compared = 0;
	fc.assert(
		fc.property(
			htmlValues,
			fc.array(htmlValues, { maxLength: 4 }),
			layout,
			(item, messages, messageLayout) => {
				const off = planOf({ messageLayout, generateIds: true });
				const withoutRules = ids(off, item, messages);
				const withRules = ids({ ...off, ...rules, dateFormat: 'dd/MM/yyyy' }, item, messages);
				if (withoutRules === undefined || withRules === undefined) return;
				compared++;
				expect(withRules.item).toBe(withoutRules.item);
				// Messages of which nothing remains are left out.
				expect(withoutRules.messages).toEqual(expect.arrayContaining(withRules.messages));
			},
		),
		{ numRuns: 1000 },
	);
	expect(compared).toBeGreaterThan(500);
});
