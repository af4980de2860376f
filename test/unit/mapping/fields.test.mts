import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FIELD_NAMES } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import { isEmpty, toFields } from '../../../nodes/AmplitudeAiFeedback/mapping/fields.ts';
import { digits, errorOf, NOW, text } from './support.mts';

const CONTEXT = { timeZone: 'Europe/Berlin', now: NOW };
const ITEM = { of: 'item' } as const;
const TEXT_FIELDS = FIELD_NAMES.filter((name) => name !== 'created_at');

const textField = fc.constantFrom(...TEXT_FIELDS);
/** Those whose text is sent as it is. */
const freeTextField = fc.constantFrom(...TEXT_FIELDS.filter((name) => name !== 'email'));

/** Maps a single field. */
function map(field: string, value: unknown): unknown {
	return toFields({ [field]: value }, ITEM, CONTEXT);
}

describe('fields with a value', () => {
	test('all seven are sent under their names, and no others', () => {
		const raw = {
			unique_id: 'review-1',
			body: 'The search feature is broken on mobile',
			author: 'Jane Doe',
			email: 'jane@example.com',
			user_id: 'user-123',
			created_at: '2026-03-15T10:30:00Z',
			url: 'https://example.com/reviews/1',
		};
		const unknown = { source_id: 's', conversation_parts: [], rating: 5 };
		expect(toFields({ ...raw, ...unknown }, ITEM, CONTEXT)).toEqual(raw);
	});

	test('text is sent unchanged, with its spaces and unusual characters', () => {
		fc.assert(
			fc.property(freeTextField, fc.oneof(text, digits), (field, value) => {
				expect(map(field, value)).toEqual({ [field]: value });
			}),
		);
		expect(map('body', ' \n x')).toEqual({ body: ' \n x' });
	});

	test('times without an offset are in the time zone of the workflow', () => {
		expect(map('created_at', '2026-07-15T10:30:00')).toEqual({
			created_at: '2026-07-15T08:30:00Z',
		});
	});
});

describe('an e-mail address', () => {
	test.each([
		[' jane@example.com\n', 'jane@example.com'],
		['Jane Doe <jane@example.com>', 'jane@example.com'],
		['"Doe, Jane" < jane@example.com > ', 'jane@example.com'],
		['<jane@example.com>', 'jane@example.com'],
		["Jane.O'Neil+News@Example.com", "Jane.O'Neil+News@Example.com"],
		[
			'Jane <jane@example.com>, Joe <joe@example.com>',
			'Jane <jane@example.com>, Joe <joe@example.com>',
		],
		['Jane <jane>', 'Jane <jane>'],
		['not known', 'not known'],
	])('%j is sent as %j', (given, sent) => {
		expect(map('email', given)).toEqual({ email: sent });
	});

	test('that is blank is left out', () => {
		expect(map('email', ' \t\n')).toEqual({});
	});

	test('is only looked for in the field of that name', () => {
		const author = 'Jane Doe <jane@example.com> ';
		expect(map('author', author)).toEqual({ author });
	});

	test('is found in time that grows with the text alone', () => {
		for (const text of ['<'.repeat(500_000), ' '.repeat(500_000), 'a@'.repeat(250_000)]) {
			expect(map('email', `${text}x`)).toEqual({ email: `${text}x`.trim() });
		}
	});
});

describe('fields without a value', () => {
	test.each(FIELD_NAMES)('%s is left out when empty, null, undefined or absent', (field) => {
		for (const raw of [{ [field]: '' }, { [field]: null }, { [field]: undefined }, {}]) {
			expect(Object.keys(toFields(raw, ITEM, CONTEXT))).toEqual([]);
		}
	});

	test('a text of blanks is left out of the body, and stays in other fields', () => {
		for (const blank of [' ', '\n\t', '\u00a0']) {
			expect(map('body', blank)).toEqual({});
			expect(map('author', blank)).toEqual({ author: blank });
		}
	});

	test('zero and false are values', () => {
		for (const value of [0, false, NaN, 0n, [], {}, ' ']) expect(isEmpty(value)).toBe(false);
		expect(map('user_id', 0)).toEqual({ user_id: '0' });
		expect(map('body', false)).toEqual({ body: 'false' });
	});
});

