/** Random rows and random texts of parameters: plain paths and everything that looks like them. */
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

const code = fc.oneof({ weight: 5, arbitrary: path }, { weight: 1, arbitrary: other });
const braces = fc
	.tuple(space, code, space)
	.map(([before, inner, after]) => `{{${before}${inner}${after}}}`);

/** Texts as a parameter saves them, expressions and others. */
export const texts: fc.Arbitrary<string> = fc.oneof(
	{ weight: 15, arbitrary: braces.map((text) => `=${text}`) },
	{
		weight: 1,
		arbitrary: fc.tuple(fc.string(), braces, fc.string()).map((all) => `=${all.join('')}`),
	},
	{ weight: 1, arbitrary: fc.tuple(braces, braces).map((both) => `=${both.join(' ')}`) },
	{ weight: 1, arbitrary: fc.string() },
	{ weight: 1, arbitrary: fc.string().map((text) => `=${text}`) },
	{ weight: 1, arbitrary: fc.constantFrom('=', '={{', '={{}}', '={{ $json.a', '=\\{{ $json.a }}') },
);
