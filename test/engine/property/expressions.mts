/** Random rows and random texts of parameters: what the node reads itself, and everything that looks like it. */
import fc from 'fast-check';
import type { DateTime } from 'luxon';

/** Few names, so that rows often have what a path reads. */
const PLAIN_NAMES = ['a', 'b', 'body', '_id', '$'];
/** Names that need quotes in JavaScript. */
const QUOTED_NAMES = ['first name', 'a.b', '0', '1', "it's", 'say "hi"', '', 'a}', 'ünï', '😀'];
/** Names that JavaScript or n8n's safety rules treat specially. */
const GUARDED_NAMES = ['__proto__', 'constructor', 'length', 'toString', 'caller', 'isEmpty'];
const plainName = fc.constantFrom(...PLAIN_NAMES);
const name = fc.oneof(
	{ weight: 12, arbitrary: plainName },
	{ weight: 3, arbitrary: fc.constantFrom(...QUOTED_NAMES) },
	{ weight: 2, arbitrary: fc.constantFrom(...GUARDED_NAMES) },
);

/** @param times makes a DateTime of the class that the engine uses */
export function rows(times: (milliseconds: number) => DateTime): fc.Arbitrary<object[]> {
	const moment = fc.integer({ min: 0, max: 4e12 });
	const leaf = fc.oneof(
		{ weight: 6, arbitrary: fc.string({ unit: 'binary' }) },
		{ weight: 2, arbitrary: fc.double() },
		{ weight: 2, arbitrary: fc.maxSafeInteger() },
		fc.boolean(),
		fc.constantFrom(null, undefined, -0, '', '={{ 1 + 1 }}', '[object Object]', '\ud800'),
		moment.map((milliseconds) => new Date(milliseconds)),
		moment.map(times),
	);
	const { value } = fc.letrec((tie) => ({
		value: fc.oneof(
			{ depthSize: 'small', withCrossShrink: true },
			leaf,
			tie('list'),
			tie('object'),
		),
		list: fc.array(tie('value'), { maxLength: 4 }),
		object: object(tie('value')),
	}));
	return fc.array(object(value), { minLength: 2, maxLength: 6, size: 'max' });
}

function object(value: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
	return fc.array(fc.tuple(name, value), { maxLength: 8, size: 'max' }).map((entries) => {
		const made = {};
		for (const [key, entry] of entries) {
			// Defined, because assigning to `__proto__` would not create a property.
			const property = { value: entry, configurable: true, enumerable: true, writable: true };
			Object.defineProperty(made, key, property);
		}
		return made;
	});
}

const space = fc.constantFrom('', '', '', ' ', '\n', '\t ', '\u00a0');
const operator = fc.constantFrom('||', '||', '??', '??', '&&');
const quoted = fc
	.tuple(name, fc.constantFrom("'", '"', '"', '`'))
	.map(([text, quote]) => quote + text + quote);
const step = fc.oneof(
	{ weight: 12, arbitrary: plainName.map((key) => `.${key}`) },
	{ weight: 4, arbitrary: plainName.map((key) => `?.${key}`) },
	{ weight: 4, arbitrary: quoted.map((key) => `[${key}]`) },
	{ weight: 4, arbitrary: fc.integer({ min: 0, max: 2 }).map((index) => `[${index}]`) },
	quoted.map((key) => `?.[${key}]`),
	name.map((key) => `.${key}`),
	fc.tuple(space, plainName, space).map((around) => around.join('.')),
	fc.tuple(space, quoted).map(([inner, key]) => `${inner}[${inner}${key}${inner}]`),
	fc.constantFrom(
		'[-1]',
		'[01]',
		'[1.0]',
		'["\\x61"]',
		'[$json.a]',
		'.#a',
		'..a',
		'[]',
		'.a()',
		'?.1',
	),
);
const root = fc.oneof(
	{ weight: 40, arbitrary: fc.constant('$json') },
	fc.constantFrom('$ json', '$JSON', '($json)', '$json?', 'this.$json', '$jsonx'),
);
const path = fc
	.tuple(root, step, fc.array(step, { maxLength: 2 }))
	.map(([start, first, others]) => [start, first, ...others].join(''));

/** What people write around or instead of a path. */
const other = fc.oneof(
	path.chain((inner) =>
		fc.constantFrom(
			`${inner} ?? "none"`,
			`${inner}.toString()`,
			`${inner} // why`,
			`/* why */ ${inner}`,
			`${inner};`,
			`(${inner})`,
			`!${inner}`,
			`${inner}, 1`,
			`{ a: ${inner} }`,
			`[${inner}]`,
			`\`\${${inner}}\``,
			`$('Step').item.${inner.slice(1)}`,
			`$input.item.${inner.slice(1)}`,
			`$if(${inner}, 1, 2)`,
		),
	),
	fc.constantFrom(
		'$now.toISODate()',
		'$today',
		'$now.zoneName',
		'DateTime',
		'$itemIndex',
		'$json',
		"$('Step').item.json.a",
		"$('Step').first().json.a",
		"$('Rows').first().json.a",
		"$('Rows').item.json.b",
		"$('Nowhere').item.json.a",
		"$fromAI('text', 'the feedback', 'string')",
		'$json.a.constructor',
		'undefined',
		'null',
		'0',
		'',
		'"}}"',
		'throw',
		'$',
	),
);

