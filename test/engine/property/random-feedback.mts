import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { expectedOf, type Row } from '../../support/expected-items.mts';

/** A text, short to print: what it is filled with, and how often. */
export type Text = [fill: string, times: number];

/** Why a row cannot be sent, whatever the API thinks. */
const FLAWS = {
	noId: { unique_id: undefined },
	emptyId: { unique_id: '' },
	objectAsText: { body: { text: 'an object' } },
	unreadableTime: { created_at: 'once upon a time' },
	noArray: { conversation_parts: 'a text' },
	// With a text of its own the item would be sent without the message.
	partWithoutId: { body: undefined, conversation_parts: [{ body: 'without an id' }] },
	otherFormat: { conversation_parts: [{ unique_id: 'p', text: 'in no property that is read' }] },
	nestedParts: {
		body: undefined,
		conversation_parts: [{ unique_id: 'p', body: 'b', conversation_parts: [{ body: 'c' }] }],
	},
} as const;

/** A row as it is generated: small enough to print a whole case. */
export interface RowSpec {
	id: string;
	body?: Text;
	author?: string;
	url?: string;
	/** A part without a text is an event in the conversation, not a message. */
	parts?: { id: string; body?: Text; author?: string }[];
	flaw?: keyof typeof FLAWS;
}

/** Ids are `r-0`, `r-1` ..., so that faults can name them before there are rows. */
export const itemId = (number: number) => `r-${number}`;
/** A few ids of parts, so that several items share them. */
export const partId = (number: number) => `p-${number}`;

/** The input rows of specs, and what they come to. */
export function expectedOfSpecs(specs: readonly RowSpec[]) {
	const rows = specs.map(toRow);
	const expected = expectedOf(rows as unknown as Row[], (row) => specs[row]?.flaw !== undefined);
	return { rows, expected };
}

/** The input row of a spec; `row` makes every text its own. */
function toRow({ id, body, author, url, parts, flaw }: RowSpec, row: number): IDataObject {
	const json: IDataObject = {
		unique_id: id,
		...(body && { body: expand(body, `${row}`) }),
		...(author !== undefined && { author: `${author}${row}` }),
		...(url !== undefined && { url: `${url}${row}` }),
		...(parts && {
			conversation_parts: parts.map((part, index) => ({
				unique_id: part.id,
				body: part.body ? expand(part.body, `${row}.${index}`) : '',
				...(part.author !== undefined && { author: `${part.author}${row}` }),
			})),
		}),
	};
	return flaw === undefined ? json : { ...json, ...structuredClone(FLAWS[flaw]) };
}

function expand([fill, times]: Text, label: string): string {
	return `${label} ${fill.repeat(times)}`;
}

const text: fc.Arbitrary<Text> = fc.tuple(
	fc.constantFrom('x', 'é', '💬', '"', '\n'),
	fc.oneof(
		{ weight: 12, arbitrary: fc.nat({ max: 30 }) },
		{ weight: 2, arbitrary: fc.nat({ max: 700 }) },
		{ weight: 1, arbitrary: fc.integer({ min: 700, max: 3_000 }) },
	),
);
const detail = (value: string) => fc.option(fc.constant(value), { nil: undefined, freq: 2 });

const part = fc.record({
	id: fc.oneof(
		{ weight: 8, arbitrary: fc.nat({ max: 9 }).map(partId) },
		{ weight: 1, arbitrary: fc.nat({ max: 9 }).map(itemId) },
	),
	body: fc.option(text, { nil: undefined, freq: 8 }),
	author: detail('Pat '),
});

const row = fc.record({
	/** The row that it repeats, if it does. */
	again: fc.option(fc.nat({ max: 12 }), { nil: undefined, freq: 6 }),
	body: fc.option(text, { nil: undefined, freq: 8 }),
	author: detail('Ann '),
	url: detail('https://example.com/'),
	parts: fc.oneof(
		{ weight: 4, arbitrary: fc.constant(undefined) },
		{ weight: 1, arbitrary: fc.array(part, { minLength: 1, maxLength: 5 }) },
	),
	flaw: fc.oneof(
		{ weight: 20, arbitrary: fc.constant(undefined) },
		{ weight: 1, arbitrary: fc.constantFrom(...(Object.keys(FLAWS) as (keyof typeof FLAWS)[])) },
	),
});

/** 1 to 60 rows: mostly items of their own, some of them repeated, some with a conversation. */
export const rows: fc.Arbitrary<RowSpec[]> = fc
	.array(row, { minLength: 1, maxLength: 60, size: 'max' })
	.map((generated) =>
		generated.map(({ again, parts, ...rest }, index) => {
			const id = itemId(again ?? index);
			return { id, ...rest, ...(parts && { parts: notNamed(id, parts) }) };
		}),
	);

/** An error about an id that an item shares with its own part cannot be told apart by anyone. */
function notNamed(id: string, parts: NonNullable<RowSpec['parts']>) {
	return parts.map((given) => (given.id === id ? { ...given, id: 'p-own' } : given));
}
