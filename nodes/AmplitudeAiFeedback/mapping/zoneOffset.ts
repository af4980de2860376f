/**
 * Offsets of time zones. `Intl` takes far longer than all else about reading a local time, so it is
 * asked once for each few days of a zone.
 */

const SECOND = 1000;
/**
 * No zone has ever changed its offset twice within three days. The shortest time between two changes in
 * the IANA Time Zone Database is four days (Africa/Freetown, 1939); several zones had a week.
 */
const SPAN = 3 * 24 * 3_600_000;
/** Of one zone, 80 years. All of them together take about a megabyte. */
const MAX_SPANS = 10_000;

/** A few days of a zone, during which its offset changes at most once. */
interface Span {
	before: number;
	/** Milliseconds since 1970; Infinity if the offset does not change. */
	change: number;
	after: number;
}

interface Zone {
	format: Intl.DateTimeFormat;
	/** By number since 1970. */
	spans: Map<number, Span>;
}

/** By name. Making a format takes far longer than using it. */
const zones = new Map<string, Zone>();

/**
 * Returns a zone's offset from UTC.
 *
 * @param moment milliseconds since 1970
 * @param timeZone IANA name
 * @returns milliseconds, positive east of Greenwich
 */
export function zoneOffset(moment: number, timeZone: string): number {
	let zone = zones.get(timeZone);
	if (zone === undefined) {
		zone = { format: createFormat(timeZone), spans: new Map() };
		zones.set(timeZone, zone);
	}
	const number = Math.floor(moment / SPAN);
	let span = zone.spans.get(number);
	if (span === undefined) {
		span = createSpan(number * SPAN, zone.format);
		if (zone.spans.size >= MAX_SPANS) zone.spans.clear();
		zone.spans.set(number, span);
	}
	return moment < span.change ? span.before : span.after;
}

function createSpan(start: number, format: Intl.DateTimeFormat): Span {
	const before = offsetAt(start, format);
	const after = offsetAt(start + SPAN, format);
	if (before === after) return { before, change: Infinity, after };
	// Zones change their offsets at whole seconds.
	let [earlier, change] = [start, start + SPAN];
	while (change - earlier > SECOND) {
		const middle = earlier + Math.floor((change - earlier) / 2 / SECOND) * SECOND;
		if (offsetAt(middle, format) === before) earlier = middle;
		else change = middle;
	}
	return { before, change, after };
}

function createFormat(timeZone: string): Intl.DateTimeFormat {
	return new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	});
}

/** @param moment at a whole second */
function offsetAt(moment: number, format: Intl.DateTimeFormat): number {
	const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
	for (const { type, value } of format.formatToParts(moment)) shown[type] = Number(value);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
	return Date.UTC(year, month - 1, day, hour, minute, second) - moment;
}