describe('numbers', () => {
	test('ids keep every digit', () => {
		const id = fc.oneof(fc.maxSafeInteger(), fc.bigInt());
		fc.assert(
			fc.property(textField, id, (field, value) => {
				expect(map(field, value)).toEqual({ [field]: BigInt(value).toString() });
			}),
		);
		expect(map('unique_id', Number.MAX_SAFE_INTEGER)).toEqual({ unique_id: '9007199254740991' });
	});

	test('fractions keep their value', () => {
		const fraction = fc.double({ noDefaultInfinity: true, noNaN: true });
		fc.assert(
			fc.property(
				fraction.filter((value) => !Number.isInteger(value)),
				(value) => {
					expect(map('body', value)).toEqual({ body: expect.any(String) });
					expect(Number(toFields({ body: value }, ITEM, CONTEXT).body)).toBe(value);
				},
			),
		);
	});

	test('whole numbers that have lost digits are refused, naming field and value', () => {
		const unsafe = fc
			.double({ min: 2 ** 53, max: Number.MAX_VALUE, noNaN: true })
			.chain((value) => fc.constantFrom(value, -value));
		fc.assert(
			fc.property(textField, unsafe, (field, value) => {
				expect(errorOf(() => map(field, value))).toEqual({
					kind: 'inexactNumber',
					subject: ITEM,
					field,
					value,
				});
			}),
		);
	});

	// All rows whose id comes from the same failed calculation would become one item.
	test.each([NaN, Infinity, -Infinity])('%p, a failed calculation, is refused', (value) => {
		expect(errorOf(() => map('unique_id', value))).toMatchObject({ kind: 'notText' });
	});
});

describe('a value that is not text', () => {
	const structures = [{ text: 'Hello' }, ['Hello'], [], {}, new Date(0), () => 'x', Symbol('x')];

	test.each(TEXT_FIELDS)('is refused in %s, naming field and value', (field) => {
		const subject = { of: 'message', index: 2 } as const;
		for (const value of structures) {
			const error = errorOf(() => toFields({ [field]: value }, subject, CONTEXT));
			expect(error).toEqual({ kind: 'notText', subject, field, value });
		}
	});

	test('is refused in created_at when it is not a time either, naming the value', () => {
		for (const value of ['yesterday', 2026, ['2026-03-15'], new Date('never')]) {
			const error = errorOf(() => map('created_at', value));
			expect(error).toEqual({
				kind: 'unreadableTime',
				subject: ITEM,
				field: 'created_at',
				value,
				formats: [],
			});
		}
	});

	test('is refused in created_at with the formats that it can have, and the one it was to have', () => {
		const context = { ...CONTEXT, dateFormat: 'yyyy/MM/dd' };
		const error = errorOf(() => toFields({ created_at: ' 03/04/2026 ' }, ITEM, context));
		expect(error).toMatchObject({
			kind: 'unreadableTime',
			formats: ['dd/MM/yyyy', 'MM/dd/yyyy'],
			dateFormat: 'yyyy/MM/dd',
		});
	});

	test.each([46_096, 46_096.4375, '46096.4375', ' 46096 ', 10_000, 99_999.99])(
		'is refused as the serial number of a date in a spreadsheet in created_at: %p',
		(value) => {
			const error = errorOf(() => map('created_at', value));
			expect(error).toMatchObject({ kind: 'serialDay', field: 'created_at', value });
		},
	);

	test.each([9_999, 100_000, 20_261_503, '4.6e4', '46,096'])(
		'is neither a serial day nor a time in created_at: %p',
		(value) => {
			const error = errorOf(() => map('created_at', value));
			expect(error).toMatchObject({ kind: 'unreadableTime', value });
		},
	);
});

describe("properties that are not the row's own", () => {
	test('are not read, whether inherited or through __proto__', () => {
		const given = { unique_id: 'x', body: 'inherited', created_at: 'yesterday' };
		const inherited = Object.create(given) as Record<string, unknown>;
		const named = JSON.parse(`{"__proto__":${JSON.stringify(given)}}`) as Record<string, unknown>;
		expect(toFields(inherited, ITEM, CONTEXT)).toEqual({});
		expect(toFields(named, ITEM, CONTEXT)).toEqual({});
	});

	test('are not needed: an object without a prototype is read like any other', () => {
		const bare = Object.assign(Object.create(null) as Record<string, unknown>, { body: 'Hello' });
		expect(toFields(bare, ITEM, CONTEXT)).toEqual({ body: 'Hello' });
	});
});
