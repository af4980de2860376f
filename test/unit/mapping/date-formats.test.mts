import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { possibleFormats } from '../../../nodes/AmplitudeAiFeedback/mapping/dateFormats.ts';

test.each([
	['15/03/2026', ['dd/MM/yyyy']],
	['03/15/2026', ['MM/dd/yyyy']],
	['03/04/2026', ['dd/MM/yyyy', 'MM/dd/yyyy']],
	['3/4/2026', ['d/M/yyyy', 'M/d/yyyy']],
	['15.03.2026 10:30', ['dd.MM.yyyy HH:mm']],
	['3/15/2026 10:30:00', ['M/d/yyyy H:mm:ss']],
	['3/15/2026 08:30', ['M/d/yyyy HH:mm']],
	['3/15/2026, 4:05 PM', ['M/d/yyyy, h:mm a']],
	['15-03-2026T10:30', ["dd-MM-yyyy'T'HH:mm"]],
	['2026-03-15 10:30 PM', ['yyyy-MM-dd hh:mm a']],
	['2026-3-5', ['yyyy-M-d']],
	['15/03/26', ['dd/MM/yy', 'yy/MM/dd']],
	['15 March 2026', ['dd MMMM yyyy']],
	['20260315103000', ['yyyyMMddHHmmss']],
	['202603151030', ['yyyyMMddHHmm']],
	['2026031510', ['yyyyMMddHH']],
	['2603151030', ['yyMMddHHmm', 'ddMMyyHHmm']],
	['15032026', ['ddMMyyyy']],
	['30/02/2026', []],
	['2026-02-30', []],
	['15/13/2026', []],
	['15/03/2026 25:00', []],
	['15/03-2026', []],
	['yesterday', []],
	['', []],
	['9'.repeat(100_000), []],
])('%p can have the formats %p', (text, formats) => {
	expect(possibleFormats(text)).toStrictEqual(formats);
});

test('the format of a date is among those that its text can have, and each of them reads the text', () => {
	const format = fc.constantFrom(
		'dd/MM/yyyy',
		'M/d/yyyy H:mm',
		'd.M.yyyy HH:mm:ss',
		'MM-dd-yy h:mm a',
		'MMM d, yyyy',
		'yyyyMMddHHmm',
	);
	const moment = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2026, 0) });
	fc.assert(
		fc.property(moment, format, (milliseconds, given) => {
			const text = DateTime.fromMillis(milliseconds, { zone: 'utc', locale: 'en-US' }).toFormat(
				given,
			);
			const read = (one: string) =>
				DateTime.fromFormat(text, one, { zone: 'utc', locale: 'en-US' }).toMillis();
			const moments = possibleFormats(text).map(read);
			expect(moments).toContain(read(given));
			expect(moments.filter(Number.isNaN)).toStrictEqual([]);
		}),
	);
});
