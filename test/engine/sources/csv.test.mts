import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import {
	items,
	rows,
	rowsBehindMark,
	rowsOfApiNames,
	rowsWithEmptyCells,
} from '../../fixtures/sources/csv.mts';
import { automatic, run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters } from './delivering.mts';

const emulator = useEmulator();
const parameters = exampleParameters('csv-backfill');

describe('CSV files', () => {
	test.each([
		['without a key', rows],
		['as empty text', rowsWithEmptyCells],
	])('empty cells %s are left out, and ids keep their digits', async (_name, file) => {
		const { result, stored } = await deliverTwice(emulator(), file, parameters, {
			timezone: 'America/New_York',
		});

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested', 'ingested', 'rejected']);
		expect(result.success[3]?.json).toMatchObject({
			unique_id: '30000000000000000002',
			reason: expect.stringMatching(
				/^Row 4: Created At, from {{ \$json.posted }}, is "17\.03\.2026", which cannot be read as a date/,
			),
		});
		expect(stored).toStrictEqual(items);
	});

	test('a column of dates in one other form is read by that form', async () => {
		const { stored } = await deliverTwice(
			emulator(),
			rows.slice(3),
			{ ...parameters, options: { dateFormat: 'dd.MM.yyyy' } },
			{ timezone: 'Europe/Berlin' },
		);

		expect(stored.map((item) => item.created_at)).toStrictEqual(['2026-03-16T23:00:00Z']);
	});

	test('columns of the API names need no mapping', async () => {
		const { result, stored } = await deliverTwice(emulator(), rowsOfApiNames, {
			item: automatic(),
		});

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
		const result = await run(emulator(), rowsBehindMark, parameters);

		expect(statuses(result)).toStrictEqual(['rejected']);
		expect(result.success[0]?.json.reason).toContain(
			'Unique ID, from {{ $json.id }}, has no value in this row',
		);
		expect(emulator().store.items(SOURCE)).toStrictEqual([]);
	});
});
