import { describe, expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import type { EmulatorSettings } from '../../../tools/emulator/settings.mts';
import { INGEST_PATH } from '../../../tools/emulator/server.mts';
import {
	accepted,
	batch,
	ingest,
	ingestUnder,
	KEYS,
	useEmulator,
} from '../../support/emulator.mts';

const emulator = useEmulator();
const change = (settings: Partial<EmulatorSettings>) =>
	Object.assign(emulator().settings, settings);

describe('a response with counts', () => {
	/** Sends `a` and an item that fails as "No". */
	const withFailure = async (unique_id: string, settings: Partial<EmulatorSettings>) => {
		change(settings);
		const plan: FaultPlan = { kind: 'errors', errors: [{ unique_id, error: 'No' }] };
		return (await ingestUnder(emulator(), plan, 'a', unique_id)).json;
	};

	test.each<[EmulatorSettings['errorIds'], string, object]>([
		['exact', ' É7 ', { unique_id: ' É7 ' }],
		['trimmed', ' É7 ', { unique_id: 'É7' }],
		['lower-case', 'É7', { unique_id: 'é7' }],
		['nfc', 'E\u0301', { unique_id: '\u00c9' }],
		['number', '0700', { unique_id: 700 }],
		['number', 'ticket-7', { unique_id: 'ticket-7' }],
		['prefixed', '7', { unique_id: 'feedback:7' }],
		['null', '7', { unique_id: null }],
		['missing', '7', {}],
		['index', '7', { index: 1 }],
		['unknown', '7', { unique_id: 'not-sent-1' }],
	])('writes the IDs of errors in the form %s: %j', async (errorIds, id, expected) => {
		expect(await withFailure(id, { errorIds })).toEqual({
			ingested: 1,
			failed: 1,
			errors: [{ ...expected, error: 'No' }],
		});
	});

	test.each<[EmulatorSettings['errorText'], object]>([
		['message', { message: 'No' }],
		['object', { error: { code: 'invalid_item', message: 'No' } }],
		['list', { error: ['No'] }],
		['missing', {}],
	])('writes the text of an error in the form %s', async (errorText, expected) => {
		expect(await withFailure('7', { errorText })).toMatchObject({
			errors: [{ unique_id: '7', ...expected }],
		});
	});

	test('may have two entries for one failure, and counts it once', async () => {
		const entry = { unique_id: '7', error: 'No' };
		expect(await withFailure('7', { entriesPerError: 2 })).toEqual({
			ingested: 1,
			failed: 1,
			errors: [entry, entry],
		});
	});

	test.each<[EmulatorSettings['errorsField'], object, object]>([
		['list', { errors: [] }, { errors: [{ unique_id: '7', error: 'No' }] }],
		['null', { errors: null }, { errors: null }],
		['missing', {}, {}],
		['null-if-empty', { errors: null }, { errors: [{ unique_id: '7', error: 'No' }] }],
		['missing-if-empty', {}, { errors: [{ unique_id: '7', error: 'No' }] }],
	])('may have its errors in the form %s', async (errorsField, without, having) => {
		change({ errorsField });
		expect((await ingest(emulator(), batch('a'))).json).toEqual({
			ingested: 1,
			failed: 0,
			...without,
		});
		expect(await withFailure('7', {})).toEqual({ ingested: 1, failed: 1, ...having });
	});

	test('may write its counts as digits', async () => {
		expect(await withFailure('7', { countsAs: 'digits' })).toMatchObject({
			ingested: '1',
			failed: '1',
		});
	});

	test.each(['data', 'response', 'result'] as const)('may be wrapped in "%s"', async (wrapper) => {
		change({ wrapper });
		expect((await ingest(emulator(), batch('a'))).json).toEqual({ [wrapper]: accepted(1) });
	});

	test('may have further fields, also in its wrapper and its errors', async () => {
		expect(await withFailure('7', { furtherFields: true, wrapper: 'data' })).toEqual({
			success: true,
			data: {
				request_id: 'req-1',
				received: 2,
				ingested: 1,
				failed: 1,
				errors: [{ unique_id: '7', error: 'No', field: 'body', retryable: false }],
			},
		});
	});

	test('may begin with a byte order mark', async () => {
		change({ byteOrderMark: true });
		const response = await fetch(emulator().url + INGEST_PATH, {
			method: 'POST',
			headers: {
				authorization: `Basic ${Buffer.from(KEYS).toString('base64')}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify(batch('a')),
		});
		const bytes = Buffer.from(await response.arrayBuffer());
		expect(bytes.subarray(0, 4).toString('hex')).toBe('efbbbf7b');
	});

	test.each([403, 404, 429, 500, 503])('may have the status %d', async (statusIngested) => {
		change({ statusIngested });
		expect(await ingest(emulator(), batch('a'))).toMatchObject({
			status: statusIngested,
			json: accepted(1),
		});
		expect(emulator().requests[0]).toMatchObject({ applied: true });
	});
});

test.each<[EmulatorSettings['refusalShape'], string, unknown]>([
	['error', 'application/json', { error: 'No' }],
	['message', 'application/json', { message: 'No' }],
	['error-object', 'application/json', { error: { code: 422, message: 'No' } }],
	['errors-list', 'application/json', { errors: ['No'] }],
	['detail', 'application/json', { detail: 'No' }],
	['title', 'application/json', { title: 'No', status: 422 }],
	[
		'problem',
		'application/problem+json',
		{ type: 'about:blank', title: 'Unprocessable Entity', status: 422, detail: 'No' },
	],
	['rails', 'application/json', { errors: { items: ['No'] } }],
	[
		'laravel',
		'application/json',
		{ message: 'The given data was invalid.', errors: { items: ['No'] } },
	],
	[
		'express',
		'application/json',
		{ errors: [{ type: 'field', msg: 'No', path: 'items', location: 'body' }] },
	],
	['text', 'text/plain', 'No'],
	['empty', 'text/plain', ''],
])('a refusal may have its reason in the shape %s', async (shape, type, expected) => {
	const plan = { kind: 'status', status: 422, reason: 'No', shape } as const;
	const response = await ingestUnder(emulator(), plan, 'a');
	expect(response.headers['content-type']).toMatch(new RegExp(`^${type.replace('+', '\\+')}`));
	expect(response.json ?? response.text).toEqual(expected);
});

test('the setting refusalShape holds for refusals of the API and for faults', async () => {
	change({ refusalShape: 'detail' });
	expect(await ingest(emulator(), '{')).toMatchObject({
		json: { detail: 'The body is not valid JSON' },
	});
	expect(await ingestUnder(emulator(), { kind: 'status', status: 503 }, 'a')).toMatchObject({
		json: { detail: 'Fault: status 503' },
	});
});
