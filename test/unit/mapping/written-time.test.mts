import { describe, expect, test } from '@jest/globals';
import { Settings } from 'luxon';
import { isDateFormat } from '../../../nodes/AmplitudeAiFeedback/mapping/writtenTime.ts';
import { toUtc } from './support.mts';

/** A zone that is never UTC, so that a time with an offset of its own must not notice it. */
const ELSEWHERE = 'Asia/Kolkata';

describe('a time with an offset is read in the form of', () => {
	test.each([
		['RFC 2822', 'Sun, 15 Mar 2026 11:30:00 +0100'],
		['RFC 2822 with a comment', 'Sun, 15 Mar 2026 11:30:00 +0100 (CET)'],
		['RFC 2822 without weekday and seconds', '15 Mar 2026 10:30 GMT'],
		['RFC 2822 with two spaces', 'Sun,  15 Mar 2026 10:30:00 +0000'],
		['RFC 1123', 'Sun, 15 Mar 2026 10:30:00 GMT'],
		['RFC 1123 with UTC', 'Sun, 15 Mar 2026 10:30:00 UTC'],
		['RFC 850', 'Sunday, 15-Mar-26 10:30:00 GMT'],
		['Date.toString()', 'Sun Mar 15 2026 11:30:00 GMT+0100 (Central European Standard Time)'],
		['Date.toString() without a zone name', 'Sun Mar 15 2026 10:30:00 GMT+0000'],
		['Twitter', 'Sun Mar 15 10:30:00 +0000 2026'],
		['the command date', 'Sun Mar 15 10:30:00 UTC 2026'],
		['ISO 8601, basic', '20260315T103000Z'],
		['ISO 8601, basic with an offset', '20260315T113000+0100'],
		['ISO 8601, week', '2026-W11-7T10:30Z'],
		['ISO 8601, basic week', '2026W117T1030Z'],
		['ISO 8601, ordinal', '2026-074T10:30:00Z'],
		['ISO 8601, basic ordinal', '2026074T1030Z'],
		['ISO 8601 with a space and UTC', '2026-03-15 10:30:00 UTC'],
		['ISO 8601 with a space and GMT', '2026-03-15 10:30 GMT'],
		['Go', '2026-03-15 11:30:00 +0100 GMT'],
		['Java', '2026-03-15T11:30:00+01:00[Europe/Berlin]'],
		['Java without an offset', '2026-03-15T11:30:00[Europe/Berlin]'],
		['ISO 8601 with a true minus sign', '2026-03-15T07:00:00\u221203:30'],
		['.NET', '/Date(1773570600000)/'],
		['.NET with an offset', '/Date(1773570600000+0100)/'],
		['.NET with escaped slashes', '\\/Date(1773570600000)\\/'],
		['a year first, with slashes', '2026/03/15 10:30:00 UTC'],
	])('%s: %s', (_name, text) => {
		expect(toUtc(text, ELSEWHERE)).toBe('2026-03-15T10:30:00Z');
	});

	test('ISO 8601, to the hour', () => {
		expect(toUtc('2026-03-15T10Z', ELSEWHERE)).toBe('2026-03-15T10:00:00Z');
		expect(toUtc('2026-03-15T10+02', ELSEWHERE)).toBe('2026-03-15T08:00:00Z');
	});

	test('ISO 8601, at the end of a day', () => {
		expect(toUtc('2026-03-15T24:00:00Z', ELSEWHERE)).toBe('2026-03-16T00:00:00Z');
	});

	test('.NET before 1970, but not its empty date', () => {
		expect(toUtc('/Date(-1000)/', ELSEWHERE)).toBe('1969-12-31T23:59:59Z');
		expect(toUtc('/Date(-62135596800000)/', ELSEWHERE)).toBeUndefined();
	});
});

