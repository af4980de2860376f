const BASE_MS = 500;
const CAP_MS = 30_000;
/** For retry budgets of more than half an hour, so that a long outage is not probed 100 times. */
const LONG_CAP_MS = 60_000;
const LONG_BUDGET_MS = 1_800_000;

/**
 * Returns the wait before the next try: exponential backoff with full jitter. `Retry-After` is a
 * floor that is never cut.
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
 *
 * @param failures how often in a row it failed, from 1
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function backoffMilliseconds(
	failures: number,
	random: number,
	{ retryAfterMs = 0, budgetMs = 0 }: { retryAfterMs?: number; budgetMs?: number } = {},
): number {
	const cap = budgetMs > LONG_BUDGET_MS ? LONG_CAP_MS : CAP_MS;
	const bound = Math.min(cap, BASE_MS * 2 ** (failures - 1));
	return retryAfterMs + Math.round(random * bound);
}

/**
 * Returns the wait that a response asks for.
 * Source: RFC 9110, section 10.2.3: seconds, or a date.
 *
 * @param headers by lower-case name
 * @param now milliseconds since 1970, for a date when the response carries no `Date` of its own
 * @returns milliseconds; undefined if nothing usable was asked for
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
	// By the server's clock where it tells the time, so that a wrong clock here does not matter.
	const serverTime = Date.parse(headers.date ?? '');
	const wait = date - (Number.isNaN(serverTime) ? now : serverTime);
	return wait > 0 ? wait : undefined;
}

/**
 * The longest time without progress: from the first failure after an accepted request to the last
 * moment at which a retry may start. A request in flight has its own timeout.
 */
export class RetryBudget {
	private failingSince: number | undefined;

	/** @param budgetMs milliseconds */
	constructor(readonly budgetMs: number) {}

	/**
	 * @param now milliseconds of a monotonic clock
	 * @param progressAt when there was progress elsewhere that counts
	 */
	failed(now: number, progressAt = -Infinity): void {
		this.failingSince = Math.max(this.failingSince ?? now, progressAt);
	}

	progressed(): void {
		this.failingSince = undefined;
	}

	/**
	 * Returns when a retry starts that should wait this long: at the latest at the end of the budget,
	 * so that whatever ends within it is noticed.
	 *
	 * @param floorMs the part of the wait that must not be cut
	 * @returns undefined if the budget does not allow for another retry
	 */
	nextStart(now: number, waitMs: number, floorMs = 0): number | undefined {
		const end = (this.failingSince ?? now) + this.budgetMs;
		if (now >= end || now + floorMs > end) return undefined;
		return Math.min(now + waitMs, end);
	}
}
