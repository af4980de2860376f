const BASE_MILLISECONDS = 500;
const CAP_MILLISECONDS = 30_000;

/**
 * Exponential backoff with full jitter: a random wait up to a bound that doubles with each send, so
 * that lanes and parallel runs do not come back all at once. `Retry-After` is a floor, never cut.
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
 *
 * @param sends how often the request was sent, from 1
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function backoffMilliseconds(
	sends: number,
	random: number,
	retryAfterMs: number | undefined,
): number {
	const bound = Math.min(CAP_MILLISECONDS, BASE_MILLISECONDS * 2 ** (sends - 1));
	return (retryAfterMs ?? 0) + Math.round(random * bound);
}
