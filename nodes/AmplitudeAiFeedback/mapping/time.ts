/**
 * Converts times as sources give them to the form of the API's examples: ISO 8601 in UTC, with `Z`.
 */

const ISO_8601 =
	/^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*([Zz]|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?)?$/;
/**
 * UTC as JavaScript and most tools write it, on a day that every month has. It is sent unchanged, except
 * for zero milliseconds. A fast path: nearly all times have this form.
 */
const UTC =
	/^(?!00)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;
const DIGITS = /^\d+(\.\d+)?$/;

/**
 * Epochs are read from 1973 to 2099. A smaller number is more likely a spreadsheet's serial day, and a
 * larger one the digits of a date, such as 20260315103000.
 */
const SMALLEST_EPOCH_SECONDS = 1e8;
const LARGEST_EPOCH_SECONDS = Date.UTC(2100, 0) / 1000;
/** Days since 1899 as spreadsheets count them, from 1927 to 2173. All epochs are larger. */
const SMALLEST_SERIAL_DAY = 10_000;
const LARGEST_SERIAL_DAY = 100_000;
/** `Date.UTC` reads the years 0 to 99 as 1900 to 1999, so earlier years are refused. */
const YEAR_100 = Date.parse('0100-01-01T00:00:00Z');
/** ISO 8601 writes other years with a sign and six digits, which the API does not show. */
const YEAR_10000 = Date.UTC(10_000, 0);
const DAY = 24 * 3_600_000;

/**
 * Converts a time.
 *
 * @param value ISO 8601 text, `Date`, Luxon `DateTime`, or an epoch in seconds or milliseconds
 *   (number or digits, with or without a fraction, as in Slack's `ts`)
 * @param timeZone IANA name, for ISO text without an offset
 * @returns for example `2026-03-15T10:30:00Z`, or undefined when the value cannot be read as a time
 */
export function toUtc(value: unknown, timeZone: string): string | undefined {
	if (typeof value === 'string' && UTC.test(value)) return withoutZeros(value);
	const milliseconds = toMilliseconds(value, timeZone);
	if (milliseconds === undefined || !(milliseconds >= YEAR_100 && milliseconds < YEAR_10000)) {
		return undefined;
	}
	return withoutZeros(new Date(milliseconds).toISOString());
}

function withoutZeros(time: string): string {
	return time.endsWith('.000Z') ? `${time.slice(0, 19)}Z` : time;
}

/**
 * Whether a value can only be a spreadsheet's serial day, such as 46096.4375. Serial days are not read
 * as times, because the sheet's time zone is unknown.
 */
export function isSerialDay(value: unknown): boolean {
	const isNumber = typeof value === 'number';
	if (!isNumber && !(typeof value === 'string' && DIGITS.test(value.trim()))) return false;
	return Number(value) >= SMALLEST_SERIAL_DAY && Number(value) < LARGEST_SERIAL_DAY;
}

function toMilliseconds(value: unknown, timeZone: string): number | undefined {
	if (typeof value === 'number') return fromEpoch(value);
	if (typeof value === 'string') {
		const text = value.trim();
		return DIGITS.test(text) ? fromEpoch(Number(text)) : fromIso(text, timeZone);
	}
	if (Object.prototype.toString.call(value) === '[object Date]') return (value as Date).getTime();
	return luxonMilliseconds(value);
}

/** Reads a Luxon DateTime, or the plain copy that n8n 2 makes of one in a row. */
function luxonMilliseconds(value: unknown): number | undefined {
	if (isDateTime(value)) return value.toMillis();
	const { isLuxonDateTime, ts } = Object(value) as { isLuxonDateTime?: unknown; ts?: unknown };
	return isLuxonDateTime === true && typeof ts === 'number' ? ts : undefined;
}

/** Whether a value is a Luxon DateTime, as n8n's expressions return them. */
export function isDateTime(value: unknown): value is { toMillis(): number; toString(): string } {
	return (
		typeof value === 'object' &&
		value !== null &&
		'toMillis' in value &&
		typeof value.toMillis === 'function'
	);
}

function fromEpoch(value: number): number | undefined {
	if (isEpochSeconds(value)) return Math.round(value * 1000);
	return isEpochSeconds(value / 1000) ? Math.round(value) : undefined;
}

function isEpochSeconds(value: number): boolean {
	return value >= SMALLEST_EPOCH_SECONDS && value < LARGEST_EPOCH_SECONDS;
}

function fromIso(text: string, timeZone: string): number | undefined {
	const match = ISO_8601.exec(text);
	if (match === null) return undefined;
	const part = (index: number) => Number(match[index] ?? 0);
	const [year, month, day] = [part(1), part(2), part(3)];
	const [hour, minute, second] = [part(4), part(5), part(6)];
	const fraction = match[7] === undefined ? 0 : Number(match[7].slice(0, 3).padEnd(3, '0'));
	const local = Date.UTC(year, month - 1, day, hour, minute, second, fraction);
	if (!isOnTheCalendar(local, year, month, day) || hour > 23 || minute > 59 || second > 59) {
		return undefined;
	}
	const offset = match[8];
	if (offset === undefined) return inZone(local, timeZone);
	return local - offsetMilliseconds(offset);
}

/** `Date.UTC` turns 30 February into 2 March, and the year 1 into 1901; such dates are refused. */
function isOnTheCalendar(moment: number, year: number, month: number, day: number): boolean {
	const date = new Date(moment);
	const isSameMonth = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1;
	return isSameMonth && date.getUTCDate() === day;
}

function offsetMilliseconds(offset: string): number {
	if (offset.toUpperCase() === 'Z') return 0;
	const hours = Number(offset.slice(1, 3));
	const minutes = Number(offset.slice(3).replace(':', '') || 0);
	return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/**
 * Finds the moment at which clocks in the zone show a local time, the first of two where clocks were
 * set back. For a time that clocks skipped, the offset before the change applies, as in JavaScript's
 * `Date`.
 */
function inZone(local: number, timeZone: string): number {
	const before = zoneOffset(local - DAY, timeZone);
	const after = zoneOffset(local + DAY, timeZone);
	const isAfter =
		zoneOffset(local - before, timeZone) !== before &&
		zoneOffset(local - after, timeZone) === after;
	return local - (isAfter ? after : before);
}

/** By time zone, since making one takes far longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The zone's offset from UTC at a moment, in milliseconds. */
function zoneOffset(moment: number, timeZone: string): number {
	let format = formats.get(timeZone);
	if (format === undefined) {
		format = new Intl.DateTimeFormat('en-US', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
		formats.set(timeZone, format);
	}
	const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
	for (const { type, value } of format.formatToParts(moment)) shown[type] = Number(value);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
	const wholeSeconds = Math.floor(moment / 1000) * 1000;
	return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSeconds;
}
