import { expect, test } from '@jest/globals';
import { usedValues } from '../../../nodes/AmplitudeAiFeedback/reading/rowValues.ts';

const ROW = { posted: 'soon', author: { name: null, 'full name': 'Jane' }, list: [{ id: 7 }] };

test.each<[string, [string, unknown][]]>([
	['{{ $json.posted.toDateTime() }}', [['$json.posted', 'soon']]],
	[
		'{{ DateTime.fromISO($json.posted).plus({ days: $json.list[0].id }) }}',
		[
			['$json.posted', 'soon'],
			['$json.list[0].id', 7],
		],
	],
	['{{ $json["author"]["full name"].first.second }}', [['$json["author"]["full name"]', 'Jane']]],
	['{{ $json.author.name.trim() }}', [['$json.author.name', null]]],
	['{{ $json.nobody.name }}', [['$json.nobody', undefined]]],
	['{{ $json.posted + $json.posted }}', [['$json.posted', 'soon']]],
	["{{ $('Tickets').item.json.posted }}", []],
	['{{ $json }}', []],
	['{{ $json.toString() }}', []],
	['{{ $json.constructor.name }}', [['$json.constructor', undefined]]],
])('%s uses %j', (text, expected) => {
	const values = usedValues(text, ROW);
	expect(values.map(({ path, value }) => [path, value])).toEqual(expected);
});

test('at most three values are named', () => {
	expect(usedValues('{{ $json.a + $json.b + $json.c + $json.d }}', ROW)).toHaveLength(3);
});
