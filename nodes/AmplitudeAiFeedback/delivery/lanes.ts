/**
 * How many requests may be in flight, and from when. One throttle for all lanes: it starts with one,
 * grows by one on success up to the maximum, and halves when the API asks to slow down (additive
 * increase, multiplicative decrease, as in RFC 5681).
 */
export class Lanes {
	private limit = 1;
	private opensAt = 0;

	constructor(private readonly maximum: number) {}

	/** How many requests may be in flight. */
	get open(): number {
		return this.limit;
	}

	/** @param now in milliseconds @returns how long every lane has to wait */
	waitMilliseconds(now: number): number {
		return Math.max(0, this.opensAt - now);
	}

	succeeded(): void {
		this.limit = Math.min(this.maximum, this.limit + 1);
	}

	/** The API answered 429. */
	throttled(): void {
		this.limit = Math.max(1, Math.floor(this.limit / 2));
	}

	/** No lane sends before this moment, in milliseconds. */
	closeUntil(moment: number): void {
		this.opensAt = Math.max(this.opensAt, moment);
	}
}
