import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import {
	rows,
	rowsBehindMark,
	rowsOfApiNames,
	rowsWithEmptyCells,
} from '../../fixtures/sources/csv.mts';
import { automatic, byHand, run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { runTwice } from './twice.mts';

const emulator = useEmulator();
const BERLIN = { timezone: 'Europe/Berlin' };

const ITEM = byHand({
	unique_id: '={{ $json.id }}',
	body: '={{ $json.comment }}',
	author: '={{ $json.name }}',
	created_at: '={{ $json.posted }}',
});

describe('CSV files', () => {
	test.each([
		['without a key', rows],
		['as empty text', rowsWithEmptyCells],
	])('empty cells %s are left out, and ids keep their digits', async (_name, file) => {
		const { result, stored } = await runTwice(emulator(), file, { item: ITEM }, BERLIN);

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested', 'ingested', 'rejected']);
		expect(result.success[3]?.json).toMatchObject({
			unique_id: '30000000000000000002',
			reason: expect.stringMatching(
				/^Row 4: "created_at" \(from {{ \$json.posted }}\) is "17\.03\.2026", which cannot be read as a date/,
			),
		});
		expect(stored).toStrictEqual([
			{
				unique_id: '12345678901234567890',
				body: 'Search finds nothing.\r\n"Really", nothing!',
				author: 'Jane Doe',
				created_at: '2026-03-15T10:30:00Z',
				conversation_parts: [],
			},
			{
				unique_id: '00012345678901234567',
				body: 'Works fine',
				created_at: '2026-03-16T07:00:00Z',
				conversation_parts: [],
			},
			{ unique_id: '30000000000000000001', body: 'Nice', conversation_parts: [] },
		]);
	});

	test('a column of dates in one other form is read by that form', async () => {
		const { stored } = await runTwice(
			emulator(),
			rows.slice(3),
			{
				item: byHand({
					unique_id: '={{ $json.id }}',
					body: '={{ $json.comment }}',
					created_at: "={{ DateTime.fromFormat($json.posted, 'dd.MM.yyyy') }}",
				}),
			},
			BERLIN,
		);

		expect(stored.map((item) => item.created_at)).toStrictEqual(['2026-03-16T23:00:00Z']);
	});

	test('columns of the API names need no mapping', async () => {
		const { result, stored } = await runTwice(emulator(), rowsOfApiNames, { item: automatic() });

		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(stored).toStrictEqual([
			{
				unique_id: '12345678901234567890',
				body: 'Works fine',
				email: 'jane@example.com',
				created_at: '2026-03-15T10:30:00Z',
				conversation_parts: [],
			},
		]);
	});

	test('a byte order mark hides the first column', async () => {
		const result = await run(emulator(), rowsBehindMark, { item: ITEM });

		expect(statuses(result)).toStrictEqual(['rejected']);
		expect(result.success[0]?.json.reason).toContain('the item has no "unique_id"');
		expect(emulator().store.items(SOURCE)).toStrictEqual([]);
	});
});
