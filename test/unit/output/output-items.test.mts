import { describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';
import {
	type OutputForm,
	toOutputItems,
} from '../../../nodes/AmplitudeAiFeedback/output/outputItems.ts';
import type { RowResult } from '../../../nodes/AmplitudeAiFeedback/output/rowResult.ts';
import { atOnce } from '../../../tools/shared/at-once.mts';

const RESULTS: RowResult[] = [
	{ status: 'ingested', uniqueId: 'a', request: 1, attempts: 2 },
	{ status: 'rejected', uniqueId: 'b', reason: 'because.' },
	{ status: 'skipped', uniqueId: 'c', reason: 'no text.' },
	{ status: 'unsent', uniqueId: null, reason: 'stopped.' },
];
const SUMMARY = { rows: 4 };
const binary = { file: { data: '', mimeType: 'text/plain' } };

function output(form: Partial<OutputForm>, results = RESULTS, input: IDataObject = {}) {
	const rows = results.map(() => ({ json: input, binary }));
	const whole = { output: 'rows', includeInputFields: false, errorOutput: false, ...form } as const;
	return atOnce(toOutputItems(rows, results, whole, () => SUMMARY));
}

const ids = (items: { json: IDataObject }[]) => items.map(({ json }) => json.unique_id);

describe('the output rows', () => {
	test('have the same keys in every row, and say what to do next', () => {
		const rows = output({}).map(({ json }) => json);
		expect(rows.map(({ next }) => next)).toEqual(['done', 'correct', 'done', 'resend']);
		expect(rows[0]).toStrictEqual({
			unique_id: 'a',
			status: 'ingested',
			next: 'done',
			reason: '',
			request: 1,
			attempts: 2,
		});
		for (const row of rows) expect(Object.keys(row)).toEqual(Object.keys(rows[0]!));
	});

	test('have a message ID in every row where rows are messages, if they have one or not', () => {
		const results = RESULTS.map((result, row) =>
			row === 0 ? result : { ...result, messageId: 'm' },
		);
		const found = output({}, results).map(({ json }) => json.message_id);
		expect(found).toEqual([null, 'm', 'm', 'm']);
	});

	test('are paired with their input, and keep its binary data with its fields', () => {
		const items = output({ includeInputFields: true }, RESULTS, { plan: 'pro' });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3].map((item) => ({ item })),
		);
		expect(items.map((item) => item.binary)).toEqual(Array(4).fill(binary));
		expect(items[1]?.json).toMatchObject({ plan: 'pro', status: 'rejected' });
		expect(output({})[0]).not.toHaveProperty('binary');
	});
});

describe('the option Output', () => {
	test('"Only Problems" passes on the rows that are not done', () => {
		expect(ids(output({ output: 'problems' }))).toEqual(['b', null]);
	});

	test('"Summary" passes on one row that is paired with all rows', () => {
		const pairedItem = RESULTS.map((_, item) => ({ item }));
		expect(output({ output: 'summary' })).toStrictEqual([{ json: SUMMARY, pairedItem }]);
	});

	test.each([
		['rows', ['a', undefined, 'c', undefined]],
		['problems', [undefined, undefined]],
		['summary', [undefined, undefined, undefined]],
	] as const)('"%s" leaves the error output the rows that are not done', (mode, expected) => {
		const items = output({ output: mode, errorOutput: true });
		expect(ids(items)).toEqual(expected);
		const failed = items.filter(({ json }) => json.error !== undefined);
		expect(failed.map(({ json }) => Object.keys(json))).toEqual([['error'], ['error']]);
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 3 }]);
	});
});

describe('a field of the input that has the name of a result field', () => {
	test('keeps its value under a key of its own', () => {
		const [first] = output({ includeInputFields: true }, RESULTS, { status: 'open' });
		expect(first?.json).toMatchObject({ status: 'ingested', input: { status: 'open' } });
	});

	test('changes nothing where it has the same value', () => {
		const results = RESULTS.slice(0, 1);
		results[0] = { ...results[0]!, uniqueId: '17' };
		const [first] = output({ includeInputFields: true }, results, { unique_id: 17 });
		expect(first?.json).toMatchObject({ unique_id: '17', status: 'ingested' });
		expect(first?.json).not.toHaveProperty('input');
	});
});
