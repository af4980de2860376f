import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { toUtc } from './support.mts';

/** East and west of UTC, with and without summer time, with offsets and changes of half an hour. */
const ZONES = [
	'UTC',
	'America/New_York',
	'America/Sao_Paulo',
	'America/St_Johns',
	'Europe/Berlin',
	'Africa/Casablanca',
	'Asia/Kolkata',
	'Asia/Beirut',
	'Australia/Lord_Howe',
	'Pacific/Chatham',
	'Pacific/Apia',
];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LOCAL = "yyyy-MM-dd'T'HH:mm:ss.SSS";

function localText(moment: number, zone: string): string {
	return DateTime.fromMillis(moment, { zone }).toFormat(LOCAL);
}

/** The hours from 2010 to 2026 at the end of which a zone's clocks have changed. */
function clockChanges(zone: string): number[] {
	const rules = IANAZone.create(zone);
	const hours: number[] = [];
	for (let day = Date.UTC(2010, 0); day < Date.UTC(2026, 0); day += DAY) {
		if (rules.offset(day) === rules.offset(day + DAY)) continue;
		let hour = day;
		while (rules.offset(hour + HOUR) === rules.offset(day)) hour += HOUR;
		hours.push(hour);
	}
	return hours;
}

describe('ISO 8601 text without an offset', () => {
	test.each([
		['2026-01-15T10:30:00', 'Europe/Berlin', '2026-01-15T09:30:00Z'],
		['2026-07-15T10:30:00', 'Europe/Berlin', '2026-07-15T08:30:00Z'],
		['2026-07-15 10:30', 'America/New_York', '2026-07-15T14:30:00Z'],
		['2026-07-15T10:30:00.125', 'Asia/Kolkata', '2026-07-15T05:00:00.125Z'],
		['2026-03-15', 'UTC', '2026-03-15T00:00:00Z'],
		['2026-03-15', 'Asia/Kolkata', '2026-03-14T18:30:00Z'],
		['2026-03-15', 'America/St_Johns', '2026-03-15T02:30:00Z'],
	])('%s in %s is %s; a date alone is its midnight', (text, zone, utc) => {
		expect(toUtc(text, zone)).toBe(utc);
	});

	test('names the moment at which clocks in the zone show it, as Luxon has it', () => {
		const moment = fc.integer({ min: Date.UTC(1973, 0), max: Date.UTC(2100, 0) });
		fc.assert(
			fc.property(moment, fc.constantFrom(...ZONES), (time, zone) => {
				const utc = Date.parse(toUtc(localText(time, zone), zone) ?? '');
				const moments = DateTime.fromMillis(time, { zone }).getPossibleOffsets();
				expect(moments.map((possible) => possible.toMillis())).toContain(utc);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('around a change of clocks', () => {
	test.each(ZONES)('every quarter of an hour that clocks in %s show is read as shown', (zone) => {
		for (const change of clockChanges(zone)) {
			for (let time = change - 4 * HOUR; time <= change + 4 * HOUR; time += HOUR / 4) {
				const text = localText(time, zone);
				expect(localText(Date.parse(toUtc(text, zone) ?? ''), zone)).toBe(text);
			}
		}
	});

	test.each([
		['2024-11-03T01:30:00', 'America/New_York', '2024-11-03T05:30:00Z'],
		['2024-10-27T02:30:00', 'Europe/Berlin', '2024-10-27T00:30:00Z'],
		['2024-04-07T01:45:00', 'Australia/Lord_Howe', '2024-04-06T14:45:00Z'],
	])('%s, shown twice in %s, is the first time: %s', (text, zone, utc) => {
		expect(toUtc(text, zone)).toBe(utc);
	});

	test.each([
		['2024-03-10T02:30:00', 'America/New_York', '2024-03-10T07:30:00Z'],
		['2024-03-31T02:30:00', 'Europe/Berlin', '2024-03-31T01:30:00Z'],
		['2024-10-06T02:15:00', 'Australia/Lord_Howe', '2024-10-05T15:45:00Z'],
	])('%s, never shown in %s, counts on from before the change: %s', (text, zone, utc) => {
		expect(toUtc(text, zone)).toBe(utc);
	});

	// In Brazil and Lebanon clocks went forward at midnight, in Samoa over a whole day.
	test.each([
		['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
		['2024-03-31', 'Asia/Beirut', '2024-03-30T22:00:00Z'],
		['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
	])('the date %s without a midnight in %s starts at %s, not the day before', (text, zone, utc) => {
		expect(toUtc(text, zone)).toBe(utc);
	});
});
