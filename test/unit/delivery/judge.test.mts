import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../nodes/AmplitudeAiFeedback/delivery/answer.ts';
import { judge } from '../../../nodes/AmplitudeAiFeedback/delivery/judge.ts';
import type { OutgoingItem } from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';

const unit = (id: string, ...partIds: string[]): OutgoingItem => ({
	sourceId: 's',
	id,
	sourceRows: [],
	chunks: [{ item: { unique_id: id }, messageIds: partIds, hasText: true }],
	oversized: new Map(),
});
const A = unit('a', 'p-1', 'p-2');
const B = unit('b', 'p-3');
const batch = { sourceId: 's', units: [A, B] };

const verdictOn = (answer: Answer, units = batch.units) =>
	judge(answer, { sourceId: 's', items: units }, ({ chunks: pieces }) => pieces[0]!.messageIds, 0);
const http = (status: number, body: unknown = '', headers = {}): Answer => ({
	kind: 'answer',
	status,
	headers,
	text: typeof body === 'string' ? body : JSON.stringify(body),
});
const answered = (ingested: number, failed: number, ...errors: [string, string][]) => ({
	ingested,
	failed,
	errors: errors.map(([unique_id, error]) => ({ unique_id, error })),
});
const none = { items: new Map(), parts: new Map() };

describe('a coherent answer', () => {
	test.each([
		['counts items', answered(2, 0)],
		['counts items and parts', answered(5, 0)],
		['carries more than is documented', { ...answered(2, 0), request_id: 'x' }],
	])('accounts for every item where it %s', (_name, body) => {
		expect(verdictOn(http(200, body))).toStrictEqual({ kind: 'accounted', named: none });
	});

	test.each([200, 207, 400, 422])('names items and messages on status %i', (status) => {
		const body = answered(0, 2, ['a', 'no'], ['p-3', 'too long']);
		expect(verdictOn(http(status, body))).toStrictEqual({
			kind: 'accounted',
			named: { items: new Map([[A, 'no']]), parts: new Map([[B, new Map([['p-3', 'too long']])]]) },
		});
	});

	test('leaves failures open that have no name', () => {
		expect(verdictOn(http(200, answered(0, 2, ['a', 'no'])))).toMatchObject({
			kind: 'unattributed',
			named: { items: new Map([[A, 'no']]) },
		});
	});

	test('leaves a failure open whose message id two items share', () => {
		const twin = unit('c', 'p-1');
		expect(verdictOn(http(200, answered(1, 1, ['p-1', 'no'])), [A, twin])).toStrictEqual({
			kind: 'unattributed',
			named: none,
		});
	});
});

describe('what is no answer', () => {
	test.each([
		['a page', '<!doctype html><title>Sign in</title>'],
		['nothing', ''],
		['null', 'null'],
		['an array', '[]'],
		['half an answer', '{"ingested": 2, "failed"'],
		['counts that are no numbers', { ...answered(0, 0), ingested: '2' }],
		['a negative count', answered(-1, 0)],
		['more errors than failures', answered(1, 0, ['a', 'no'])],
		['an id that was not sent', answered(1, 1, ['z', 'no'])],
	])('%s', (_name, body) => {
		expect(verdictOn(http(200, body))).toMatchObject({ kind: 'trouble', trouble: 'incoherent' });
	});

	test.each([301, 302, 307])('a redirect (%i)', (status) => {
		expect(verdictOn(http(status))).toMatchObject({ kind: 'trouble', trouble: 'incoherent' });
	});
});

describe('a status without the documented answer', () => {
	test.each([400, 422])('%i is a refusal that names nobody', (status) => {
		expect(verdictOn(http(status, { error: 'Bad item' }))).toStrictEqual({
			kind: 'refused',
			status,
			detail: 'Bad item',
		});
	});

	test.each([400, 422])('%i with half an answer is no refusal', (status) => {
		expect(verdictOn(http(status, '{"ingested": 1, "failed": 1, "err'))).toMatchObject({
			kind: 'trouble',
			trouble: 'incoherent',
		});
	});

	test('413 is too large', () => {
		expect(verdictOn(http(413))).toStrictEqual({ kind: 'tooLarge' });
	});

	test.each([401, 403, 404, 405, 410, 415])('%i is hopeless', (status) => {
		expect(verdictOn(http(status, { message: 'Go away' }))).toMatchObject({
			kind: 'hopeless',
			detail: 'Go away',
		});
	});

	test.each([408, 425, 500, 502, 503, 504])('%i is passing trouble', (status) => {
		expect(verdictOn(http(status))).toMatchObject({ kind: 'trouble', trouble: 'unavailable' });
	});

	test('429 is throttling, with the wait that it asks for', () => {
		expect(verdictOn(http(429, '', { 'retry-after': '7' }))).toMatchObject({
			kind: 'trouble',
			trouble: 'throttled',
			retryAfterMs: 7_000,
		});
	});
});

describe('no answer at all', () => {
	test.each(['notConnected', 'lost', 'timeout'] as const)('%s is worth another try', (cause) => {
		expect(verdictOn({ kind: 'noAnswer', cause, code: 'X' })).toMatchObject({
			kind: 'trouble',
			trouble: 'noAnswer',
		});
	});

	test.each(['untrusted', 'cancelled'] as const)('%s is not', (cause) => {
		expect(verdictOn({ kind: 'noAnswer', cause, code: 'X' })).toMatchObject({ kind: 'hopeless' });
	});
});
