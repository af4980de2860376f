import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NOW, toUtc } from './support.mts';

const DAY = 24 * 3_600_000;

describe('what cannot be read as a time is refused, not guessed', () => {
	test.each([
		// 15 March 2026 as the day number of a spreadsheet, and the largest of them.
		46_096,
		'46096',
		46_096.4375,
		2_958_465,
		0,
		// Before the year 2000, and after tomorrow.
		Date.UTC(2000, 0) / 1000 - 1,
		(NOW + DAY) / 1000,
		Date.UTC(2000, 0) - 1,
		NOW + DAY,
		(NOW + DAY) * 1e3,
		(NOW + DAY) * 1e6,
		// The digits of a date are not an epoch.
		20_260_315_103_000,
		'20260315103000',
		'202603151030',
		202_603_151_030,
		'2026031510',
		'2603151030',
		'15032026',
		'20261503',
		2_026_074,
		-1_773_570_600,
		'-1773570600',
		NaN,
		Infinity,
		-Infinity,
		Number.MAX_VALUE,
	])('the number %p', (value) => {
		expect(toUtc(value, 'UTC')).toBeUndefined();
	});

	test.each([
		'2026-02-29',
		'2026-02-30T10:00:00Z',
		'2026-04-31',
		'1900-02-29',
		'2026-00-10',
		'2026-13-01',
		'2026-01-00',
		'2026-01-32',
		'2026-01-01T24:00:01Z',
		'2026-W54-1',
		'2026-366',
		'2026-02-30T10',
		'Mon, 15 Mar 2026 10:30:00 GMT',
		'Sun, 30 Feb 2026 10:30:00 GMT',
		'30 February 2026',
		'2026-01-01T23:60:00Z',
		'2026-01-01T12:60:00Z',
		'2026-01-01T12:30:60Z',
		'2026-01-01T23:59:60Z',
		'2026-01-01T23:59:60.5Z',
	])('%s, which no calendar or clock shows', (value) => {
		expect(toUtc(value, 'UTC')).toBeUndefined();
	});

	test.each(['+24:00', '+25:00', '-99:99', '+05:60', '+9999'])('the offset %s', (offset) => {
		expect(toUtc(`2026-01-01T12:00:00${offset}`, 'UTC')).toBeUndefined();
		expect(toUtc(`20260101T12${offset}`, 'UTC')).toBeUndefined();
		const rfc2822 = `Thu, 1 Jan 2026 12:00:00 ${offset.replace(':', '')}`;
		expect(toUtc(rfc2822, 'UTC')).toBeUndefined();
	});

	test.each([
		'yesterday',
		'2026',
		'2026-03',
		'2026-3-5',
		'2026-03-15T',
		'2026-W11',
		'T10:30',
		'2026-03-15Z',
		'2026-03-15T10:30:00.Z',
		'2026-03-15T10:30:00+2',
		'2026-03-15T10:30:00Z and more',
		'on 2026-03-15T10:30:00Z',
		'2026-03-15T10:30:00Z\n2026-03-15T10:30:00Z',
		'15.03.2026',
		'03/15/2026 10:30',
		'15 März 2026',
		'15 Mar',
		'2026-03-15 10:30 PM',
		'2026-03-15T10:30:00[Europe/Nowhere]',
		'/Date(yesterday)/',
		'4.6e4',
		'0x69b68a28',
		'1773570600.',
		'1 773 570 600',
		'NaN',
		'',
		'   ',
	])('the text %j', (value) => {
		expect(toUtc(value, 'UTC')).toBeUndefined();
	});

	test.each([
		[true],
		[{}],
		[[]],
		[['2026-03-15T10:30:00Z']],
		[{ iso: '2026-03-15T10:30:00Z' }],
		[{ toMillis: 1_773_570_600_000 }],
		// A duration.
		[{ seconds: 12 }],
		[{ minutes: 1, seconds: 30 }],
		[{ seconds: 'soon' }],
		[{ seconds: 1_773_570_600, nanos: 'x' }],
		[{ $date: {} }],
		[{ $date: { $numberLong: '' } }],
		[{ $date: 'yesterday' }],
		[{ $date: { $date: '2026-03-15T10:30:00Z' } }],
		[() => 1_773_570_600_000],
		[Symbol('2026-03-15')],
	])('the value %p', (value) => {
		expect(toUtc(value, 'UTC')).toBeUndefined();
	});

	test('an object whose toMillis does not return a moment', () => {
		for (const millis of [NaN, Infinity, -Infinity, 8.64e15 + 1]) {
			expect(toUtc({ toMillis: () => millis }, 'UTC')).toBeUndefined();
		}
	});

	test('a moment whose year does not have four digits in UTC, because the API shows no such time', () => {
		expect(toUtc(new Date(Date.UTC(10_000, 0, 1)), 'UTC')).toBeUndefined();
		expect(toUtc(new Date(Date.UTC(-1, 0, 1)), 'UTC')).toBeUndefined();
		expect(toUtc('9999-12-31T23:00:00-05:00', 'UTC')).toBeUndefined();
	});

	// .NET writes its empty date like this. `Date.UTC` reads the years 0 to 99 as 1900 to 1999.
	test('the year 1, which would become 1901', () => {
		expect(toUtc('0001-01-01T00:00:00Z', 'UTC')).toBeUndefined();
	});

	test('every day that a month does not have', () => {
		const yearAndMonth = fc.tuple(
			fc.integer({ min: 1000, max: 9999 }),
			fc.integer({ min: 1, max: 12 }),
		);
		fc.assert(
			fc.property(yearAndMonth, fc.integer({ min: 1, max: 31 }), ([year, month], day) => {
				const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
				const text = [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
				expect(toUtc(text, 'UTC')).toBe(day <= days ? `${text}T00:00:00Z` : undefined);
			}),
			{ numRuns: 1000 },
		);
	});
});
