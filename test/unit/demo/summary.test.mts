import { expect, test } from '@jest/globals';
import type { ScenarioResult } from '../../../tools/demo/result.mts';
import { report, resultTable, unexpected } from '../../../tools/demo/summary.mts';

const expected = {
	rows: 3_000,
	requests: 30,
	items: 3_000,
	messages: 0,
	statuses: { ingested: 3_000 },
	onErrorOutput: 0,
};

/** A result that is as expected, apart from these figures. */
function result(
	figures: Partial<ScenarioResult['figures']> = {},
	more: Partial<ScenarioResult> = {},
): ScenarioResult {
	const rows = async () => [];
	const scenario = { title: 'Reviews', sourceId: 'reviews', rows, parameters: {}, expected };
	return { scenario, figures: { ...expected, ...figures }, reasons: [], error: undefined, ...more };
}

test('the table shows a scenario in a line, and counts what a source holds once', () => {
	const again = result({ requests: 1, statuses: { skipped: 1, ingested: 2_999 } });
	expect(resultTable([result(), again]).split('\n')).toStrictEqual([
		'Workflow  Rows in  Requests  Items  Messages  Rows by status',
		'────────  ───────  ────────  ─────  ────────  ─────────────────────────',
		'Reviews     3,000        30  3,000         0  3,000 ingested',
		'Reviews     3,000         1  3,000         0  2,999 ingested, 1 skipped',
		'────────  ───────  ────────  ─────  ────────  ─────────────────────────',
		'Total       6,000        31  3,000         0  5,999 ingested, 1 skipped',
	]);
});

test('what is not as expected is named with both figures', () => {
	const wrong = result({ requests: 31, statuses: { ingested: 2_999, unknown: 1 } });
	expect(unexpected([result(), wrong])).toStrictEqual([
		'Reviews: requests: 31 instead of 30',
		'Reviews: rows by status: 2,999 ingested, 1 unknown instead of 3,000 ingested',
	]);
});

test('the error that stopped a run is part of the report, as are the reasons of rows', () => {
	const failed = result({}, { error: 'Amplitude refused the keys (401)', reasons: ['Row 2: why'] });
	const text = report([failed]);
	expect(text).toContain('Why rows are on the error output:\n  - Row 2: why');
	expect(text).toContain('NOT AS EXPECTED:\n  - Reviews: Amplitude refused the keys (401)');
	expect(report([result()])).not.toContain('NOT AS EXPECTED');
});
