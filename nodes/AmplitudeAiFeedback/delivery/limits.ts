import type { FailedSize } from './pending';

/** Full rounds of successes before a limit that was throttled is tried again. */
const ROUNDS_BEFORE_RETRYING = 40;

/**
 * How many requests may be in flight. The first one goes alone, so that wrong keys cost one request;
 * its success allows the maximum. The 429s of one round halve the limit once, a full round of
 * successes adds one, up to the last limit that was not throttled (additive increase, multiplicative
 * decrease, as in RFC 5681).
 */
export class ConcurrencyLimit {
	private limit = 1;
	private ceiling: number;
	private isUntried = true;
	/** Whether the limit is one above the last one that was not throttled. */
	private isRetrying = false;
	private successes = 0;
	private fullRounds = 0;
	private round = 0;

	constructor(private readonly maximum: number) {
		this.ceiling = maximum;
	}

	get current(): number {
		return this.limit;
	}

	/** The round that a request belongs to: a new one begins whenever the limit is halved. */
	get currentRound(): number {
		return this.round;
	}

	succeeded(): void {
		if (this.isUntried) {
			this.isUntried = false;
			this.limit = this.maximum;
			return;
		}
		if (this.limit === this.maximum || ++this.successes < this.limit) return;
		this.successes = 0;
		if (this.limit < this.ceiling) {
			this.limit++;
		} else if (++this.fullRounds >= ROUNDS_BEFORE_RETRYING) {
			this.fullRounds = 0;
			this.isRetrying = true;
			this.ceiling++;
			this.limit++;
		}
	}

	/**
	 * Notes that a request was throttled, or timed out because too many share the line.
	 *
	 * @param round the `currentRound` in which it was sent
	 * @returns whether this is the first of its round
	 */
	slowDown(round: number): boolean {
		this.isUntried = false;
		if (round < this.round) return false;
		this.round++;
		this.successes = 0;
		this.fullRounds = 0;
		const wasTried = this.limit === this.ceiling && this.isRetrying;
		this.isRetrying = false;
		// One at a time is not too many at a time: then it is the pace.
		if (this.limit > 1) this.ceiling = this.limit - 1;
		this.limit = wasTried ? this.ceiling : Math.max(1, Math.floor(this.limit / 2));
		return true;
	}
}

/** How much shorter the interval gets with each accepted request. */
const SPEED_UP = 0.999;
/** The same, once more requests in a row were accepted than the last limit explains. */
const FAST_SPEED_UP = 0.95;
/** What a 429 adds to the interval. */
const SLOW_DOWN = 1.1;
/** So many requests at least have to be accepted between two 429s to measure a pace. */
const MIN_MEASURED = 2;
/** 429s in a row that no limit of requests in a time explains: the API takes none. */
const MAX_THROTTLES_OF_A_QUOTA = 10;
/** From a 429 to the next accepted request, in milliseconds. */
const LASTING_MS = 1_000;

/**
 * Spaces requests once one at a time is still too many: the API then limits how many it takes in a
 * time. The interval starts at what the API really accepted, waits included, and then feels its way
 * to the quota.
 */
export class Pace {
	private intervalMs = 0;
	private nextStart = 0;
	private throttles = 0;
	private throttledAt = 0;
	private since: number | undefined;
	private accepted = 0;
	private acceptedBefore = 0;

	/** Returns the milliseconds between requests; 0 if they need no spacing. */
	get interval(): number {
		return this.intervalMs;
	}

	/** Returns when the next request may start, in milliseconds of the same clock as `now`. */
	get opensAt(): number {
		return this.nextStart;
	}

	started(now: number): void {
		this.since ??= now;
		this.nextStart = Math.max(this.nextStart, now) + this.intervalMs;
	}

	succeeded(now: number): void {
		if (this.throttles > 0) this.measure(now);
		else
			this.intervalMs *= this.accepted > 20 * this.acceptedBefore + 100 ? FAST_SPEED_UP : SPEED_UP;
		this.accepted++;
	}

	throttled(now: number): void {
		if (this.throttles === 0) {
			this.intervalMs *= SLOW_DOWN;
			this.throttledAt = now;
		}
		this.throttles++;
	}

	/** Starts measuring anew: what an outage takes is not the API's pace. */
	interrupted(): void {
		this.since = undefined;
		this.accepted = 0;
	}

	private measure(now: number): void {
		// A 429 that is over at once, once in a while, is no quota.
		const isLasting = this.throttles > 1 || now - this.throttledAt >= LASTING_MS;
		const isQuota = this.accepted >= MIN_MEASURED && this.throttles <= MAX_THROTTLES_OF_A_QUOTA;
		if (isQuota && (isLasting || this.intervalMs > 0) && this.since !== undefined) {
			const measured = (now - this.since) / this.accepted;
			this.intervalMs = this.intervalMs === 0 ? measured : Math.min(measured, this.intervalMs);
			this.nextStart = now + this.intervalMs;
		}
		this.throttles = 0;
		this.since = now;
		this.acceptedBefore = this.accepted;
		this.accepted = 0;
	}
}

/**
 * What size the API takes, learned from 413 and from requests that fail while both of their halves
 * pass. Whether it counts bytes or items is not known, so both of the smallest refused request count.
 */
export class SizeLimit {
	private largestAccepted = 0;
	private smallestRefused: FailedSize | undefined;
	private readonly acceptedHalves = new WeakMap<FailedSize, number>();

	/** @param bytes of an accepted request's body @param halfOf the failed request it is a half of */
	accepted(bytes: number, halfOf: FailedSize | undefined): void {
		this.largestAccepted = Math.max(this.largestAccepted, bytes);
		// What is accepted now was not refused for its size.
		if (this.smallestRefused && bytes >= this.smallestRefused.bytes) {
			this.smallestRefused = undefined;
		}
		if (halfOf === undefined) return;
		const halves = (this.acceptedHalves.get(halfOf) ?? 0) + 1;
		this.acceptedHalves.set(halfOf, halves);
		if (halves === 2) this.refused(halfOf.items, halfOf.bytes);
	}

	/** @param bytes of the body of a request that was too large */
	refused(items: number, bytes: number): void {
		if (this.smallestRefused && this.smallestRefused.bytes <= bytes) return;
		// A request of one item is refused for its bytes, which says nothing about the number of items.
		this.smallestRefused = { items: items === 1 ? Infinity : items, bytes };
	}

	/** Returns whether a request of this size would be refused, as far as can be told. */
	excludes(items: number, bytes: number): boolean {
		const refused = this.smallestRefused;
		if (refused === undefined || bytes <= this.largestAccepted) return false;
		// As many items that are much shorter say nothing: one long item may have been at fault.
		const isAlike = items >= refused.items && bytes * 2 >= refused.bytes;
		return bytes >= refused.bytes || isAlike;
	}
}
