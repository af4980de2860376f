import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { FIELD_NAMES } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import { automatic, byHand, SOURCE } from '../../../tools/engine/feedback.mts';

/** One run of the node over rows of any JSON. */
export interface AnyJsonCase {
	rows: IDataObject[];
	parameters: INodeParameters;
	options: { batchSize: number; generateIds: boolean; includeInputFields: boolean };
	onError: 'continueRegularOutput' | 'continueErrorOutput';
	timezone: string;
}

/** Names that mean something to JavaScript, to n8n or to nobody. */
const ODD_NAMES = [
	...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'toJSON', 'toMillis', 'then'],
	...['hasOwnProperty', 'length', 'error', 'message', 'json', 'pairedItem', 'status', 'reason'],
	...['', '0', '-1', 'a.b', 'a', 'polluted', ' body', 'Body', '\u0000', 'größe', '💬'],
];

const oddText = fc.oneof(
	fc.string(),
	fc.string({ unit: 'grapheme' }),
	fc.string({ unit: fc.integer({ min: 0xd7f0, max: 0xe010 }).map((u) => String.fromCharCode(u)) }),
	fc.constantFrom(
		...ODD_NAMES,
		'={{ $json }}',
		'{{ 1 }}',
		'=',
		' ',
		'\u2028',
		'2026-02-30',
		'46096',
	),
	fc.constantFrom(10_000, 300_000).map((length) => 'é"'.repeat(length)),
);
const scalar = fc.oneof(
	oddText,
	fc.constantFrom(null, true, false, 0, -0, 1e308, 2 ** 53, 1e21, 1773570600, 1773570600.5, 5e-324),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.integer(),
);
const deep = fc
	.record({ depth: fc.constantFrom(20, 1_000), inArrays: fc.boolean(), leaf: scalar })
	.map(({ depth, inArrays, leaf }) => {
		let value: unknown = leaf;
		for (let level = 0; level < depth; level++) value = inArrays ? [value] : { a: value };
		return value;
	});
/** What would be found on every object, if it got into a prototype. */
const poison = fc.constantFrom(
	{ polluted: true },
	{ prototype: { polluted: true }, name: 'polluted' },
	[{ polluted: true }],
);
const name = fc.constantFrom(...FIELD_NAMES, ...ODD_NAMES, 'conversation_parts', 'comments');

/** An object as JSON gives it: `__proto__` is a property like any other. */
function objectOf<T>(values: fc.Arbitrary<T>, keys: fc.Arbitrary<string> = name) {
	return fc
		.array(fc.tuple(keys, values), { maxLength: 5 })
		.map((entries) => Object.fromEntries(entries) as Record<string, T>);
}

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
	json: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		{ weight: 5, arbitrary: scalar },
		{ weight: 2, arbitrary: objectOf(tie('json')) },
		{ weight: 2, arbitrary: fc.array(tie('json'), { maxLength: 4 }) },
		{ weight: 1, arbitrary: poison },
		{ weight: 1, arbitrary: deep },
	),
}));
/** Few, so that rows of the same item meet. */
const plain = fc.constantFrom(
	'1',
	'2',
	'Jane Doe',
	'Hello',
	3,
	'2026-03-15T10:30:00Z',
	'1773570600',
);
const usable = fc.constantFrom(...[1773570600, '1773570600', '2026-03-15T10:30:00Z', '']);

/** Mostly what a message or an item may be; each property may be anything. */
const fields = fc.record(
	Object.fromEntries(
		FIELD_NAMES.map((field) => [
			field,
			fc.oneof(
				{ weight: 12, arbitrary: field === 'created_at' ? usable : plain },
				{ weight: 1, arbitrary: json },
			),
		]),
	),
	{ requiredKeys: [] },
);
const messages = fc.oneof(
	{ weight: 4, arbitrary: fc.array(fields, { maxLength: 4 }) },
	{ weight: 1, arbitrary: fc.array(fc.oneof(fields, json), { maxLength: 4 }) },
	{ weight: 1, arbitrary: json },
);
const row = fc
	.tuple(
		fields,
		fc.record({ conversation_parts: messages, comments: messages, a: json }, { requiredKeys: [] }),
		fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: objectOf(json) }),
	)
	// A definition of each property, for an assignment to `__proto__` would not make one.
	.map(
		(objects) => Object.fromEntries(objects.flatMap((part) => Object.entries(part))) as IDataObject,
	);

