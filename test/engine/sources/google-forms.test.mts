import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import {
	afterDeletion,
	formatted,
	items,
	otherLocale,
	serial,
	sortable,
} from '../../fixtures/sources/google-forms.mts';
import { run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters, remap } from './delivering.mts';

const emulator = useEmulator();
const NEW_YORK = { timezone: 'America/New_York' };
const BERLIN = { timezone: 'Europe/Berlin' };

const parameters = exampleParameters('google-forms-backfill');
const readBy = (dateFormat?: string) => ({
	...parameters,
	options: { generateIds: true, ...(dateFormat === undefined ? {} : { dateFormat }) },
});

describe('Google Forms, through Google Sheets', () => {
	test('dates as the sheet shows them are read by their format, in the time zone of the workflow', async () => {
		const { result, stored } = await deliverTwice(emulator(), formatted, parameters, NEW_YORK);

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual(items);
	});

	test('dates as the sheet shows them are not guessed', async () => {
		const result = await run(emulator(), formatted, readBy());

		expect(statuses(result)).toStrictEqual(['rejected', 'rejected']);
		expect(result.success[0]?.json.reason).toMatch(
			/^Row 1: Created At, from {{ \$json.Timestamp }}, is "3\/15\/2026 10:30:00", which cannot be read as a date/,
		);
		expect(emulator().store.items(SOURCE)).toStrictEqual([]);
	});

	test('dates in the format yyyy-mm-dd hh:mm:ss are read unchanged', async () => {
		const { stored } = await deliverTwice(emulator(), sortable, parameters, BERLIN);

		expect(stored.map((item) => item.created_at)).toStrictEqual(['2026-03-15T09:30:00Z']);
	});

	test('serial numbers are not guessed, and the reason names the setting', async () => {
		const result = await run(emulator(), serial, parameters);

		expect(statuses(result)).toStrictEqual(['rejected', 'rejected']);
		expect(result.success[0]?.json.reason).toEqual(expect.stringContaining('46096.4375'));
		expect(result.success[0]?.json.reason).toEqual(expect.stringContaining('Google Sheets'));
	});

	test('a date of another locale than the format says is rejected', async () => {
		const result = await run(emulator(), otherLocale, parameters);

		expect(statuses(result)).toStrictEqual(['rejected']);
		expect(result.success[0]?.json.reason).toMatch(
			/^Row 1: Created At, from {{ \$json.Timestamp }}, is "15\/03\/2026 10:30:00"/,
		);
		const british = readBy('d/M/yyyy H:mm:ss');
		const { stored } = await deliverTwice(emulator(), otherLocale, british, BERLIN);
		expect(stored.map((item) => item.created_at)).toStrictEqual(['2026-03-15T09:30:00Z']);
	});

	test('generated ids stay when rows move', async () => {
		await run(emulator(), formatted, parameters);
		const before = emulator().store.items(SOURCE);
		await run(emulator(), afterDeletion, parameters);

		expect(emulator().store.items(SOURCE)).toStrictEqual(before);
	});

	test('with row numbers as ids, one response takes over another when rows move', async () => {
		const byRowNumber = remap(parameters, 'item', { unique_id: '={{ $json.row_number }}' });
		await run(emulator(), formatted, byRowNumber);
		await run(emulator(), afterDeletion, byRowNumber);

		const stored = emulator().store.items(SOURCE);
		expect(stored.map(({ unique_id, body }) => [unique_id, body])).toStrictEqual([
			['2', 'Nothing, really'],
			['3', 'Nothing, really'],
		]);
	});

	test('a response that was edited later is one item more, because its time is another', async () => {
		const [response] = formatted;
		await run(emulator(), [{ ...response }], parameters);
		await run(emulator(), [{ ...response, Timestamp: '3/16/2026 8:00:00' }], parameters);

		const stored = emulator().store.items(SOURCE);
		expect(stored.map((item) => item.created_at)).toStrictEqual([
			'2026-03-15T10:30:00Z',
			'2026-03-16T08:00:00Z',
		]);
	});
});
