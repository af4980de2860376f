import { describe, expect, test } from '@jest/globals';
import { directReader } from '../../../nodes/AmplitudeAiFeedback/reading/expression/directReading.ts';
import { parseTemplate } from '../../../nodes/AmplitudeAiFeedback/reading/expression/parse.ts';
import { templateReader } from '../../../nodes/AmplitudeAiFeedback/reading/expression/read.ts';
import { MISSING } from '../../../nodes/AmplitudeAiFeedback/reading/expression/syntax.ts';
import { Trace } from '../../../nodes/AmplitudeAiFeedback/reading/expression/trace.ts';

const ROW = {
	id: 7,
	text: ' Hello ',
	empty: '',
	zero: 0,
	no: false,
	none: null,
	nothing: undefined,
	nan: NaN,
	author: { name: 'Jane Doe', age: 41 },
	tags: ['app', 2, true, null],
	comments: [{ body: 'first' }],
	when: new Date(0),
	'a "b"': 'quoted',
};
const TICKET = { json: { id: 'T-1', tags: ['x', 'y'] }, pairedItem: { item: 0 } };

const sources = (rows: readonly unknown[]) => ({
	json: (row: number) => rows[row],
	pairedItem: (node: string) => (node === "What's open" ? TICKET : MISSING),
});

/** Reads a text on the row, without n8n's engine. */
function read(text: string, row: unknown = ROW): unknown {
	const template = parseTemplate(text);
	if (template === undefined) throw new Error(`${text} is left to the engine`);
	return templateReader(template, sources([row]), new Trace())(0);
}

// That n8n reads the same is proven by test/engine/property/field-reading.test.mts.
test.each<[string, unknown]>([
	['={{ $json.id }}', 7],
	['={{ $json.other }}', undefined],
	['={{ $json.nothing }}', undefined],
	['={{ $json.author.email }}', undefined],
	['={{ $json.comments[0].id }}', undefined],
	['={{ $json.comments[1] }}', undefined],
	['={{ $json.comments.length }}', 1],
	['={{ $json.tags }}', ROW.tags],
	['={{ $json["a \\"b\\""] }}', 'quoted'],
	['={{ $json.other?.name }}', undefined],
	['={{ $json.none?.name.first.trim() }}', undefined],
	['={{ $json.none?.name ?? "nobody" }}', 'nobody'],
	['=ticket-{{ $json.id }}', 'ticket-7'],
	['=a fixed text', 'a fixed text'],
	['= {{ $json.id }}', ' 7'],
	['={{ $json.id }}{{$json.author.name}}', '7Jane Doe'],
	[
		'=https://example.com/{{ $json.id }}?by={{ $json.author.age }}&all',
		'https://example.com/7?by=41&all',
	],
	['={ "id": {{ $json.id }} }', '{ "id": 7 }'],
	['={{ $json.zero }}/{{ $json.no }}', '0/false'],
	['=<{{ $json.none }}{{ $json.other }}{{ $json.nan }}{{ $json.empty }}>', '<>'],
	['={{ $json.empty || $json.id }}', 7],
	['={{ $json.empty ?? $json.id }}', ''],
	['={{ $json.none ?? $json.other ?? "last" }}', 'last'],
	['={{ $json.id && $json.author.name }}', 'Jane Doe'],
	['={{ $json.zero && $json.none.x }}', 0],
	['={{ $json.no || $json.id && "both" }}', 'both'],
	['={{ ($json.none ?? $json.no) || null }}', null],
	['={{ $json.other || -1.5 }}', -1.5],
	['={{ $json.other || true }}', true],
	["={{ 'it\\'s\\n\\\\' }}", "it's\n\\"],
	['={{ $json.text.trim().toUpperCase() }}', 'HELLO'],
	['={{ ($json.none || $json.text).trim().toLowerCase() }}', 'hello'],
	['={{ $json.id.toString() }}', '7'],
	['={{ $json.no.toString() }}', 'false'],
	["={{ $json.tags.join(', ') }}", 'app, 2, true, '],
	['={{ $json.tags.join() }}', 'app,2,true,'],
	['={{ $json.text.slice(1, -1) }}', 'Hello'],
	['={{ $json.text.slice(3) }}', 'llo '],
	["={{ $json.author.name.replace('J', '[$&]') }}", '[J]ane Doe'],
	["={{ $json.author.name.replaceAll('e', '') }}", 'Jan Do'],
	["={{ $('What\\'s open').item.json.id }}", 'T-1'],
	['=re: {{ $("What\'s open").item.json.tags.join("+") }}', 're: x+y'],
])('%j gives %j', (text, value) => {
	expect(read(text)).toStrictEqual(value);
});