describe('a time without an offset is in the time zone of the workflow:', () => {
	test.each([
		['2026-03-15T16', '2026-03-15T10:30:00Z'],
		['20260315', '2026-03-14T18:30:00Z'],
		['2026-W11-7', '2026-03-14T18:30:00Z'],
		['2026-074', '2026-03-14T18:30:00Z'],
		['2026/03/15 16:00', '2026-03-15T10:30:00Z'],
		['2026.03.15', '2026-03-14T18:30:00Z'],
		['15 Mar 2026 16:00', '2026-03-15T10:30:00Z'],
		['15-Mar-2026 16:00:00', '2026-03-15T10:30:00Z'],
		['March 15, 2026', '2026-03-14T18:30:00Z'],
		['Mar 15, 2026, 4:00 PM', '2026-03-15T10:30:00Z'],
		['Sunday, March 15, 2026 4:00pm', '2026-03-15T10:30:00Z'],
		['Sun Mar 15 2026', '2026-03-14T18:30:00Z'],
	])('%s is %s', (text, utc) => {
		expect(toUtc(text, ELSEWHERE)).toBe(utc);
	});

	test('a number such as 20260315 is the date too', () => {
		expect(toUtc(20_260_315, ELSEWHERE)).toBe('2026-03-14T18:30:00Z');
	});
});

describe('a date format', () => {
	test.each([
		['15/03/2026', 'dd/MM/yyyy', '2026-03-14T18:30:00Z'],
		['03/04/2026 16:00', 'dd/MM/yyyy HH:mm', '2026-04-03T10:30:00Z'],
		['3/4/2026 4:00 pm', 'M/d/yyyy h:mm a', '2026-03-04T10:30:00Z'],
		['15/03/2026 11:30 +01:00', 'dd/MM/yyyy HH:mm ZZ', '2026-03-15T10:30:00Z'],
		[20_260_315_160_000, 'yyyyMMddHHmmss', '2026-03-15T10:30:00Z'],
		[' 202603151600 ', 'yyyyMMddHHmm', '2026-03-15T10:30:00Z'],
		['16/03/26', 'dd/MM/yyyy', undefined],
		['31/02/2026', 'dd/MM/yyyy', undefined],
		['15/03/2026', 'no such format', undefined],
		// Luxon throws for it.
		['2026 074 03', 'yyyy ooo MM', undefined],
	])('reads %p by %p', (value, format, utc) => {
		expect(toUtc(value, ELSEWHERE, format)).toBe(utc);
	});

	test('does not change how other times are read', () => {
		for (const format of ['dd/MM/yyyy HH:mm', 'yyyy-dd-MM']) {
			expect(toUtc('2026-03-04', 'UTC', format)).toBe('2026-03-04T00:00:00Z');
			expect(toUtc(1_773_570_600, 'UTC', format)).toBe('2026-03-15T10:30:00Z');
			expect(toUtc('Sun, 15 Mar 2026 11:30:00 +0100', 'UTC', format)).toBe('2026-03-15T10:30:00Z');
		}
	});

	test('decides about digits that are an epoch as well', () => {
		expect(toUtc('1003151030', 'UTC')).toBe('2001-10-15T13:03:50Z');
		expect(toUtc('1003151030', 'UTC', 'yyMMddHHmm')).toBe('2010-03-15T10:30:00Z');
	});
});

test.each([
	['dd/MM/yyyy', true],
	['M/d/yy h:mm a', true],
	['d MMM yyyy', true],
	["kkkk-'W'WW-c", true],
	// Luxon would fill in today's date, or January.
	['HH:mm', false],
	['dd/MM', false],
	["dd 'März' yyyy", false],
	['DD/MM/YYYY', false],
	['yyyy ooo MM', false],
	['no such format', false],
])('whether %p names a day: %p', (format, isComplete) => {
	expect(isDateFormat(format)).toBe(isComplete);
});

describe('a local time that clocks show twice', () => {
	test.each([
		['27.10.2024 02:30', 'dd.MM.yyyy HH:mm'],
		['2024-W43-7T0230', ''],
		['27 Oct 2024 02:30', ''],
	])('is the first of them, in summer and in winter: %s', (text, format) => {
		const { now } = Settings;
		try {
			for (const today of ['2026-01-15', '2026-07-15']) {
				Settings.now = () => Date.parse(today);
				expect(toUtc(text, 'Europe/Berlin', format)).toBe('2024-10-27T00:30:00Z');
			}
		} finally {
			Settings.now = now;
		}
	});

	test('is the second where the text gives its offset', () => {
		const format = 'dd.MM.yyyy HH:mm ZZ';
		expect(toUtc('27.10.2024 02:30 +01:00', 'Europe/Berlin', format)).toBe('2024-10-27T01:30:00Z');
	});
});
