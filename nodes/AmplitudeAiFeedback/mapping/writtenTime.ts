/** Reads times in words and in the rarer forms of ISO 8601, by Luxon. */
import { DateTime, IANAZone } from 'luxon';
import { LOCALE, possibleFormats } from './dateFormats';
import { fromIso } from './isoTime';

/** Day, ordinal and week dates, extended or basic. A month or a week alone is not a time. */
const ISO_8601 =
	/^\d{4}(?:-?\d{2}-?\d{2}|-?\d{3}|-?W\d{2}-?[1-7])(?:[T ]\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?(?: ?(?:Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?))?)?$/i;
const BASIC_DATE = /^(?:19|20)\d{6}$/;
const YEAR_FIRST = /^(\d{4})[./](\d{2})[./](\d{2})(?!\d)/;
/** How Java names the zone behind a time. */
const ZONE_IN_BRACKETS = /\s*\[([A-Za-z][\w+/-]*)\]$/;
const OFFSET = /(?:\dZ|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;
/** The year, month and day of English dates may come in several orders; RFC 2822 has one of them. */
const OTHER_ORDERS: readonly [RegExp, string][] = [
	// JavaScript's Date.toString(): Sun Mar 15 2026 11:30:00 GMT+0100
	[
		/^([A-Z][a-z]{2}) ([A-Z][a-z]{2}) (\d{2}) (\d{4}) ([\d:]{8}) GMT([+-]\d{4})$/,
		'$1, $3 $2 $4 $5 $6',
	],
	// The command date, and Twitter: Sun Mar 15 10:30:00 UTC 2026
	[
		/^([A-Z][a-z]{2}) ([A-Z][a-z]{2}) (\d{1,2}) ([\d:]{8}) (GMT|[+-]\d{4}) (\d{4})$/,
		'$1, $3 $2 $6 $4 $5',
	],
];

/**
 * Reads a text that means the same time everywhere: any ISO 8601, RFC 2822 and 1123, and dates with the
 * month's English name.
 *
 * @param timeZone IANA name, for text without an offset
 * @returns milliseconds since 1970, or undefined for any other text
 */
export function fromWrittenTime(given: string, timeZone: string): number | undefined {
	const text = given.replaceAll('\u2212', '-');
	const zoneName = ZONE_IN_BRACKETS.exec(text);
	if (zoneName === null) return fromEnglish(text, timeZone) ?? fromAnyIso(text, timeZone);
	const local = text.slice(0, zoneName.index);
	if (OFFSET.test(local)) return fromAnyIso(local, timeZone);
	const name = zoneName[1] as string;
	return IANAZone.isValidZone(name) ? fromAnyIso(local, name) : undefined;
}

/** Reads an ISO 8601 date in its basic form, such as 20260315: no other order of its digits has a month. */
export function fromBasicDate(text: string, timeZone: string): number | undefined {
	return BASIC_DATE.test(text) ? fromAnyIso(text, timeZone) : undefined;
}

/**
 * Reads a text by the format that the user gave.
 *
 * @returns undefined when there is no format, or the text does not have it
 */
export function fromFormat(
	text: string,
	{ dateFormat, timeZone }: { dateFormat?: string; timeZone: string },
): number | undefined {
	if (dateFormat === undefined || dateFormat === '') return undefined;
	try {
		const options = { zone: timeZone, setZone: true, locale: LOCALE };
		return moment(DateTime.fromFormat(text, dateFormat, options));
	} catch {
		// As in `isDateFormat`.
		return undefined;
	}
}

/**
 * Whether a format names a day. Luxon fills in what is missing, such as today's date for `HH:mm`. And it
 * takes `YYYY` of other libraries for a literal text.
 */
export function isDateFormat(format: string): boolean {
	if (format.includes('Y')) return false;
	// A day of which no part is what Luxon fills in for a missing one. The first use of Luxon takes as long
	// as loading the node, so it is left to those who have a format.
	const sample = DateTime.utc(2019, 11, 28);
	try {
		const options = { zone: 'utc', locale: LOCALE };
		const text = sample.setLocale(LOCALE).toFormat(format);
		return DateTime.fromFormat(text, format, options).hasSame(sample, 'day');
	} catch {
		// Luxon throws for formats that contradict themselves.
		return false;
	}
}

function fromAnyIso(given: string, timeZone: string): number | undefined {
	const text = withIsoZone(given.replace(YEAR_FIRST, '$1-$2-$3'));
	if (!ISO_8601.test(text)) return undefined;
	const usual = fromIso(text, timeZone);
	if (usual !== undefined) return usual;
	const iso = text
		.toUpperCase()
		.replace(/(?<=\d) (?=\d)/, 'T')
		.replace(' ', '');
	return moment(DateTime.fromISO(iso, { zone: timeZone, setZone: true }));
}

/** @example withIsoZone('2026-03-15 10:30:00 UTC') // 2026-03-15 10:30:00Z */
function withIsoZone(text: string): string {
	if (!/ (?:UTC|GMT)$/.test(text)) return text;
	const local = text.slice(0, -4);
	return OFFSET.test(local) ? local : `${local}Z`;
}

function fromEnglish(given: string, timeZone: string): number | undefined {
	if (!/[A-Za-z]{3}/.test(given)) return undefined;
	let text = withoutComment(given)
		.replace(/\s+/g, ' ')
		.replace(/\bUTC\b/, 'GMT');
	for (const [order, rfc2822] of OTHER_ORDERS) text = text.replace(order, rfc2822);
	if (/[+-]\d{4}$/.test(text) && !OFFSET.test(text)) return undefined;
	const internet = moment(DateTime.fromRFC2822(text)) ?? moment(DateTime.fromHTTP(text));
	if (internet !== undefined) return internet;
	const dateFormat = possibleFormats(text).find((format) => format.includes('MMM'));
	return fromFormat(text, { dateFormat, timeZone });
}

/** Cuts a zone's name in parentheses off the end, as in "+0100 (CET)". */
function withoutComment(text: string): string {
	const start = text.lastIndexOf(' (');
	return start > 0 && text.endsWith(')') ? text.slice(0, start) : text;
}

/** The moment of a DateTime, the first of two where clocks were set back. */
function moment(time: DateTime): number | undefined {
	return time.isValid ? time.getPossibleOffsets()[0]?.toMillis() : undefined;
}
