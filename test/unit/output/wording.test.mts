import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
	count,
	megabytes,
	quote,
	times,
} from '../../../nodes/AmplitudeAiFeedback/output/wording.ts';
import type { Outcome, Status } from '../../../nodes/AmplitudeAiFeedback/output/outcome.ts';
import { summarise } from '../../../nodes/AmplitudeAiFeedback/output/summary.ts';
import { describeStop } from '../../../nodes/AmplitudeAiFeedback/output/failure.ts';
import type { Stop } from '../../../nodes/AmplitudeAiFeedback/delivery/stop.ts';

describe('values in sentences', () => {
	test('are quoted, and cut where they are long', () => {
		expect(quote('next Tuesday')).toBe('"next Tuesday"');
		expect(quote(45_000)).toBe('"45000"');
		expect(quote({ a: [1] })).toBe('"{"a":[1]}"');
		expect(quote('x'.repeat(81))).toBe(`"${'x'.repeat(79)}…"`);
	});

	test('are never "[object Object]", and an invalid date says so', () => {
		let deep: unknown[] = [];
		for (let depth = 0; depth < 100_000; depth++) deep = [deep];
		expect(quote(deep)).toBe('"[…]"');
		expect(quote({ deep })).toBe('"{…}"');
		expect(quote(NaN)).toBe('"NaN"');
		expect(quote(new Date('never'))).toBe('"Invalid Date"');
	});

	test('never throw, whatever they are', () => {
		const circular: Record<string, unknown> = {};
		circular.self = circular;
		for (const value of [circular, 10n, undefined, Symbol('x'), () => 1]) {
			expect(typeof quote(value)).toBe('string');
		}
		fc.assert(fc.property(fc.anything(), (value) => quote(value).length <= 82));
	});

	test('are counted as people count', () => {
		expect(count(1, 'row')).toBe('1 row');
		expect(count(39_998, 'row')).toBe('39,998 rows');
		expect([times(1), times(12)]).toStrictEqual(['once', '12 times']);
		expect(megabytes(5_240_000)).toBe('5.2 MB');
	});
});

describe('the summary of a run', () => {
	const rows = (amounts: Partial<Record<Status, number>>): Outcome[] =>
		Object.entries(amounts).flatMap(([status, amount]) =>
			Array.from({ length: amount }, () => ({
				status: status as Status,
				uniqueId: 'x',
				reason: 'because.',
			})),
		);
	const facts = { requests: 401, throttled: 0, messagesLeftOut: 0, dryRun: false };

	test('is not there where every row was ingested', () => {
		expect(summarise(rows({ ingested: 3 }), facts)).toBeUndefined();
		expect(summarise([], facts)).toBeUndefined();
	});

	test('counts what did not arrive, and gives the first reason', () => {
		expect(summarise(rows({ ingested: 39_998, rejected: 2 }), facts)).toBe(
			'39,998 of 40,000 rows ingested in 401 requests; 2 rejected. Row 39999: because.',
		);
	});

	test('counts what had no text without giving a reason', () => {
		expect(summarise(rows({ ingested: 1, skipped: 2 }), facts)).toBe(
			'1 of 3 rows ingested in 401 requests; 2 skipped.',
		);
	});

	test('says when the API asked to slow down', () => {
		expect(summarise(rows({ ingested: 2 }), { ...facts, throttled: 3 })).toBe(
			'2 of 2 rows ingested in 401 requests; Amplitude asked to slow down 3 times.',
		);
	});

	test('of a dry run is always there', () => {
		expect(summarise(rows({ ready: 2 }), { ...facts, requests: 1, dryRun: true })).toBe(
			'Dry run, nothing was sent: 2 of 2 rows would go in 1 request.',
		);
	});
});

describe('a failure of the run', () => {
	const http = (status: number) => ({ kind: 'answer', status, headers: {}, text: '' }) as const;
	const silence = (cause: 'notConnected' | 'lost' | 'timeout' | 'untrusted', code: string) =>
		({ kind: 'noAnswer', cause, code }) as const;
	const stops: Stop[] = [
		{ kind: 'setup', message: 'The credential cannot be used', advice: 'Change it.' },
		{ kind: 'cancelled' },
		{ kind: 'requestRefused', status: 400, detail: 'no' },
		...[401, 403, 404, 410].map((status): Stop => ({ kind: 'hopeless', answer: http(status) })),
		{ kind: 'hopeless', answer: silence('untrusted', 'CERT_HAS_EXPIRED') },
		...[429, 503, 200, 302].map((status): Stop => ({
			kind: 'gaveUp',
			answer: http(status),
			budgetSpent: true,
		})),
		...(['notConnected', 'lost', 'timeout'] as const).map((cause): Stop => ({
			kind: 'gaveUp',
			answer: silence(cause, 'ECONNREFUSED'),
			budgetSpent: false,
		})),
	];

	test.each(stops)('is told in whole sentences with what to do: %j', (stop) => {
		const { message, description } = describeStop(stop, 'amplitude.com');
		// n8n replaces a message that holds a code such as ECONNREFUSED by a text of its own.
		expect(message).not.toMatch(/E[A-Z]{5,}|undefined|[.]$/);
		expect(description).toMatch(/^[A-Za-z].*[.)]$/);
		expect(description).not.toMatch(/undefined|\.\./);
		expect(description).toMatch(/Check|check|again|Nothing was sent/);
	});

	test('by the keys names the region, the host and the way back', () => {
		const stop: Stop = { kind: 'hopeless', answer: http(401), detail: 'Invalid API key' };
		expect(describeStop(stop, 'eu.amplitude.com')).toStrictEqual({
			message: 'Amplitude refused the keys (401)',
			description:
				'Open the credential and check the API key, the secret key and the region: keys belong to one project, and work in its region only. The request went to eu.amplitude.com. It answered: "Invalid API key". Running the workflow again is safe: Amplitude updates what it already has and adds the rest.',
			httpCode: '401',
		});
	});
});
