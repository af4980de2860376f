/**
 * The wait that an answer asks for.
 * Source: RFC 9110, section 10.2.3: seconds, or a date.
 *
 * @param headers by lower-case name
 * @param now in milliseconds, used for a date when the answer carries no `Date` of its own
 * @returns milliseconds, or undefined when nothing usable was asked for
 */
export function retryAfterMilliseconds(
	headers: Readonly<Record<string, string>>,
	now: number,
): number | undefined {
	const value = headers['retry-after']?.trim();
	if (value === undefined || value === '') return undefined;
	if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
	const date = Date.parse(value);
	if (Number.isNaN(date)) return undefined;
	// Measured on the server's clock when it tells the time, so that a wrong clock here does not count.
	const serverTime = Date.parse(headers.date ?? '');
	const wait = date - (Number.isNaN(serverTime) ? now : serverTime);
	return wait > 0 ? wait : undefined;
}