test.each([
	['a step after a missing one', '={{ $json.other.name }}'],
	['a step after null', '={{ $json.none.name }}'],
	['a property of text', '={{ $json.text.length }}'],
	['a date', '={{ $json.when }}'],
	['what all objects have', '={{ $json.toString }}'],
	['a prototype', '={{ $json.__proto__ }}'],
	['a method of a missing value', '={{ $json.other.trim() }}'],
	['a method of another type', '={{ $json.id.trim() }}'],
	['an object as text', '=by {{ $json.author }}'],
	['a list as text', '=in {{ $json.tags }}'],
	['an object made text', '={{ $json.author.toString() }}'],
	['a list of objects made text', '={{ $json.comments.join() }}'],
	['a failing left side', '={{ $json.none.name || "x" }}'],
	['a failing right side', '={{ $json.none || $json.other.name }}'],
	['a node that is not there', "={{ $('Nowhere').item.json.id }}"],
])('%s is left to the engine, for this row', (_, text) => {
	expect(read(text)).toBe(MISSING);
});

test('a value with anything inside it that is not JSON is left to the engine', () => {
	for (const inside of [new Date(0), undefined, 1n, () => 1, new Map(), new Error('x')]) {
		expect(read('={{ $json.a }}', { a: [{ b: inside }] })).toBe(MISSING);
	}
	expect(read('={{ $json.a }}', JSON.parse('{"a": {"__proto__": 1}}'))).toBe(MISSING);
});

test.each([
	'=',
	'=a \\{{ $json.a }}',
	'={{ $json.a }',
	'={{ }}',
	'={{ $json }}',
	'={{ $json || $json.a }}',
	'={{ $json.a ?? $json.b || $json.c }}',
	'={{ $json.a || $json.b ?? $json.c }}',
	'={{ $json.a && $json.b ?? $json.c }}',
	'={{ $json.a || }}',
	'={{ ($json.a }}',
	'={{ $json.a + $json.b }}',
	'={{ $json.a ? 1 : 2 }}',
	'={{ !$json.a }}',
	'={{ $json.a // why }}',
	'={{ "a}" }}',
	'={{ "\\u0061" }}',
	'={{ `a` }}',
	'={{ 1e3 }}',
	'={{ 01 }}',
	'={{ 1n }}',
	'={{ undefined }}',
	'={{ $json.a.toDateTime() }}',
	'={{ $json.a.isEmpty() }}',
	'={{ $json.a.toString(2) }}',
	'={{ $json.a.slice() }}',
	'={{ $json.a.join(1) }}',
	'={{ $json.a.replace("a") }}',
	'={{ $json.a["trim"]() }}',
	'={{ $json.a.trim?.() }}',
	'={{ $json.trim() }}',
	"={{ $('Step').item }}",
	"={{ $('Step').item.json }}",
	"={{ $('Step').item.pairedItem.item }}",
	"={{ $('Step').first().json.a }}",
	'={{ $(Step).item.json.a }}',
	`={{ ${'('.repeat(600)}$json.a${')'.repeat(600)} }}`,
])('%j is left to the engine, for all rows', (text) => {
	expect(parseTemplate(text)).toBeUndefined();
});

describe('an expression is compared with the engine', () => {
	/** Counts how often the engine is asked. It reads what the node reads, but for the given rows. */
	function readAll(text: string, rows: object[], others: Record<number, unknown> = {}) {
		const asked: number[] = [];
		const reader = directReader(text, sources(rows), (row) => {
			asked.push(row);
			return row in others ? others[row] : read(text, rows[row]);
		});
		return { values: rows.map((_, row) => reader(row)), asked };
	}

	test('once for each branch that rows take', () => {
		const rows = [{ a: 'x' }, { a: 'y' }, { b: 'z' }, { a: 'x' }, { b: 'z' }, {}];
		const { values, asked } = readAll('={{ $json.a || $json.b }}', rows);
		expect(values).toEqual(['x', 'y', 'z', 'x', 'z', undefined]);
		expect(asked).toEqual([0, 2, 5]);
	});

	test('once for each kind of value that becomes text', () => {
		const rows = [{ id: 1 }, { id: 2 }, { id: 'a' }, { id: null }, { id: true }, { id: 3 }];
		const { values, asked } = readAll('=ticket-{{ $json.id }}', rows);
		expect(values).toEqual([
			'ticket-1',
			'ticket-2',
			'ticket-a',
			'ticket-',
			'ticket-true',
			'ticket-3',
		]);
		expect(asked).toEqual([0, 2, 3, 4]);
	});

	test('and the engine reads all later rows if it differs in a branch', () => {
		const rows = [{ a: 'x' }, { b: 'z' }, { a: 'x' }];
		const { values, asked } = readAll('={{ $json.a || $json.b }}', rows, { 1: 'other', 2: 'x' });
		expect(values).toEqual(['x', 'other', 'x']);
		expect(asked).toEqual([0, 1, 2]);
	});

	test('again after it has failed', () => {
		const rows = [{ a: 'x' }, { a: 'y' }];
		let asked = 0;
		const reader = directReader('={{ $json.a }}', sources(rows), () => {
			asked++;
			throw new Error('Not allowed');
		});
		for (const row of rows.keys()) expect(() => reader(row)).toThrow('Not allowed');
		expect(asked).toBe(2);
	});

	test('for a fixed text on the first row', () => {
		const { values, asked } = readAll('=fixed', [{}, {}, {}]);
		expect(values).toEqual(['fixed', 'fixed', 'fixed']);
		expect(asked).toEqual([0]);
	});
});
