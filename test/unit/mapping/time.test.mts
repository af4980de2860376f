import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { runInNewContext } from 'node:vm';
import { anyTime, NOW, time, toUtc, zone } from './support.mts';

/** A zone that is never UTC, so that a time with an offset of its own must not notice it. */
const ELSEWHERE = 'Asia/Kolkata';
const FIRST_EPOCH = Date.UTC(2000, 0);
/** Tomorrow. */
const PAST_LAST_EPOCH = NOW + 24 * 3_600_000;
const API_FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/;

const moment = fc.integer({ min: FIRST_EPOCH, max: PAST_LAST_EPOCH - 1 });

/** A moment as ISO 8601 text on a clock that is so many minutes ahead of UTC. */
function isoAt(milliseconds: number, minutesAhead: number, separator: string, colon: string) {
	const local = new Date(milliseconds + minutesAhead * 60_000).toISOString().slice(0, -1);
	const minutes = Math.abs(minutesAhead);
	const digits = [Math.floor(minutes / 60), minutes % 60].map((n) => String(n).padStart(2, '0'));
	const sign = minutesAhead < 0 ? '-' : '+';
	return `${local.replace('T', separator)}${sign}${digits.join(colon)}`;
}

describe('ISO 8601 text with an offset', () => {
	test.each([
		['2026-03-15T10:30:00Z', '2026-03-15T10:30:00Z'],
		['2026-03-15t10:30:00z', '2026-03-15T10:30:00Z'],
		['2026-03-15 10:30:00Z', '2026-03-15T10:30:00Z'],
		['2026-03-15 10:30:00 +02:00', '2026-03-15T08:30:00Z'],
		['2026-03-15T10:30Z', '2026-03-15T10:30:00Z'],
		['2026-03-15T10:30:00.5Z', '2026-03-15T10:30:00.500Z'],
		['2026-03-15T10:30:00,25Z', '2026-03-15T10:30:00.250Z'],
		['2026-03-15T10:30:00.000Z', '2026-03-15T10:30:00Z'],
		['2026-03-15T10:30:00+02:00', '2026-03-15T08:30:00Z'],
		['2026-03-15T10:30:00-0330', '2026-03-15T14:00:00Z'],
		['2026-03-15T10:30:00+14', '2026-03-14T20:30:00Z'],
		['2026-03-15T10:30:00-00:00', '2026-03-15T10:30:00Z'],
		['\n 2026-03-15T10:30:00Z \t', '2026-03-15T10:30:00Z'],
	])('%j is sent as %s', (text, utc) => {
		expect(toUtc(text, ELSEWHERE)).toBe(utc);
	});

	test('is cut after milliseconds, never rounded into the next second', () => {
		const nines = '9'.repeat(30);
		expect(toUtc('2026-03-15T10:30:00.123456789Z', ELSEWHERE)).toBe('2026-03-15T10:30:00.123Z');
		expect(toUtc(`2026-12-31T23:59:59.${nines}Z`, ELSEWHERE)).toBe('2026-12-31T23:59:59.999Z');
		expect(toUtc(`2026-03-15T10:30:00.000${nines}Z`, ELSEWHERE)).toBe('2026-03-15T10:30:00Z');
	});

	test('is sent as the same moment, whatever its offset', () => {
		const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
		const separator = fc.constantFrom('T', 't', ' ');
		const colon = fc.constantFrom(':', '');
		fc.assert(
			fc.property(moment, offset, separator, colon, (time, minutes, between, within) => {
				const utc = toUtc(isoAt(time, minutes, between, within), ELSEWHERE);
				expect(utc).toMatch(API_FORM);
				expect(Date.parse(utc ?? '')).toBe(time);
			}),
		);
	});
});