/** Methods that the node calls itself, and others like them. */
const call = fc.oneof(
	{
		weight: 8,
		arbitrary: fc.constantFrom(
			'.trim()',
			'.toLowerCase()',
			'.toUpperCase()',
			'.toString()',
			'.join()',
			'.join(", ")',
			".join('\\n')",
			'.slice(1)',
			'.slice(-2, 3)',
			".replace('a', '$&$&')",
			'.replaceAll("b", "")',
			'?.trim()',
			'?.toString()',
			"?.join(' ')",
			' . trim ( )',
		),
	},
	fc.constantFrom(
		'.trim',
		'.toString(2)',
		'.trim?.()',
		'.replace(/a/g, "")',
		'.length',
		'.isEmpty()',
	),
);
const literal = fc.oneof(
	fc.constantFrom(
		'"none"',
		"''",
		"'it\\'s'",
		'"a\\\\b"',
		'"\\n"',
		'"\\u0061"',
		'"a}"',
		"'😀'",
		'"{{"',
	),
	fc.constantFrom('0', '-1', '1.50', '007', '1e3', '9007199254740993', '-0', '1n', '.5'),
	fc.constantFrom('true', 'false', 'null', 'undefined', 'nullish', 'this'),
);
const paired = fc
	.tuple(fc.constantFrom("$('Step')", '$("Rows")', "$( 'Split' )", "$('Nowhere')"), step)
	.map(([node, first]) => `${node}.item.json${first}`);
const field = fc.oneof({ weight: 5, arbitrary: path }, { weight: 2, arbitrary: paired });

/** Code as the node reads it itself, and what is close to it. */
const { formula } = fc.letrec((tie) => ({
	operand: fc.oneof(
		{ depthSize: 'small' },
		{ weight: 6, arbitrary: field },
		{
			weight: 5,
			arbitrary: fc
				.tuple(field, fc.array(call, { minLength: 1, maxLength: 2 }))
				.map(([start, calls]) => start + calls.join('')),
		},
		{ weight: 3, arbitrary: literal },
		{ weight: 2, arbitrary: tie('formula').map((inner) => `(${String(inner)})`) },
		{
			weight: 1,
			arbitrary: fc
				.tuple(tie('formula'), fc.oneof(call, step))
				.map(([inner, link]) => `(${String(inner)})${link}`),
		},
	),
	formula: fc.oneof(
		{ depthSize: 'small' },
		tie('operand'),
		fc
			.tuple(
				tie('operand'),
				fc.array(fc.tuple(space, operator, space, tie('operand')), { maxLength: 3 }),
			)
			.map(([first, others]) => [first, ...others.flat()].join('')),
	),
})) as { formula: fc.Arbitrary<string> };

const code = fc.oneof(
	{ weight: 5, arbitrary: path },
	{ weight: 6, arbitrary: formula },
	{ weight: 1, arbitrary: other },
);
const braces = fc
	.tuple(space, code, space)
	.map(([before, inner, after]) => `{{${before}${inner}${after}}}`);

/** Text around expressions. */
const around = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.constantFrom('', '', ' ', 'ticket-', 'https://example.com/?a=', '\n\n', '/'),
	},
	fc.constantFrom(
		'{',
		'}}',
		'"',
		"'",
		'\\',
		'\\\\',
		'\ud83d',
		'\ude00',
		'$json.a',
		'.constructor',
		'=',
		'[object ',
	),
);

/** Texts as a parameter saves them, expressions and others. */
export const texts: fc.Arbitrary<string> = fc.oneof(
	{ weight: 15, arbitrary: braces.map((text) => `=${text}`) },
	{
		weight: 1,
		arbitrary: fc.tuple(fc.string(), braces, fc.string()).map((all) => `=${all.join('')}`),
	},
	{
		weight: 8,
		arbitrary: fc
			.tuple(around, fc.array(fc.tuple(braces, around), { minLength: 1, maxLength: 3 }))
			.map((parts) => `=${parts.flat(2).join('')}`),
	},
	{ weight: 1, arbitrary: fc.string() },
	{ weight: 1, arbitrary: fc.string().map((text) => `=${text}`) },
	{ weight: 1, arbitrary: fc.constantFrom('=', '={{', '={{}}', '={{ $json.a', '=\\{{ $json.a }}') },
);
