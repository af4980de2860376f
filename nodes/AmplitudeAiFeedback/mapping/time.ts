/**
 * Times as sources give them, to the one form the API's examples show: UTC, ISO 8601, with `Z`.
 */

const ISO_8601 =
	/^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;
const DIGITS = /^\d+(\.\d+)?$/;

/** 1973 in seconds. Anything smaller is more likely a spreadsheet's serial day than a time. */
const SMALLEST_EPOCH_SECONDS = 1e8;
/** 1973 in milliseconds, and the year 5138 in seconds: what lies above is in milliseconds. */
const SMALLEST_EPOCH_MILLISECONDS = 1e11;
const LARGEST_EPOCH_MILLISECONDS = 1e14;

/**
 * @param value ISO 8601 text, `Date`, Luxon `DateTime`, or an epoch in seconds or milliseconds
 *   (number or digits, fractions too, so that Slack's `ts` works)
 * @param timeZone IANA name; it applies to ISO text that has no offset of its own
 * @returns for example `2026-03-15T10:30:00Z`, or undefined when the value cannot be read as a time
 */
export function toUtc(value: unknown, timeZone: string): string | undefined {
	const milliseconds = toMilliseconds(value, timeZone);
	if (milliseconds === undefined || Number.isNaN(milliseconds)) return undefined;
	return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

function toMilliseconds(value: unknown, timeZone: string): number | undefined {
	if (typeof value === 'number') return fromEpoch(value);
	if (typeof value === 'string') {
		const text = value.trim();
		return DIGITS.test(text) ? fromEpoch(Number(text)) : fromIso(text, timeZone);
	}
	if (Object.prototype.toString.call(value) === '[object Date]') return (value as Date).getTime();
	return isDateTime(value) ? value.toMillis() : undefined;
}

function isDateTime(value: unknown): value is { toMillis(): number } {
	return (
		typeof value === 'object' &&
		value !== null &&
		'toMillis' in value &&
		typeof value.toMillis === 'function'
	);
}

function fromEpoch(value: number): number | undefined {
	if (value < SMALLEST_EPOCH_SECONDS || value >= LARGEST_EPOCH_MILLISECONDS) return undefined;
	return value < SMALLEST_EPOCH_MILLISECONDS ? Math.round(value * 1000) : Math.round(value);
}

function fromIso(text: string, timeZone: string): number | undefined {
	const match = ISO_8601.exec(text);
	if (match === null) return undefined;
	const [year, month, day, hour, minute, second] = match
		.slice(1, 7)
		.map((digits) => Number(digits ?? 0)) as [number, number, number, number, number, number];
	const fraction = Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000);
	const local = Date.UTC(year, month - 1, day, hour, minute, second, fraction);
	if (!isOnTheCalendar(local, month, day) || hour > 23 || minute > 59 || second > 59) {
		return undefined;
	}
	const offset = match[8];
	if (offset === undefined) return inZone(local, timeZone);
	return local - offsetMilliseconds(offset);
}

/** `Date.UTC` turns 30 February into 2 March; a date that moved was never a date. */
function isOnTheCalendar(milliseconds: number, month: number, day: number): boolean {
	const date = new Date(milliseconds);
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function offsetMilliseconds(offset: string): number {
	if (offset.toUpperCase() === 'Z') return 0;
	const hours = Number(offset.slice(1, 3));
	const minutes = Number(offset.slice(3).replace(':', '') || 0);
	return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** The moment at which clocks in the zone show the local time. */
function inZone(local: number, timeZone: string): number {
	const guess = local - zoneOffset(local, timeZone);
	// The zone's offset can differ between the two moments when a clock change lies between them.
	return local - zoneOffset(guess, timeZone);
}

const formats = new Map<string, Intl.DateTimeFormat>();

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
