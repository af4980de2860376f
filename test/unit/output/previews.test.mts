import { describe, expect, test } from '@jest/globals';
import {
	describePreviews,
	type PreviewFacts,
} from '../../../nodes/AmplitudeAiFeedback/output/messages/previews.ts';
import type { RowResult } from '../../../nodes/AmplitudeAiFeedback/output/rowResult.ts';
import { atOnce } from '../../../tools/shared/at-once.mts';

const facts: PreviewFacts = { textFormat: 'unchanged', redact: [], timeZone: 'Europe/Berlin' };
const complete = { body: 'Fine', email: 'jane@example.com', created_at: '2026-03-15T10:30:00Z' };

/** Describes rows that would be sent, each complete but for these values. */
function described(changes: object[], more: Partial<PreviewFacts> = {}): string[] {
	const results = changes.map((change, row): RowResult => {
		const created_at = `2026-03-15T10:30:0${row}Z`;
		const preview = { unique_id: `${row}`, ...complete, created_at, ...change };
		return { status: 'ready', uniqueId: `${row}`, preview };
	});
	return atOnce(describePreviews(results, { ...facts, ...more }));
}

describe('what is unusual in a dry run', () => {
	test('is nothing where rows are complete, or where there are none', () => {
		expect(described([{}, {}])).toEqual([]);
		expect(described([])).toEqual([]);
		expect(atOnce(describePreviews([{ status: 'ingested', uniqueId: 'a' }], facts))).toEqual([]);
	});

	test('is how many rows have no e-mail address or no time', () => {
		expect(described([{ email: undefined }, {}, { created_at: undefined }])).toEqual([
			'1 of 3 rows have no Email.',
			'1 of 3 rows have no Created At.',
		]);
	});

	test('is a time that all rows share', () => {
		const created_at = '2026-03-15T10:30:00Z';
		expect(described([{ created_at }, { created_at }])).toEqual([
			'All rows have the same Created At, 2026-03-15T10:30:00Z.',
		]);
		expect(described([{ created_at }])).toEqual([]);
	});

	test('is a time without an offset, and the zone in which it is read', () => {
		expect(described([{}], { localTime: '2026-03-15 10:30' })).toEqual([
			'Times without an offset, such as "2026-03-15 10:30", are read in the time zone of the workflow, Europe/Berlin.',
		]);
	});

	test('is HTML in an item or a message, unless it becomes plain text', () => {
		const rows = [
			{ body: '<p>Fine</p>' },
			{ conversation_parts: [{ unique_id: 'm', body: 'Fine<br>' }] },
			{ body: 'a < b' },
		];
		expect(described(rows)).toEqual([
			'2 of 3 rows have texts that look like HTML: see the option "Text Format".',
		]);
		expect(described(rows, { textFormat: 'plainText' })).toEqual([]);
	});

	test('is a card number, unless it is removed', () => {
		const rows = [
			{ body: 'My card is 4111 1111 1111 1111.' },
			{ body: 'Order 4111 1111 1111 1112' },
		];
		expect(described(rows)).toEqual([
			'1 of 2 rows have card numbers in texts: see the option "Remove Patterns".',
		]);
		expect(described(rows, { redact: ['card'] })).toEqual([]);
	});
});
