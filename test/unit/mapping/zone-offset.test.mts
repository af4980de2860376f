import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { zoneOffset } from '../../../nodes/AmplitudeAiFeedback/mapping/zoneOffset.ts';
import { toUtc } from './support.mts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONES = Intl.supportedValuesOf('timeZone');
/** Zones with offsets of half an hour, changes of half an hour, in Ramadan, over a day, and after a few days. */
const UNUSUAL_ZONES = [
	'Africa/Casablanca',
	'Africa/Freetown',
	'America/Boa_Vista',
	'Antarctica/Casey',
	'Asia/Gaza',
	'Asia/Kathmandu',
	'Australia/Lord_Howe',
	'Europe/Berlin',
	'Pacific/Apia',
];

const zone = fc.oneof(fc.constantFrom(...ZONES), fc.constantFrom(...UNUSUAL_ZONES));
const moment = fc.integer({ min: Date.UTC(1850, 0), max: Date.UTC(2100, 0) });

function luxonOffset(time: number, name: string): number {
	// Luxon counts in minutes, and the offsets of the 19th century have seconds.
	return Math.round(IANAZone.create(name).offset(time) * MINUTE);
}

/** The first moment of one of a zone's next offsets, found by Luxon alone; undefined without one in three years. */
function nextChange(from: number, name: string): number | undefined {
	const before = luxonOffset(from, name);
	let after = from;
	do {
		after += 5 * DAY;
		if (after > from + 1_100 * DAY) return undefined;
	} while (luxonOffset(after, name) === before);
	let earlier = after - 5 * DAY;
	while (after - earlier > 1) {
		const middle = Math.floor((earlier + after) / 2);
		if (luxonOffset(middle, name) === before) earlier = middle;
		else after = middle;
	}
	return after;
}

test('a zone has the offset that Luxon gives it, in every zone and on any day since 1850', () => {
	const later = fc.array(fc.integer({ min: 0, max: 20 * DAY }), { minLength: 5, maxLength: 5 });
	fc.assert(
		fc.property(zone, moment, later, (name, start, distances) => {
			for (const time of [start, ...distances.map((distance) => start + distance)]) {
				expect([time, zoneOffset(time, name)]).toEqual([time, luxonOffset(time, name)]);
			}
		}),
		{ numRuns: 1_000 },
	);
});

test('an offset changes at the very millisecond at which it does for Luxon', () => {
	let changes = 0;
	fc.assert(
		fc.property(zone, moment, (name, start) => {
			const change = nextChange(start, name);
			if (change === undefined) return;
			changes++;
			for (const distance of [-DAY, -HOUR, -1001, -1000, -999, -1, 0, 1, 999, 1000, HOUR, DAY]) {
				const time = change + distance;
				expect([distance, zoneOffset(time, name)]).toEqual([distance, luxonOffset(time, name)]);
			}
		}),
		{ numRuns: 600 },
	);
	expect(changes).toBeGreaterThan(50);
});

test('a local time around a change is the first moment at which clocks show it, as Luxon has it', () => {
	const distance = fc.integer({ min: -26 * 60, max: 26 * 60 });
	const recent = fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2100, 0) });
	fc.assert(
		fc.property(fc.constantFrom(...UNUSUAL_ZONES), recent, distance, (name, start, minutes) => {
			const time = (nextChange(start, name) ?? start) + minutes * MINUTE;
			const shown = DateTime.fromMillis(time, { zone: name });
			const [first] = shown.getPossibleOffsets();
			const text = shown.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS");
			expect([text, Date.parse(toUtc(text, name) ?? '')]).toEqual([text, first?.toMillis()]);
		}),
		{ numRuns: 300 },
	);
});
