import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RunFailure } from '../../../nodes/AmplitudeAiFeedback/delivery/results.ts';
import {
	atRow,
	count,
	escapeHtml,
	megabytes,
	quote,
	quoteWords,
	times,
} from '../../../nodes/AmplitudeAiFeedback/output/messages/format.ts';
import {
	describeRefusal,
	describeResult,
	describeRowError,
} from '../../../nodes/AmplitudeAiFeedback/output/messages/rows.ts';
import {
	describeFailure,
	describeRejected,
	describeUnconfirmed,
} from '../../../nodes/AmplitudeAiFeedback/output/messages/run.ts';
import { ALL_FAILURES, reasons, responseOf } from '../package/shown-messages.mts';

describe('a value in a sentence', () => {
	test('is quoted, and objects are shown as JSON', () => {
		expect(quote('next Tuesday')).toBe('"next Tuesday"');
		expect(quote(45_000)).toBe('"45000"');
		expect(quote({ a: [1] })).toBe('"{"a":[1]}"');
	});

	test("is cut at 80 characters, and the API's own words at 300", () => {
		expect(quote('x'.repeat(80))).toBe(`"${'x'.repeat(80)}"`);
		expect(quote('x'.repeat(81))).toBe(`"${'x'.repeat(79)}…"`);
		expect(quoteWords('x'.repeat(300))).toBe(`"${'x'.repeat(300)}"`);
		expect(quoteWords('x'.repeat(301))).toBe(`"${'x'.repeat(299)}…"`);
	});

	test('is never "[object Object]", and an invalid date says so', () => {
		let deep: unknown[] = [];
		for (let depth = 0; depth < 100_000; depth++) deep = [deep];
		expect(quote(deep)).toBe('"[…]"');
		expect(quote({ deep })).toBe('"{…}"');
		expect(quote(NaN)).toBe('"NaN"');
		expect(quote(new Date('never'))).toBe('"Invalid Date"');
	});

	test('never throws, whatever it is', () => {
		const circular: Record<string, unknown> = {};
		circular.self = circular;
		for (const value of [circular, 10n, undefined, Symbol('x'), () => 1]) {
			expect(typeof quote(value)).toBe('string');
		}
		fc.assert(fc.property(fc.anything(), (value) => quote(value).length <= 82));
	});

	test('is counted as people count', () => {
		expect([count(1, 'row'), count(39_998, 'row')]).toStrictEqual(['1 row', '39,998 rows']);
		expect([times(1), times(12)]).toStrictEqual(['once', '12 times']);
		expect(megabytes(5_240_000)).toBe('5.2 MB');
		expect(atRow(0, 'because.')).toBe('Row 1: because.');
	});
});

test('a text is escaped where the editor shows HTML', () => {
	expect(escapeHtml('<img src=x onerror=alert(1)>Jane & "Joe\'s" &lt;')).toBe(
		'&lt;img src=x onerror=alert(1)&gt;Jane &amp; "Joe\'s" &amp;lt;',
	);
});

