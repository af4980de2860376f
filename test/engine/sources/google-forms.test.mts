import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import {
	afterDeletion,
	formatted,
	otherLocale,
	serial,
	sortable,
} from '../../fixtures/sources/google-forms.mts';
import { byHand, run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { runTwice } from './twice.mts';

const emulator = useEmulator();
const BERLIN = { timezone: 'Europe/Berlin' };

const MAPPED = {
	body: "={{ $json['What should we improve?'] }}",
	email: "={{ $json['Email Address'] }}",
	created_at: "={{ DateTime.fromFormat($json.Timestamp, 'M/d/yyyy H:mm:ss') }}",
};
const AS_IT_IS = { ...MAPPED, created_at: '={{ $json.Timestamp }}' };
const generated = (fields: Record<string, string>) => ({
	item: byHand(fields),
	options: { generateIds: true },
});

describe('Google Forms, through Google Sheets', () => {
	test('dates as the sheet shows them are read by their format, in the time zone of the workflow', async () => {
		const { result, stored } = await runTwice(emulator(), formatted, generated(MAPPED), BERLIN);

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual([
			{
				unique_id: expect.stringMatching(/^gen-[0-9a-f]{32}$/),
				body: 'Search finds nothing on mobile.',
				email: 'jane@example.com',
				created_at: '2026-03-15T09:30:00Z',
				conversation_parts: [],
			},
			{
				unique_id: expect.stringMatching(/^gen-[0-9a-f]{32}$/),
				body: 'Nothing, really',
				created_at: '2026-12-01T08:05:07Z',
				conversation_parts: [],
			},
		]);
	});

	test('a sheet with another time zone than the workflow names its own', async () => {
		const created_at =
			"={{ DateTime.fromFormat($json.Timestamp, 'M/d/yyyy H:mm:ss', { zone: 'America/New_York' }) }}";
		const { stored } = await runTwice(
			emulator(),
			formatted,
			generated({ ...MAPPED, created_at }),
			BERLIN,
		);

		expect(stored.map((item) => item.created_at)).toStrictEqual([
			'2026-03-15T14:30:00Z',
			'2026-12-01T14:05:07Z',
		]);
	});

	test('dates as the sheet shows them are not guessed', async () => {
		const result = await run(emulator(), formatted, generated(AS_IT_IS));

		expect(statuses(result)).toStrictEqual(['rejected', 'rejected']);
		expect(result.success[0]?.json.reason).toMatch(
			/^Row 1: "created_at" \(from {{ \$json.Timestamp }}\) is "3\/15\/2026 10:30:00", which cannot be read as a date/,
		);
		expect(emulator().store.items(SOURCE)).toStrictEqual([]);
	});

	test('dates in the format yyyy-mm-dd hh:mm:ss are read as they are', async () => {
		const { stored } = await runTwice(emulator(), sortable, generated(AS_IT_IS), BERLIN);

		expect(stored.map((item) => item.created_at)).toStrictEqual(['2026-03-15T09:30:00Z']);
	});

	test('serial numbers are not guessed, and the reason names the setting', async () => {
		const result = await run(emulator(), serial, generated(AS_IT_IS));

		expect(statuses(result)).toStrictEqual(['rejected', 'rejected']);
		expect(result.success[0]?.json.reason).toEqual(expect.stringContaining('46096.4375'));
		expect(result.success[0]?.json.reason).toEqual(expect.stringContaining('Google Sheets'));
	});

	test('a date of another locale than the format says is rejected', async () => {
		const result = await run(emulator(), otherLocale, generated(MAPPED));

		expect(statuses(result)).toStrictEqual(['rejected']);
		expect(result.success[0]?.json.reason).toContain('"created_at"');
		const created_at = "={{ DateTime.fromFormat($json.Timestamp, 'd/M/yyyy H:mm:ss') }}";
		const { stored } = await runTwice(
			emulator(),
			otherLocale,
			generated({ ...MAPPED, created_at }),
			BERLIN,
		);
		expect(stored.map((item) => item.created_at)).toStrictEqual(['2026-03-15T09:30:00Z']);
	});

	test('generated ids stay when rows move; with row numbers one response takes another over', async () => {
		await run(emulator(), formatted, generated(MAPPED));
		const before = emulator().store.items(SOURCE);
		await run(emulator(), afterDeletion, generated(MAPPED));
		expect(emulator().store.items(SOURCE)).toStrictEqual(before);

		emulator().reset();
		const byRowNumber = { item: byHand({ unique_id: '={{ $json.row_number }}', ...MAPPED }) };
		await run(emulator(), formatted, byRowNumber);
		await run(emulator(), afterDeletion, byRowNumber);
		expect(
			emulator()
				.store.items(SOURCE)
				.map(({ unique_id, body }) => [unique_id, body]),
		).toStrictEqual([
			['2', 'Nothing, really'],
			['3', 'Nothing, really'],
		]);
	});

	test('a response that was edited later is one item more, because its time is another', async () => {
		const [response] = formatted;
		await run(emulator(), [{ ...response }], generated(MAPPED));
		await run(emulator(), [{ ...response, Timestamp: '3/16/2026 8:00:00' }], generated(MAPPED));

		expect(
			emulator()
				.store.items(SOURCE)
				.map((item) => item.created_at),
		).toStrictEqual(['2026-03-15T10:30:00Z', '2026-03-16T08:00:00Z']);
	});
});
