/** While a quota is searched, the rate grows by this factor in the time that a request takes. */
const SEARCH = 1.5;
/** Growth of a known rate with each accepted request. */
const SPEED_UP = 1.002;
/** The same, after more accepted requests in a row than a quota in full use allows. */
const FAST_SPEED_UP = 1.05;
const MANY_ACCEPTED = 150;
/** The same for a rate that was only just measured: it may be far too low. */
const MANY_FOR_A_NEW_RATE = 100;
/**
 * The same, after this time without a 429, in milliseconds: runs of other processes that shared the quota
 * may have ended, and at a low rate many requests take too long to come.
 */
const CALM_MS = 150_000;
/** After this time, the quota is searched again. */
const LONG_CALM_MS = 300_000;
/** The share of the rate that a 429 leaves. With `SPEED_UP` it keeps 429s near 2 % of all requests. */
const SLOW_DOWN = 0.9;
/**
 * The rate is at least this share of what was accepted on average. No quota allows more than that, so a
 * 429 at a lower rate has another cause, and going slower does not help.
 */
const LEAST_SHARE = 0.9;
/** A search starts with at least one request in this time, in milliseconds: a 429 may be a chance one. */
const LONGEST_FIRST_INTERVAL_MS = 5_000;
/** More 429s in a row than a rate limit explains: the API accepted none. */
const MAX_THROTTLES_OF_A_QUOTA = 10;

/**
 * Spaces requests if the API limits how many it accepts in a time. After the first 429s the rate is
 * searched from below. The next ones show what was really accepted, waits included; from there on the
 * rate grows with each accepted request and shrinks with each 429 (multiplicative increase and
 * decrease), so the share of 429s is the same for a quota of any size.
 */
export class Pace {
	/** Requests in a millisecond; undefined while they need no spacing. */
	private rate: number | undefined;
	private isSearching = true;
	/** The rate at which the search began. */
	private searchedFrom = 0;
	private spedUpAt = 0;
	private nextStart = 0;
	private throttles = 0;
	private throttledAt = 0;
	private acceptedInARow = 0;
	/** Since when requests are counted to measure the rate, and how many were accepted. */
	private since: number | undefined;
	private acceptedSince = 0;
	/** The same since the first 429, for the average: waits count, and what came before at once does not. */
	private throttledFirst: number | undefined;
	private acceptedInAll = 0;

	/** Returns the milliseconds between requests; 0 if they need no spacing. */
	get interval(): number {
		return this.rate === undefined ? 0 : 1 / this.rate;
	}

	/** Returns when the next request may start, in milliseconds of the same clock as `now`. */
	get opensAt(): number {
		return this.nextStart;
	}

	started(now: number): void {
		this.since ??= now;
		this.nextStart = Math.max(this.nextStart, now) + this.interval;
	}

	/** @param sentAt when the accepted request was sent */
	accepted(now: number, sentAt: number): void {
		this.acceptedSince++;
		this.acceptedInAll++;
		if (this.rate === undefined) return;
		this.acceptedInARow++;
		const calmMs = now - this.throttledAt;
		if (this.isSearching || calmMs >= LONG_CALM_MS) {
			if (sentAt < this.spedUpAt) return;
			this.rate *= SEARCH;
			this.spedUpAt = now;
		} else {
			const isFast = this.acceptedInARow > MANY_ACCEPTED || calmMs >= CALM_MS;
			this.rate *= isFast ? FAST_SPEED_UP : SPEED_UP;
		}
	}

	/** Notes a throttled round. */
	throttled(now: number): void {
		this.throttles++;
		this.throttledAt = now;
		if (this.throttledFirst === undefined) this.acceptedInAll = 0;
		this.throttledFirst ??= now;
		if (this.rate === undefined) return;
		const elapsed = now - this.throttledFirst;
		const average = elapsed > 0 ? this.acceptedInAll / elapsed : 0;
		const least = Math.min(this.rate, LEAST_SHARE * average);
		this.rate = this.isSearching ? this.searchedFrom : Math.max(this.rate * SLOW_DOWN, least);
	}

	/** Starts measuring again: the duration of an outage is not the API's pace. */
	interrupted(): void {
		this.since = undefined;
		this.acceptedSince = 0;
	}

	/** Notes the first accepted request after throttled rounds. */
	resumed(now: number): void {
		const isNew = this.throttles > 0 && this.isSearching;
		if (isNew) this.measure(now);
		this.throttles = 0;
		this.acceptedInARow = isNew ? MANY_ACCEPTED - MANY_FOR_A_NEW_RATE : 0;
		this.since = now;
		this.acceptedSince = 1;
		this.acceptedInAll++;
	}

	private measure(now: number): void {
		if (this.acceptedSince === 0 || this.since === undefined) return;
		const measured = this.acceptedSince / (now - this.since);
		const isFound = this.rate !== undefined && this.throttles <= MAX_THROTTLES_OF_A_QUOTA;
		this.rate = isFound ? measured : Math.max(measured, 1 / LONGEST_FIRST_INTERVAL_MS);
		this.searchedFrom = this.rate;
		this.isSearching = !isFound;
		this.nextStart = now + this.interval;
	}
}
