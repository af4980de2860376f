import { describe, expect, test } from '@jest/globals';
import type { Reply } from '../../../nodes/AmplitudeAiFeedback/delivery/apiResponse.ts';
import {
	classify,
	isPossiblyApplied,
	type ResponseClass,
} from '../../../nodes/AmplitudeAiFeedback/delivery/classify.ts';
import { chunkOf, counts, http, pendingItem } from './builders.mts';

const A = pendingItem('a', [chunkOf('a', ['p-1', 'p-2'])]);
const B = pendingItem('b', [chunkOf('b', ['p-3'])]);
const NOW = Date.parse('2026-03-15T10:00:00Z');

const classOf = (reply: Reply) =>
	classify(reply, [A, B], NOW, (text) => text.replaceAll('secret', '***'));

describe('the body decides before the status', () => {
	const none = { items: new Map(), messages: new Map() };

	test.each([200, 201, 207, 400, 403, 404, 409, 413, 422, 429, 500, 503])(
		'on status %i, names and counts settle items and messages',
		(status) => {
			expect(classOf(http(status, counts(0, 2, ['a', 'no'], ['p-3', 'a secret'])))).toStrictEqual({
				kind: 'complete',
				named: {
					items: new Map([[A, 'no']]),
					messages: new Map([[B, new Map([['p-3', 'a ***']])]]),
				},
				ingested: 0,
			});
		},
	);

	test.each<[string, object, object]>([
		['two ingested items', counts(2, 0), { kind: 'complete', named: none, ingested: 2 }],
		['items and messages', counts(5, 0), { kind: 'complete', named: none, ingested: 5 }],
		['fewer items than were sent', counts(1, 0), { kind: 'shortfall', named: none, ingested: 1 }],
		['nothing', counts(0, 0), { kind: 'shortfall', named: none, ingested: 0 }],
		[
			'a failure without a name',
			counts(1, 1),
			{ kind: 'unattributed', named: none, detail: undefined },
		],
		[
			'one of two failures by name',
			counts(0, 2, ['a', 'no'], ['z', 'nor']),
			{ kind: 'unattributed', named: { items: new Map([[A, 'no']]) }, detail: 'no' },
		],
		[
			'more names than failures',
			counts(1, 1, ['a', 'no'], ['b', 'no']),
			{ kind: 'unattributed', named: none, detail: 'no' },
		],
		[
			'errors, but no failure',
			counts(2, 0, ['a', 'no']),
			{ kind: 'transient', cause: 'incoherent' },
		],
	])('a response that counts %s is taken for that', (_name, body, expected) => {
		expect(classOf(http(200, body))).toMatchObject(expected);
	});

	test.each<[number, object, string]>([
		[401, counts(0, 2, ['a', 'no'], ['b', 'no']), 'fatal'],
		[401, counts(0, 0, ['a', 'no']), 'fatal'],
		[403, counts(0, 0), 'denied'],
		[403, counts(0, 2), 'unattributed'],
		[429, counts(0, 2), 'transient'],
		[503, counts(0, 2), 'transient'],
		[503, counts(0, 2, ['z', 'no']), 'unattributed'],
		[503, counts(2, 0), 'complete'],
		[401, counts(2, 0), 'complete'],
	])('on status %i, counts that only repeat it are no account: %j is %s', (status, body, kind) => {
		expect(classOf(http(status, body)).kind).toBe(kind);
	});
});

