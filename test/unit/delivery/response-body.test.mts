import { describe, expect, test } from '@jest/globals';
import {
	errorMessage,
	mentionsCounts,
	parseIngestResponse,
} from '../../../nodes/AmplitudeAiFeedback/delivery/responseBody.ts';

const counted = (more: object = {}) => ({ ingested: 1, failed: 1, errors: [], ...more });
const parse = (body: unknown) =>
	parseIngestResponse(typeof body === 'string' ? body : JSON.stringify(body));

describe('a body that accounts for a request', () => {
	test.each<[string, unknown]>([
		['has numbers', counted()],
		['has digits', counted({ ingested: '1', failed: ' 1 ' })],
		['has further fields', counted({ request_id: 'r', code: 200 })],
		['begins with a byte order mark', `\uFEFF${JSON.stringify(counted())}`],
		['is wrapped in data', { data: counted(), status: 'ok' }],
		['is wrapped in response', { response: counted() }],
		['is wrapped in result', { result: counted({ ingested: '1' }) }],
		['has no errors', { ingested: 1, failed: 1 }],
		['has null for errors', counted({ errors: null })],
		['has a text for errors', counted({ errors: 'one row is bad' })],
	])('%s', (_name, body) => {
		expect(parse(body)).toStrictEqual({ ingested: 1, failed: 1, errors: [] });
	});

	const no = { id: 'a', message: 'no' };
	const nameless = { id: undefined, message: 'no' };
	test.each<[string, unknown, object[]]>([
		['as documented', [{ unique_id: 'a', error: 'no' }], [no]],
		['with the id as id', [{ id: 'a', error: 'no' }], [no]],
		['with the id as uniqueId', [{ uniqueId: 'a', error: 'no' }], [no]],
		['with a number for the id', [{ unique_id: 7, error: 'no' }], [{ id: '7', message: 'no' }]],
		['with null for the id', [{ unique_id: null, error: 'no' }], [nameless]],
		['without an id', [{ error: 'no' }], [nameless]],
		['with an index', [{ index: 3, error: 'no' }], [nameless]],
		['as texts', ['no'], [{ message: 'no' }]],
		['with an object for the text', [{ unique_id: 'a', error: { message: 'no' } }], [no]],
		[
			'with a list for the text',
			[{ unique_id: 'a', error: ['no', 'nor'] }],
			[{ id: 'a', message: 'no; nor' }],
		],
		['with the text as message', [{ unique_id: 'a', message: 'no' }], [no]],
		['without a text', [{ unique_id: 'a' }], [{ id: 'a', message: '' }]],
		['as null', [null], [{ message: '' }]],
		['as an object by id', { a: 'no', b: { error: 'nor' } }, [no, { id: 'b', message: 'nor' }]],
	])('may list errors %s', (_name, errors, expected) => {
		expect(parse(counted({ errors }))?.errors).toStrictEqual(expected);
	});
});

test.each<[string, unknown]>([
	['a page', '<!doctype html><title>Sign in</title>'],
	['nothing', ''],
	['null', 'null'],
	['an array', [counted()]],
	['a text', '"ok"'],
	['half a response', '{"ingested": 1, "failed": 1, "err'],
	['a response without failed', { ingested: 1 }],
	['a response without ingested', { failed: 1, errors: [] }],
	['a negative count', counted({ ingested: -1 })],
	['half an item', counted({ failed: 0.5 })],
	['a count in words', counted({ ingested: 'one' })],
	['an empty count', counted({ ingested: '' })],
	['null for a count', counted({ failed: null })],
	['counts in an unknown wrapper', { payload: counted() }],
	['counts in two wrappers', { data: { result: counted() } }],
	['null in a wrapper', { data: null }],
])('%s does not account for a request', (_name, body) => {
	expect(parse(body)).toBeUndefined();
});

test.each([
	['{"ingested": 1, "fai', true],
	['{"failed" : 1', true],
	['{"errors": {"body": ["is too long"]}}', false],
	['{"error": "10 rows failed: ingested 2"}', false],
])('of %p, that it was cut from a counting response is %p', (text, expected) => {
	expect(mentionsCounts(text)).toBe(expected);
});

describe('the message of an error response', () => {
	test.each<[string, unknown, string]>([
		['{error}', { error: 'No' }, 'No'],
		['{error: {message}}', { error: { code: 4, message: 'No' } }, 'No'],
		['{error} beside {message}', { error: 'Bad Request', message: 'No' }, 'Bad Request'],
		['{message} beside a flag', { error: true, message: 'No' }, 'No'],
		['{detail}', { detail: 'No' }, 'No'],
		['{title}', { title: 'No', status: 400 }, 'No'],
		[
			'problem+json',
			{ type: 'about:blank', title: 'Bad', detail: 'The id is taken' },
			'The id is taken',
		],
		['errors as texts', { errors: ['No', 'Nor this'] }, 'No; Nor this'],
		['errors as objects', { errors: [{ message: 'No' }, { detail: 'Nor' }] }, 'No; Nor'],
		['more than three errors', { errors: ['1', '2', '3', '4'] }, '1; 2; 3'],
		[
			'errors by field',
			{ errors: { body: ['is too long', 'is rude'] } },
			'body is too long; is rude',
		],
		['errors by field under a message', { message: 'Invalid', errors: { a: ['no'] } }, 'Invalid'],
		['a JSON text', '"No"', 'No'],
		['short plain text', ' Upstream is busy\n', 'Upstream is busy'],
		['a byte order mark', '\uFEFF{"error":"No"}', 'No'],
	])('is found in %s', (_name, body, expected) => {
		expect(errorMessage(typeof body === 'string' ? body : JSON.stringify(body))).toBe(expected);
	});

	test.each([
		['a page', '<html>No</html>'],
		['nothing', ' '],
		['long plain text', 'No '.repeat(101)],
		['half a response', '{"error": "N'],
		['half a list', '["No'],
		['an object without words', '{"code": 4, "error": {"code": 5}}'],
		['an object that never ends', '{"error":'.repeat(9) + '"No"' + '}'.repeat(9)],
		['null', 'null'],
		['a number', '12'],
	])('is not found in %s', (_name, text) => {
		expect(errorMessage(text)).toBeUndefined();
	});
});
