import { describe, expect, test } from '@jest/globals';
import {
	compileFieldPath,
	MISSING,
	readFieldPath,
} from '../../../nodes/AmplitudeAiFeedback/reading/fieldPath.ts';

describe('a plain path', () => {
	test.each<[string, string[]]>([
		['={{ $json.body }}', ['body']],
		['={{$json.body}}', ['body']],
		['={{ $json.author.name }}', ['author', 'name']],
		["={{ $json['first name'] }}", ['first name']],
		['={{ $json["it\'s"].a }}', ["it's", 'a']],
		['={{ $json.comments[0].body }}', ['comments', '0', 'body']],
		['={{ $json.comments?.[0]?.body }}', ['comments', '0', 'body']],
		["={{ $json?.['a'] }}", ['a']],
		['={{ $json\n\t.a [ 0 ] . b }}', ['a', '0', 'b']],
		['={{ $json._id.$oid }}', ['_id', '$oid']],
		["={{ $json[''] }}", ['']],
	])('%j is compiled', (text, path) => {
		expect(compileFieldPath(text)).toStrictEqual(path);
	});

	test.each([
		'$json.body',
		'{{ $json.body }}',
		'={{ $json }}',
		'={{ }}',
		'= {{ $json.body }}',
		'={{ $json.body }} ',
		'={{ $json.a }}{{ $json.b }}',
		'={{ $json.a }} and {{ $json.b }}',
		'={{ $json.body.trim() }}',
		'={{ $json.a ?? $json.b }}',
		'={{ $json.a; }}',
		'={{ $json.a // }}',
		'={{ $JSON.a }}',
		'={{ $jsonx.a }}',
		'={{ $json. }}',
		'={{ $json..a }}',
		'={{ $json?a }}',
		'={{ $json.?a }}',
		'={{ $json.1 }}',
		'={{ $json[01] }}',
		'={{ $json[-1] }}',
		'={{ $json[1.0] }}',
		'={{ $json[0x1] }}',
		'={{ $json[a] }}',
		'={{ $json[`a`] }}',
		'={{ $json["a] }}',
		'={{ $json["\\x61"] }}',
		'={{ $json["a}}"] }}',
		'={{ $json.ünï }}',
		"={{ $('Rows').item.json.a }}",
		'={{ $input.item.json.a }}',
		'={{ $now }}',
	])('%j is left to the engine', (text) => {
		expect(compileFieldPath(text)).toBeUndefined();
	});
});

describe('reading a path', () => {
	const row = {
		text: 'Hello',
		none: null,
		author: { name: 'Jane Doe', age: 41 },
		comments: [{ body: 'first' }],
		when: new Date(0),
		nothing: undefined,
	};

	test.each<[string[], unknown]>([
		[['text'], 'Hello'],
		[['none'], null],
		[['author', 'age'], 41],
		[['comments', '0', 'body'], 'first'],
		[['comments'], row.comments],
		[['comments', 'length'], 1],
	])('%j gives the value', (path, value) => {
		expect(readFieldPath(row, path)).toBe(value);
	});

	test.each([[['other']], [['author', 'email']], [['comments', '0', 'id']]])(
		'%j, whose last property does not exist, is undefined',
		(path) => {
			expect(readFieldPath(row, path)).toBeUndefined();
		},
	);

	test.each([
		[['other', 'name']],
		[['none', 'name']],
		[['text', 'length']],
		[['comments', '1']],
		[['when']],
		[['nothing']],
		[['toString']],
		[['__proto__']],
		[['constructor', 'name']],
	])('%j is left to the engine', (path) => {
		expect(readFieldPath(row, path)).toBe(MISSING);
	});

	test('a value with anything inside it that is not JSON is left to the engine', () => {
		for (const inside of [new Date(0), undefined, 1n, () => 1, new Map(), new Error('x')]) {
			expect(readFieldPath({ a: [{ b: inside }] }, ['a'])).toBe(MISSING);
		}
		const polluting = JSON.parse('{"a": {"__proto__": 1}}') as object;
		expect(readFieldPath(polluting, ['a'])).toBe(MISSING);
	});
});
