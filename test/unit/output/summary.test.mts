import { describe, expect, test } from '@jest/globals';
import type { RowResult, Status } from '../../../nodes/AmplitudeAiFeedback/output/rowResult.ts';
import { type RunFacts, summarise } from '../../../nodes/AmplitudeAiFeedback/output/summary.ts';

/** Makes rows: this many of each status. */
function rowsOf(amounts: Partial<Record<Status, number>>): RowResult[] {
	return Object.entries(amounts).flatMap(([status, amount]) =>
		Array.from({ length: amount }, () => ({
			status: status as Status,
			uniqueId: 'x',
			reason: 'because.',
		})),
	);
}

const facts: RunFacts = {
	requests: 401,
	throttled: 0,
	omittedMessages: 0,
	filteredMessages: 0,
	removedPatterns: 0,
	filteredBy: 'filter',
	additionalFields: [],
	counts: { accepted: 2, ingested: 2 },
	dryRun: false,
};

describe('the summary of a run', () => {
	test('is not there where every row was ingested', () => {
		expect(summarise(rowsOf({ ingested: 3 }), facts)).toBeUndefined();
		expect(summarise([], { ...facts, dryRun: true })).toBeUndefined();
	});

	test('counts the rows of each other status, and gives the first reason', () => {
		expect(summarise(rowsOf({ ingested: 39_998, rejected: 2 }), facts)).toBe(
			'39,998 of 40,000 rows ingested in 401 requests; 2 rejected. Row 39999: because.',
		);
		expect(summarise(rowsOf({ skipped: 1, unsent: 2, unknown: 3, partial: 4 }), facts)).toBe(
			'0 of 10 rows ingested in 401 requests; 4 partial; 3 unknown; 2 unsent; 1 skipped. Row 2: because.',
		);
	});

	test('suspects the Source ID where the API refuses every row in the same words', () => {
		const rejected = rowsOf({ rejected: 2 }).map((row) => ({ ...row, attempts: 1 }));
		expect(summarise(rejected, facts)).toMatch(/the Source ID may be wrong\.$/);
		const other = [rejected[0]!, { ...rejected[1]!, reason: 'another.' }];
		expect(summarise(other, facts)).not.toMatch(/Source ID/);
		expect(summarise(rowsOf({ rejected: 2 }), facts)).not.toMatch(/Source ID/);
	});

	test('names additional fields first where the API refuses every row', () => {
		const more = { ...facts, requests: 3, additionalFields: ['rating', 'plan'] };
		const rejected = rowsOf({ rejected: 2 }).map((row) => ({ ...row, attempts: 1 }));
		const said = '0 of 2 rows ingested in 3 requests; 2 rejected. Row 1: because.';
		expect(summarise(rejected, more)).toBe(
			`Amplitude does not document the additional fields "rating", "plan": remove them first, and try again. ${said}`,
		);
		const unsent = rowsOf({ rejected: 2 });
		expect(summarise(unsent, more)).toBe(said);
	});

	test('gives no reason for rows without text', () => {
		expect(summarise(rowsOf({ ingested: 1, skipped: 2 }), facts)).toBe(
			'1 of 3 rows ingested in 401 requests; 2 skipped.',
		);
	});

	test.each<[Partial<RunFacts>, string]>([
		[{ throttled: 3 }, 'Amplitude asked to slow down 3 times'],
		[{ omittedMessages: 1 }, '1 message without text left out'],
		[{ removedPatterns: 2 }, '2 patterns removed from texts'],
		[{ filteredMessages: 2 }, '2 messages left out by the filter'],
		[{ filteredMessages: 1, filteredBy: 'format' }, '1 message left out by the format'],
		[{ counts: { accepted: 2, ingested: 1 } }, 'Amplitude itself counted 1 for 2 accepted items'],
	])('says, though every row was ingested, what else there is to know: %j', (more, clause) => {
		expect(summarise(rowsOf({ ingested: 2 }), { ...facts, ...more })).toBe(
			`2 of 2 rows ingested in 401 requests; ${clause}.`,
		);
	});

	test('of a dry run is always there', () => {
		expect(summarise(rowsOf({ ready: 2 }), { ...facts, requests: 1, dryRun: true })).toBe(
			'Dry run, nothing was sent: 2 of 2 rows would be sent in 1 request.',
		);
	});
});