const OBJECT_IN_TEXT = '=a {{ $json.body }} b {{ $json.a }}';
/** Every one can be saved in a workflow, but for a required text n8n refuses the empty one. */
const oddExpression = fc.constantFrom(
	...['=', ' ', 'fixed', '{{ $json.body }}', '={{ }}', '={{', '={{ ( }}', '={{ $json }}'],
	...['={{ [] }}', '={{ {} }}', '={{ null }}', '={{ undefined }}', '={{ NaN }}', '={{ -0 }}'],
	...['={{ 10n ** 30n }}', '={{ Symbol("x") }}', '={{ () => 1 }}', '={{ /x/ }}', '={{ 1/0 }}'],
	...['={{ $now }}', '={{ new Date() }}', '={{ new Date("never") }}', '={{ new Map() }}'],
	...['={{ $json.a }}', '={{ $json.a.b.c }}', '={{ $json.a?.b[0]["c"] }}', '={{ $json["a.b"] }}'],
	...['={{ $json.__proto__ }}', '={{ $json["__proto__"]["polluted"] }}', '={{ $json.toString }}'],
	...['={{ $json.constructor.name }}', '={{ $json.comments[0].body }}', '={{ $itemIndex }}'],
	...['={{ $input.all() }}', '={{ $input.item }}', '={{ $("Nowhere").item.json.a }}'],
	...['={{ $("Rows").item.json.body }}', '={{ $json.body.trim() }}', '={{ nothing }}'],
	...['={{ (() => { throw new Error("no") })() }}', OBJECT_IN_TEXT],
	...['={{ JSON.parse("{") }}', '={{ Object.keys($json) }}', '={{ $json.conversation_parts }}'],
);
const mapping = fc.oneof(
	{ weight: 1, arbitrary: fc.constant(automatic()) },
	{
		weight: 2,
		arbitrary: fc
			.record(
				Object.fromEntries(
					FIELD_NAMES.map((field) => [
						field,
						fc.oneof(
							{ weight: 6, arbitrary: fc.constant(`={{ $json.${field} }}`) },
							{
								weight: 1,
								arbitrary: fc.oneof(oddExpression, fc.constantFrom('', OBJECT_IN_TEXT)),
							},
						),
					]),
				),
				{ requiredKeys: ['unique_id', 'body'] },
			)
			.map((value) => byHand(value as Record<string, string>)),
	},
);
const messageArray = fc.oneof(
	fc.constantFrom('={{ $json.comments }}', '={{ $json["conversation_parts"] }}'),
	oddExpression,
);
const path = fc.constantFrom(
	...FIELD_NAMES,
	...ODD_NAMES,
	'a.a',
	'0.body',
	'a..b',
	'.',
	'__proto__.a',
);
const messageFields = fc.oneof(fc.constant({}), objectOf(path, fc.constantFrom(...FIELD_NAMES)));
const mostly = (usual: string) =>
	fc.oneof(
		{ weight: 6, arbitrary: fc.constant(usual) },
		{ weight: 1, arbitrary: oddExpression },
		{ weight: 1, arbitrary: fc.constant('={{ $json.a }}') },
	);

const parameters: fc.Arbitrary<INodeParameters> = fc.oneof(
	fc.record({
		operation: fc.constant('ingestItems'),
		sourceId: mostly(SOURCE),
		messages: fc.constantFrom('none', 'array', 'rows'),
		item: mapping,
		message: mapping,
		messageArray,
		messageFields,
	}),
	fc.record({
		operation: fc.constant('appendReplies'),
		sourceId: mostly(SOURCE),
		replies: fc.constantFrom('rows', 'array'),
		itemId: mostly('={{ $json.unique_id }}'),
		message: mapping,
		messageArray,
		messageFields,
	}),
);

/** @param maxRows a run with many rows costs little more than one with a few */
export function anyJsonCases(maxRows: number): fc.Arbitrary<AnyJsonCase> {
	return fc.record({
		rows: fc.array(row, { minLength: 1, maxLength: maxRows, size: 'max' }),
		parameters,
		options: fc.record({
			batchSize: fc.integer({ min: 1, max: 100 }),
			generateIds: fc.boolean(),
			includeInputFields: fc.boolean(),
		}),
		onError: fc.constantFrom('continueRegularOutput', 'continueErrorOutput'),
		timezone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata'),
	});
}
