/** Finds the Luxon formats that a text can have, to read it or to suggest them to the user. */

import { DateTime } from 'luxon';

/** Names of months and days are English, whatever the locale of the machine. */
export const LOCALE = 'en-US';

const MONTHS =
	'January|February|March|April|May|June|July|August|September|October|November|December';
const WEEKDAYS = 'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday';

/** What each token matches in a text. A year has to be one that feedback can be from. */
const TOKENS: Readonly<Record<string, string>> = {
	yyyy: String.raw`(?:19|20)\d\d`,
	yy: String.raw`\d\d`,
	MMMM: `(?:${MONTHS})`,
	MMM: `(?:${firstLetters(MONTHS)})`,
	MM: '(?:0[1-9]|1[0-2])',
	M: '(?:[1-9]|1[0-2])',
	dd: String.raw`(?:0[1-9]|[12]\d|3[01])`,
	d: String.raw`(?:[1-9]|[12]\d|3[01])`,
	EEEE: `(?:${WEEKDAYS})`,
	EEE: `(?:${firstLetters(WEEKDAYS)})`,
	HH: String.raw`(?:[01]\d|2[0-3])`,
	H: String.raw`(?:1?\d|2[0-3])`,
	hh: '(?:0[1-9]|1[0-2])',
	h: '(?:[1-9]|1[0-2])',
	mm: String.raw`[0-5]\d`,
	ss: String.raw`[0-5]\d`,
	a: '[AaPp][Mm]',
	'.': String.raw`\.`,
};
const TOKEN = /yyyy|yy|M{1,4}|dd?|EEEE?|HH?|hh?|mm|ss|a|\./g;

/** Formats of which a text has one at most: the same order with and without leading zeros. */
type Variants = readonly string[];

const NUMERIC_DATES: readonly Variants[] = ['/', '.', '-'].flatMap((separator) =>
	[
		['dd/MM/yyyy', 'd/M/yyyy'],
		['MM/dd/yyyy', 'M/d/yyyy'],
		['yyyy/MM/dd', 'yyyy/M/d'],
		['dd/MM/yy', 'd/M/yy'],
		['MM/dd/yy', 'M/d/yy'],
		['yy/MM/dd'],
	].map((variants) => variants.map((format) => format.replaceAll('/', separator))),
);
const ENGLISH_DATES: readonly Variants[] = [
	['dd MMM yyyy', 'd MMM yyyy', 'dd MMMM yyyy', 'd MMMM yyyy'],
	['dd-MMM-yyyy', 'd-MMM-yyyy'],
	['MMM dd, yyyy', 'MMM d, yyyy', 'MMMM dd, yyyy', 'MMMM d, yyyy'],
	['MMM dd yyyy', 'MMM d yyyy', 'MMMM dd yyyy', 'MMMM d yyyy'],
].map((variants) =>
	['', 'EEE, ', 'EEEE, ', 'EEE ', 'EEEE '].flatMap((weekday) =>
		variants.map((format) => weekday + format),
	),
);
const DIGIT_DATES: readonly Variants[] = [
	...['yyyyMMdd', 'ddMMyyyy', 'MMddyyyy'].flatMap((date) =>
		['', 'HH', 'HHmm', 'HHmmss'].map((time) => [date + time]),
	),
	...['yyMMdd', 'ddMMyy', 'MMddyy'].flatMap((date) => [[`${date}HHmm`], [`${date}HHmmss`]]),
];
const TIMES: Variants = ['', ':ss'].flatMap((seconds) => [
	`HH:mm${seconds}`,
	`H:mm${seconds}`,
	...[' ', ''].flatMap((gap) => [`hh:mm${seconds}${gap}a`, `h:mm${seconds}${gap}a`]),
]);

const DATE_AND_TIME = /^(.{6,40}?)(?:(,? |T)(\d{1,2}:.{2,9}))?$/;

/**
 * Lists the Luxon formats that a text can have, by its shape and its values.
 *
 * @returns for example `dd/MM/yyyy` for 15/03/2026, and also `MM/dd/yyyy` for 03/04/2026
 */
export function possibleFormats(text: string): string[] {
	const [, date, gap = '', clock] = DATE_AND_TIME.exec(text) ?? [];
	if (date === undefined) return [];
	return [...NUMERIC_DATES, ...ENGLISH_DATES, ...DIGIT_DATES]
		.map((variants) => variants.find((format) => has(date, format)))
		.filter((format) => format !== undefined)
		.map((format) => withTime(format, gap, clock))
		.filter((format) => format !== undefined && isFormatOf(text, format)) as string[];
}

function withTime(date: string, gap: string, clock: string | undefined): string | undefined {
	if (clock === undefined) return date;
	// Without zeros in the date there are hardly any in the time, however many digits this one has.
	const isPadded = /dd|MM(?!M)/.test(date);
	const times = isPadded ? TIMES : [...TIMES].reverse();
	const time = times.find((format) => has(clock, format));
	return time === undefined ? undefined : `${date}${gap === 'T' ? "'T'" : gap}${time}`;
}

/** By format, since compiling a pattern takes far longer than using it. */
const patterns = new Map<string, RegExp>();

function has(text: string, format: string): boolean {
	let pattern = patterns.get(format);
	if (pattern === undefined) {
		pattern = new RegExp(`^${format.replace(TOKEN, (token) => TOKENS[token] ?? token)}$`);
		patterns.set(format, pattern);
	}
	return pattern.test(text);
}

/** Knows the calendar too: 30/02/2026 has no format. */
function isFormatOf(text: string, format: string): boolean {
	return DateTime.fromFormat(text, format, { locale: LOCALE, zone: 'utc' }).isValid;
}

function firstLetters(names: string): string {
	return names.replace(/(\w{3})\w*/g, '$1');
}
