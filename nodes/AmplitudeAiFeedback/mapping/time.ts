/**
 * Converts times as sources give them to the form of the API's examples: ISO 8601 in UTC, with `Z`.
 */
import { fromIso } from './isoTime';
import { fromBasicDate, fromFormat, fromWrittenTime } from './writtenTime';

/** What reading a time needs to know besides its value. */
export interface TimeContext {
	/** IANA name of the workflow's time zone, for times without an offset. */
	timeZone: string;
	/** Milliseconds since 1970. Numbers later than tomorrow are no epochs. */
	now: number;
	/** Luxon tokens, for times that cannot be read without them; empty or absent for none. */
	dateFormat?: string;
}

/**
 * UTC as JavaScript and most tools write it, on a day that every month has. It is sent unchanged, except
 * for zero milliseconds. A fast path: nearly all times have this form.
 */
const UTC =
	/^(?!00)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;
const DIGITS = /^\d+(\.\d+)?$/;
const NUMBER = /^\d+(\.\d+)?(?:[Ee]\+?\d+)?$/;
/** How .NET puts a time into JSON: milliseconds since 1970. The offset only says where it was written. */
const DOT_NET = /^\\?\/Date\((-?\d+)(?:[+-]\d{4})?\)\\?\/$/;

/** A smaller number is more likely a spreadsheet's serial day or part of a date, such as 202603151030. */
const FIRST_EPOCH_SECONDS = Date.UTC(2000, 0) / 1000;
const DAY_SECONDS = 24 * 3600;
/** Seconds, milliseconds, microseconds and nanoseconds. Their ranges are far apart. */
const EPOCH_UNITS = [1, 1e3, 1e6, 1e9];
/** Days since 1899 as spreadsheets count them, from 1927 to 2173. All epochs are larger. */
const SMALLEST_SERIAL_DAY = 10_000;
const LARGEST_SERIAL_DAY = 100_000;
/** `Date.UTC` reads the years 0 to 99 as 1900 to 1999, so earlier years are refused. */
const YEAR_100 = Date.parse('0100-01-01T00:00:00Z');
/** ISO 8601 writes other years with a sign and six digits, which the API does not show. */
const YEAR_10000 = Date.UTC(10_000, 0);

/**
 * Converts a time.
 *
 * @param value text in a form that means the same everywhere or has the format of the context; `Date`,
 *   Luxon `DateTime`, or the `{seconds}` and `{$date}` of databases; or an epoch from the year 2000 to
 *   tomorrow in seconds, milliseconds, microseconds or nanoseconds (number or digits, with or without a
 *   fraction, as in Slack's `ts`)
 * @returns for example `2026-03-15T10:30:00Z`, or undefined when the value cannot be read as a time
 */
export function toUtc(value: unknown, context: TimeContext): string | undefined {
	if (isUtc(value)) return withoutZeros(value);
	const milliseconds = toMilliseconds(value, context);
	if (milliseconds === undefined || !(milliseconds >= YEAR_100 && milliseconds < YEAR_10000)) {
		return undefined;
	}
	return withoutZeros(new Date(milliseconds).toISOString());
}

function isUtc(value: unknown): value is string {
	return typeof value === 'string' && UTC.test(value);
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

/** Whether a time has no offset, so that it depends on the workflow's time zone. */
export function isLocalTime(value: unknown, context: TimeContext): boolean {
	if (isUtc(value)) return false;
	const readIn = (timeZone: string) => toUtc(value, { ...context, timeZone });
	return readIn('Pacific/Kiritimati') !== readIn('Pacific/Pago_Pago');
}

function toMilliseconds(value: unknown, context: TimeContext): number | undefined {
	if (typeof value === 'number') return fromNumber(String(value), context);
	if (typeof value === 'string') {
		const text = value.trim();
		return NUMBER.test(text) ? fromNumber(text, context) : fromText(text, context);
	}
	if (typeof value !== 'object' || value === null) return undefined;
	return fromObject(value, context);
}

/** A given format comes first: the digits of a date, such as 1003151030, can also be an epoch. */
function fromNumber(text: string, context: TimeContext): number | undefined {
	return (
		fromFormat(text, context) ??
		fromEpoch(Number(text), context.now) ??
		fromBasicDate(text, context.timeZone)
	);
}

function fromEpoch(value: number, now: number): number | undefined {
	const unit = EPOCH_UNITS.find((perSecond) => isEpochSeconds(value / perSecond, now));
	return unit === undefined ? undefined : Math.round(value / (unit / 1000));
}

function isEpochSeconds(value: number, now: number): boolean {
	return value >= FIRST_EPOCH_SECONDS && value < now / 1000 + DAY_SECONDS;
}

function fromText(text: string, context: TimeContext): number | undefined {
	const dotNet = DOT_NET.exec(text);
	if (dotNet !== null) return Number(dotNet[1]);
	return (
		fromIso(text, context.timeZone) ??
		fromWrittenTime(text, context.timeZone) ??
		fromFormat(text, context)
	);
}

function fromObject(value: object, context: TimeContext): number | undefined {
	if (Object.prototype.toString.call(value) === '[object Date]') return (value as Date).getTime();
	if (isDateTime(value)) return value.toMillis();
	const given = value as Readonly<Record<string, unknown>>;
	// The plain copy that n8n 2 makes of a Luxon DateTime in a row.
	if (given.isLuxonDateTime === true) return typeof given.ts === 'number' ? given.ts : undefined;
	if (Object.hasOwn(given, '$date')) return fromMongo(given.$date, context);
	return fromTimestamp(given, context.now);
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

/** Reads MongoDB's Extended JSON: `{$date: "2026-…"}`, or milliseconds in a number or `{$numberLong}`. */
function fromMongo(date: unknown, context: TimeContext): number | undefined {
	if (typeof date === 'number') return date;
	if (typeof date === 'string') return fromText(date.trim(), context);
	const { $numberLong } = Object(date) as { $numberLong?: unknown };
	return typeof $numberLong === 'string' && $numberLong !== '' ? Number($numberLong) : undefined;
}

/** Reads the timestamps of Google's APIs, Firestore's among them: seconds as number or text, and nanoseconds. */
function fromTimestamp(given: Readonly<Record<string, unknown>>, now: number): number | undefined {
	const seconds = numberIn(given.seconds ?? given._seconds);
	const nanoseconds = numberIn(given.nanos ?? given.nanoseconds ?? given._nanoseconds ?? 0);
	if (!isEpochSeconds(seconds, now)) return undefined;
	return seconds * 1000 + Math.floor(nanoseconds / 1e6);
}

function numberIn(value: unknown): number {
	const isNumber = typeof value === 'number' || (typeof value === 'string' && DIGITS.test(value));
	return isNumber ? Number(value) : NaN;
}
