/**
 * How many requests may be in flight, and from when. One throttle for all lanes. The first request goes
 * alone, so that wrong keys cost one; its success opens the others. Once the API asks to slow down,
 * there are half as many, and one more with each success (additive increase, multiplicative decrease,
 * as in RFC 5681).
 */
export class Lanes {
	private limit = 1;
	/** Whether nothing has been answered yet, neither with success nor with 429. */
	private isUntried = true;
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
		this.limit = this.isUntried ? this.maximum : Math.min(this.maximum, this.limit + 1);
		this.isUntried = false;
	}

	/** The API answered 429. */
	throttled(): void {
		this.limit = Math.max(1, Math.floor(this.limit / 2));
		this.isUntried = false;
	}

	/** No lane sends before this moment, in milliseconds. */
	closeUntil(moment: number): void {
		this.opensAt = Math.max(this.opensAt, moment);
	}
}