describe('the reason of a row', () => {
	test.each(reasons())('is whole sentences: %s', (reason) => {
		expect(reason).toMatch(/^\S.*\.$/);
		expect(reason).not.toMatch(/undefined|\[object|\.\.|\s{2}/);
	});

	test('names the field, its message, and where the value was read', () => {
		const value = { kind: 'notText', field: 'body', value: [1] } as const;
		const item = { of: 'item' } as const;
		const second = { of: 'message', index: 1 } as const;
		const ending = ' is "[1]", which is an array and not text. Choose a value inside it.';
		expect(
			[
				describeRowError({ ...value, subject: item }),
				describeRowError({ ...value, subject: item, label: 'Item ID' }),
				describeRowError({ ...value, subject: item, from: '{{ $json.tags }}' }),
				describeRowError({ ...value, subject: { of: 'message' } }),
				describeRowError({ ...value, subject: second, from: '"comment.html"' }),
			].map((reason) => reason.replace(ending, '')),
		).toStrictEqual([
			'Text',
			'Item ID',
			'Text, from {{ $json.tags }},',
			'Text of the message',
			'Text of message 2 of the array, from "comment.html",',
		]);
	});

	test("quotes the API's own words, and says so where there are none", () => {
		const words = 'x'.repeat(301);
		expect(describeRefusal('api', words)).toBe(
			`Amplitude refused it: "${'x'.repeat(299)}…". Correct the row, then send it again. If every row is refused, check the Source ID.`,
		);
		for (const none of [undefined, '']) {
			expect(describeRefusal('api', none)).toBe('Amplitude refused it without saying why.');
		}
		expect(describeRefusal('tooLarge', undefined)).toMatch(/too large \(413\)/);
	});

	test.each([
		[undefined, 'it was sent 3 times, and no valid response came back.'],
		['sendLimit', 'it was sent 3 times, and no valid response came back.'],
		['failing', 'every request with it failed, 3 times in all, while others succeeded.'],
		[
			'uncounted',
			'Amplitude reported no error, but its count of ingested items leaves this one out.',
		],
	] as const)('says why it is unknown: %s', (cause, why) => {
		expect(describeResult({ status: 'unknown', cause, attempts: 3 }, undefined)).toBe(
			`${why} It may have arrived. Sending it again is safe.`,
		);
	});

	test.each([
		[0, 'The run was cancelled', 'the run stopped before it was sent. The run was cancelled.'],
		[
			2,
			'The run was cancelled',
			'it was not accepted, and the run stopped. The run was cancelled.',
		],
		[2, undefined, 'it could not be delivered.'],
		[0, undefined, 'an earlier part of its conversation was not accepted, so it was not sent.'],
	])('says why it is unsent after %i sends: %s', (attempts, failureMessage, why) => {
		expect(describeResult({ status: 'unsent', attempts }, failureMessage)).toBe(
			`${why} Sending it again is safe.`,
		);
	});

	test('is empty where it was accepted', () => {
		expect(describeResult({ status: 'accepted', attempts: 1 }, undefined)).toBe('');
	});
});

const HOST = 'eu.amplitude.com';
const SAFE_TO_RERUN =
	'Running the workflow again is safe: Amplitude updates what it already has and adds the rest.';
const http = (status: number) => ({ kind: 'gaveUp', reply: responseOf(status) }) as const;
const noResponse = (cause: 'notConnected' | 'lost' | 'timeout', code: string) =>
	({ kind: 'gaveUp', reply: { kind: 'failure', cause, code } }) as const;

/** For each failure its HTTP status if there is one, its message, and what its description holds. */
const FAILURES: [RunFailure, httpCode: string | undefined, message: string, part: string][] = [
	[
		{ kind: 'setup', message: 'The credential cannot be used', advice: 'Enter a base URL.' },
		undefined,
		'The credential cannot be used',
		'Enter a base URL. Nothing was sent.',
	],
	[{ kind: 'cancelled' }, undefined, 'The run was cancelled', SAFE_TO_RERUN],
	[
		{ kind: 'requestRefused', status: 400, detail: 'Unknown source_id' },
		'400',
		'Amplitude refused every row in the same way (400)',
		'so the run stopped. It said: "Unknown source_id". Check the Source ID',
	],
	[
		{ kind: 'fatal', reply: { kind: 'failure', cause: 'untrusted', code: 'CERT_HAS_EXPIRED' } },
		undefined,
		'The connection to eu.amplitude.com is not secure',
		'Its certificate is not valid (CERT_HAS_EXPIRED), so the keys were not sent.',
	],
	[
		{ kind: 'fatal', reply: responseOf(404) },
		'404',
		'Amplitude does not know this source or address (404)',
		'Check the Source ID',
	],
	[
		{ kind: 'fatal', reply: responseOf(403) },
		'403',
		'Amplitude refused the keys (403)',
		'Open the credential and check the API key, the secret key and the region',
	],
	[
		http(429),
		'429',
		'Amplitude is limiting requests, and the retry budget is used up (429)',
		'eu.amplitude.com accepts no more requests for now. Wait,',
	],
	[
		{ ...http(429), retryAfterMs: 59_001 },
		'429',
		'Amplitude is limiting requests, and the retry budget is used up (429)',
		'It asked to wait 60 seconds. Wait,',
	],
	[
		http(503),
		'503',
		'Amplitude kept failing (503), so the run stopped',
		'The server at eu.amplitude.com has a problem.',
	],
	[
		http(200),
		'200',
		'The server does not respond the way Amplitude does',
		'eu.amplitude.com responded with status 200',
	],
	[
		noResponse('notConnected', 'ECONNREFUSED'),
		undefined,
		'eu.amplitude.com does not respond',
		'Every attempt failed: no connection could be made (ECONNREFUSED).',
	],
	[
		noResponse('timeout', 'ETIMEDOUT'),
		undefined,
		'eu.amplitude.com does not respond',
		'Every attempt failed: no response came within the request timeout (ETIMEDOUT).',
	],
	[
		noResponse('lost', 'ECONNRESET'),
		undefined,
		'eu.amplitude.com does not respond',
		'Every attempt failed: the connection broke (ECONNRESET).',
	],
];

describe('the failure of a run', () => {
	test.each(FAILURES)('has a message and advice: %j', (failure, httpCode, message, part) => {
		const text = describeFailure(failure, HOST);
		expect(text).toMatchObject({ message, description: expect.stringContaining(part) });
		expect(text.httpCode).toBe(httpCode);
	});

	test.each(ALL_FAILURES)('is told in whole sentences with what to do: %j', (failure) => {
		const { message, description } = describeFailure(failure, HOST);
		// n8n replaces a message that holds a code such as ECONNREFUSED by a text of its own.
		expect(message).not.toMatch(/E[A-Z]{5,}|undefined|[.]$/);
		expect(description).toMatch(/^[A-Za-z].*[.]$/);
		expect(description).not.toMatch(/undefined|\.\.|\s{2}/);
		expect(description).toMatch(/Check|check|again/);
	});

	test('names additional fields first where they may be why every row is refused', () => {
		const failure = { kind: 'requestRefused', status: 400, detail: 'Unknown field' } as const;
		const { description } = describeFailure(failure, HOST, ['rating']);
		expect(description).toMatch(
			/^Amplitude does not document the additional field "rating": remove it first, and try again\. The request itself/,
		);
		expect(describeFailure(failure, HOST).description).toMatch(/^The request itself/);
	});

	test('by the keys names the region, the host and the way back', () => {
		const failure = { kind: 'fatal', reply: responseOf(401), detail: 'Invalid API key' } as const;
		expect(describeFailure(failure, HOST)).toStrictEqual({
			message: 'Amplitude refused the keys (401)',
			description: `Open the credential and check the API key, the secret key and the region: keys belong to one project, and work in its region only. The request went to eu.amplitude.com. It said: "Invalid API key". ${SAFE_TO_RERUN}`,
			httpCode: '401',
			failure: { cause: 'credential-invalid' },
		});
	});

	test.each<[RunFailure, object]>([
		[{ kind: 'setup', message: 'x', advice: 'x.' }, { cause: 'configuration-invalid' }],
		[{ kind: 'fatal', reply: responseOf(404) }, { cause: 'configuration-invalid' }],
		[{ kind: 'fatal', reply: responseOf(403) }, { cause: 'credential-invalid' }],
		[
			{ ...http(429), retryAfterMs: 5_000 },
			{ cause: 'rate-limited', retryAfterMs: 5_000 },
		],
		[http(503), { cause: 'temporarily-unavailable' }],
		[noResponse('timeout', 'ETIMEDOUT'), { cause: 'temporarily-unavailable' }],
	])('has its cause in the terms of n8n: %j', (failure, cause) => {
		expect(describeFailure(failure, HOST).failure).toEqual(cause);
	});
});

test('rows that stop a run are counted', () => {
	expect(describeUnconfirmed(1, 1_000)).toBe('Amplitude did not confirm 1 row of 1,000');
	expect(describeRejected(2, 3)).toBe('2 rows of 3 cannot be ingested');
});
