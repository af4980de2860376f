import { describe, expect, test } from '@jest/globals';
import { compileFieldPath } from '../../../nodes/AmplitudeAiFeedback/reading/fieldPath.ts';

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
		["={{ $json['What\\'s next?'] }}", ["What's next?"]],
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
	])('%j is no plain path', (text) => {
		expect(compileFieldPath(text)).toBeUndefined();
	});
});