describe('epochs', () => {
	test.each([
		[1_773_570_600, '2026-03-15T10:30:00Z'],
		['1773570600', '2026-03-15T10:30:00Z'],
		[1_773_570_600_123, '2026-03-15T10:30:00.123Z'],
		['1773570600123', '2026-03-15T10:30:00.123Z'],
		[1_773_570_600.5, '2026-03-15T10:30:00.500Z'],
		[1_773_570_600_123.4, '2026-03-15T10:30:00.123Z'],
		[' 1773570600 ', '2026-03-15T10:30:00Z'],
		// Slack's `ts`: seconds, and a counter behind the point that makes it unique in the channel.
		['1773570600.000247', '2026-03-15T10:30:00Z'],
		['1773570600.123456', '2026-03-15T10:30:00.123Z'],
		['1773570600123456', '2026-03-15T10:30:00.123Z'],
		['1773570600123456789', '2026-03-15T10:30:00.123Z'],
		// How spreadsheets write a large number.
		['1.7735706E9', '2026-03-15T10:30:00Z'],
		['1.7735706e+12', '2026-03-15T10:30:00Z'],
	])('%p is sent as %s', (epoch, utc) => {
		expect(toUtc(epoch, ELSEWHERE)).toBe(utc);
	});

	test.each([1, 1e3, 1e6, 1e9])(
		'are read from the year 2000 to tomorrow, in units of which a second has %p',
		(unit) => {
			expect(toUtc((FIRST_EPOCH / 1000) * unit, ELSEWHERE)).toBe('2000-01-01T00:00:00Z');
			expect(toUtc((PAST_LAST_EPOCH / 1000 - 1) * unit, ELSEWHERE)).toBe('2026-06-01T23:59:59Z');
		},
	);

	test('name the same moment in any unit, as number and as digits', () => {
		fc.assert(
			fc.property(moment, (time) => {
				const seconds = Math.floor(time / 1000);
				for (const epoch of [time, String(time), `${time}000`, `${time}000000`]) {
					expect(Date.parse(toUtc(epoch, ELSEWHERE) ?? '')).toBe(time);
				}
				for (const epoch of [seconds, String(seconds), `${seconds}.000001`]) {
					expect(Date.parse(toUtc(epoch, ELSEWHERE) ?? '')).toBe(seconds * 1000);
				}
			}),
		);
	});
});

describe('date objects', () => {
	test('a Date is sent as its moment', () => {
		expect(toUtc(new Date(Date.UTC(2026, 2, 15, 10, 30)), ELSEWHERE)).toBe('2026-03-15T10:30:00Z');
	});

	test('a Date before 2000 is sent, unlike a number as small', () => {
		expect(toUtc(new Date(0), ELSEWHERE)).toBe('1970-01-01T00:00:00Z');
	});

	test('a Date of another realm, as expressions and the Code node give it, is sent as its moment', () => {
		const foreign: unknown = runInNewContext('new Date(1773570600000)');
		expect(foreign).not.toBeInstanceOf(Date);
		expect(toUtc(foreign, ELSEWHERE)).toBe('2026-03-15T10:30:00Z');
	});

	test('a Luxon DateTime is sent as its moment, whatever its own zone', () => {
		const options = { zone: 'America/New_York' };
		const dateTime = DateTime.fromISO('2026-03-15T06:30:00.250', options);
		expect(toUtc(dateTime, ELSEWHERE)).toBe('2026-03-15T10:30:00.250Z');
	});

	test.each([
		['{seconds}, as text and with nanoseconds', { seconds: '1773570600', nanos: 250_999_999 }],
		['{_seconds}', { _seconds: 1_773_570_600, _nanoseconds: 250_000_000 }],
		['{$date} with text', { $date: '2026-03-15T10:30:00.250Z' }],
		['{$date} with a number', { $date: 1_773_570_600_250 }],
		['{$date} with a long number', { $date: { $numberLong: '1773570600250' } }],
		['the plain copy of a Luxon DateTime', { isLuxonDateTime: true, ts: 1_773_570_600_250 }],
	])("a database's time is read: %s", (_name, value) => {
		expect(toUtc(value, ELSEWHERE)).toBe('2026-03-15T10:30:00.250Z');
	});

	test('an invalid Date or DateTime is refused', () => {
		expect(toUtc(new Date('never'), ELSEWHERE)).toBeUndefined();
		expect(toUtc(DateTime.invalid('never'), ELSEWHERE)).toBeUndefined();
	});
});

describe('any time in a form that is read', () => {
	test('is sent in the form of the API', () => {
		fc.assert(
			fc.property(time, zone, (value, timeZone) => {
				expect(toUtc(value, timeZone)).toMatch(API_FORM);
			}),
			{ numRuns: 1000 },
		);
	});

	test('is sent as itself when it is read again, in any time zone', () => {
		const readable = fc
			.oneof(anyTime, fc.date(), fc.double(), fc.string(), fc.anything())
			.chain((value) => zone.map((timeZone) => toUtc(value, timeZone)))
			.filter((utc) => utc !== undefined);
		fc.assert(
			fc.property(readable, zone, (utc, timeZone) => {
				expect(utc).toMatch(API_FORM);
				expect(toUtc(utc, timeZone)).toBe(utc);
			}),
			{ numRuns: 1000 },
		);
	});
});
