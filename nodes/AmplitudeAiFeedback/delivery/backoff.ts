const BASE_MILLISECONDS = 500;
const CAP_MILLISECONDS = 30_000;

/**
 * Exponential backoff with full jitter: a random wait up to a bound that doubles each time, so
 * that lanes and parallel runs do not come back all at once. `Retry-After` is a floor, never cut.
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
 *
 * @param troubles how often in a row the request met trouble, from 1
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function backoffMilliseconds(
	troubles: number,
	random: number,
	retryAfterMs: number | undefined,
): number {
	const bound = Math.min(CAP_MILLISECONDS, BASE_MILLISECONDS * 2 ** (troubles - 1));
	return (retryAfterMs ?? 0) + Math.round(random * bound);
}