describe('without counts the status decides', () => {
	test.each<[number, object]>([
		[400, { kind: 'refused', status: 400, detail: 'a *** no' }],
		[402, { kind: 'refused' }],
		[401, { kind: 'fatal', detail: 'a *** no' }],
		[403, { kind: 'denied', detail: 'a *** no' }],
		[404, { kind: 'notFound', detail: 'a *** no' }],
		[405, { kind: 'refused' }],
		[406, { kind: 'refused' }],
		[409, { kind: 'refused' }],
		[410, { kind: 'refused' }],
		[413, { kind: 'tooLarge' }],
		[415, { kind: 'refused' }],
		[422, { kind: 'refused', status: 422 }],
		[408, { kind: 'transient', cause: 'unavailable' }],
		[425, { kind: 'transient', cause: 'unavailable' }],
		[429, { kind: 'transient', cause: 'throttled' }],
		[500, { kind: 'transient', cause: 'unavailable' }],
		[502, { kind: 'transient', cause: 'unavailable' }],
		[503, { kind: 'transient', cause: 'unavailable' }],
		[529, { kind: 'transient', cause: 'unavailable' }],
		[200, { kind: 'transient', cause: 'incoherent' }],
		[204, { kind: 'transient', cause: 'incoherent' }],
		[302, { kind: 'transient', cause: 'incoherent' }],
		[307, { kind: 'transient', cause: 'incoherent' }],
	])('%i is %j', (status, expected) => {
		expect(classOf(http(status, { error: 'a secret no' }))).toMatchObject(expected);
	});

	test.each([400, 422])('%i with a list of errors is a refusal', (status) => {
		const detail = 'body is too long';
		const body = { errors: { body: ['is too long'] } };
		expect(classOf(http(status, body))).toStrictEqual({ kind: 'refused', status, detail });
	});

	test.each([200, 400, 403, 404, 422])('%i with half a response is none', (status) => {
		const half = '{"ingested": 1, "failed": 1, "err';
		expect(classOf(http(status, half))).toMatchObject({ kind: 'transient', cause: 'incoherent' });
	});

	test('a page with status 200 is no response', () => {
		expect(classOf(http(200, '<html>Sign in</html>'))).toMatchObject({ cause: 'incoherent' });
	});

	test.each<[number, string, number | undefined]>([
		[429, '7', 7_000],
		[503, '7', 7_000],
		[503, 'Sun, 15 Mar 2026 10:00:30 GMT', 30_000],
		[429, 'soon', undefined],
	])('%i with Retry-After %p asks for %p ms', (status, value, retryAfterMs) => {
		const reply = http(status, '', { 'retry-after': value });
		expect(classOf(reply)).toMatchObject({ kind: 'transient', retryAfterMs });
	});
});

const failure = (cause: Extract<Reply, { kind: 'failure' }>['cause']): Reply => ({
	kind: 'failure',
	cause,
	code: 'X',
});

test.each([
	['notConnected', { kind: 'transient', cause: 'connection' }],
	['lost', { kind: 'transient', cause: 'connection' }],
	['timeout', { kind: 'transient', cause: 'timeout' }],
	['untrusted', { kind: 'fatal' }],
	['cancelled', { kind: 'cancelled' }],
] as const)('a request without a response, %s, is %j', (cause, expected) => {
	expect(classOf(failure(cause))).toMatchObject(expected);
});

test.each<[string, boolean, Reply]>([
	['counts without names', true, http(200, counts(1, 1))],
	['short counts', true, http(200, counts(1, 0))],
	['a bare 400', true, http(400)],
	['a refusal in words', false, http(400, { error: 'no' })],
	['413', false, http(413)],
	['401', false, http(401)],
	['403', false, http(403)],
	['404', false, http(404)],
	['429', false, http(429)],
	['500', true, http(500)],
	['a page', true, http(200, '<html>')],
	['a refused connection', false, failure('notConnected')],
	['a lost connection', true, failure('lost')],
	['a time-out', true, failure('timeout')],
	['an invalid certificate', false, failure('untrusted')],
	['cancelling', true, failure('cancelled')],
])('after %s, that the request was applied is possible: %p', (_name, expected, reply) => {
	expect(isPossiblyApplied(classOf(reply))).toBe(expected);
});

test('what is accounted for in full leaves nothing open', () => {
	const complete: ResponseClass = classOf(http(200, counts(2, 0)));
	expect(isPossiblyApplied(complete)).toBe(false);
});
