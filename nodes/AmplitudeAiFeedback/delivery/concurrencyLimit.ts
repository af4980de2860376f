/** Full rounds of successes before a limit that was throttled is tried again, at first. */
const ROUNDS_BEFORE_RETRYING = 40;

/**
 * How many requests may be in flight: any number, until the API throttles them. The 429s of one round
 * halve it once, a full round of successes adds one, up to the last limit that was not throttled
 * (additive increase, multiplicative decrease, as in RFC 5681).
 */
export class ConcurrencyLimit {
	private limit = Infinity;
	private ceiling = Infinity;
	/** Whether the limit is one above the last one that was not throttled. */
	private isRetrying = false;
	private roundsBeforeRetrying = ROUNDS_BEFORE_RETRYING;
	private successes = 0;
	private fullRounds = 0;

	get current(): number {
		return this.limit;
	}

	succeeded(): void {
		if (++this.successes < this.limit) return;
		this.successes = 0;
		if (this.limit < this.ceiling) {
			this.limit++;
		} else if (++this.fullRounds >= this.roundsBeforeRetrying) {
			if (this.isRetrying) this.roundsBeforeRetrying = ROUNDS_BEFORE_RETRYING;
			this.fullRounds = 0;
			this.isRetrying = true;
			this.ceiling++;
			this.limit++;
		}
	}

	/**
	 * Notes that requests were throttled, or timed out because too many share the line: once a round.
	 *
	 * @param inFlight how many were in flight: too many, if there is no limit yet
	 */
	slowDown(inFlight: number): void {
		const wasTried = this.isRetrying && this.limit === this.ceiling;
		const tooMany = this.limit === Infinity ? inFlight : this.limit;
		this.successes = 0;
		this.fullRounds = 0;
		this.isRetrying = false;
		// Each attempt costs a 429, so a higher limit is tried less and less often.
		if (wasTried) this.roundsBeforeRetrying *= 2;
		// One at a time is not too many at a time.
		if (tooMany > 1) this.ceiling = tooMany - 1;
		this.limit = wasTried ? this.ceiling : Math.max(1, Math.floor(tooMany / 2));
	}
}
