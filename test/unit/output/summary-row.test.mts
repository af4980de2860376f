import { describe, expect, test } from '@jest/globals';
import type { RowResult } from '../../../nodes/AmplitudeAiFeedback/output/rowResult.ts';
import type { RunFacts } from '../../../nodes/AmplitudeAiFeedback/output/summary.ts';
import { toSummaryRow } from '../../../nodes/AmplitudeAiFeedback/output/summaryRow.ts';

const facts: RunFacts = {
	requests: 3,
	throttled: 1,
	omittedMessages: 2,
	filteredMessages: 1,
	removedPatterns: 4,
	filteredBy: 'filter',
	additionalFields: [],
	counts: { accepted: 0, ingested: 0 },
	dryRun: false,
};
const rejected = (uniqueId: string, reason: string): RowResult => ({
	status: 'rejected',
	uniqueId,
	reason,
});
const ingested = (amount: number) =>
	Array.from({ length: amount }, (): RowResult => ({ status: 'ingested', uniqueId: 'x' }));

describe('the summary of a run as a row', () => {
	test('counts every status, and gives the most frequent reasons with their first row', () => {
		const results = [
			...ingested(4),
			rejected('a', 'no text.'),
			rejected('b', 'no ID.'),
			rejected('c', 'no text.'),
			{ status: 'skipped', uniqueId: 'd', reason: 'blank.' } as const,
		];
		expect(toSummaryRow(results, facts)).toStrictEqual({
			rows: 8,
			ingested: 4,
			partial: 0,
			rejected: 3,
			unknown: 0,
			unsent: 0,
			skipped: 1,
			ready: 0,
			requests: 3,
			throttled: 1,
			omitted_messages: 2,
			filtered_messages: 1,
			removed_patterns: 4,
			problem_percent: 37.5,
			reasons: [
				{ reason: 'no text.', count: 2, example_row: 5, example_unique_id: 'a' },
				{ reason: 'no ID.', count: 1, example_row: 6, example_unique_id: 'b' },
			],
		});
	});

	test('never rounds a single problem down to nothing', () => {
		const results = [...ingested(99_999), rejected('a', 'no text.')];
		expect(toSummaryRow(results, facts).problem_percent).toBe(0.01);
		expect(toSummaryRow([], facts).problem_percent).toBe(0);
	});

	test('lists 20 reasons at most', () => {
		const results = Array.from({ length: 30 }, (_, row) => rejected('a', `reason ${row}.`));
		expect(toSummaryRow(results, facts).reasons).toHaveLength(20);
	});
});
