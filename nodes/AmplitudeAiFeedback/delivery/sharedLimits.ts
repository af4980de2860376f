import { ConcurrencyLimit } from './concurrencyLimit';
import { Pace } from './pace';

/**
 * A `Retry-After` this long, in milliseconds, is about requests in a time. Where it is shorter, fewer at
 * a time may do.
 */
const LONG_RETRY_AFTER_MS = 10_000;

/** A run, to tell it from others. */
export type Participant = object;

/**
 * How much an API takes, and whose turn it is. Runs that use the same keys at once share their quota,
 * so they share what they learn of it, and take turns: each on its own would be throttled by the
 * requests of the others.
 */
export class SharedLimits {
	private readonly concurrency = new ConcurrencyLimit();
	private readonly pace = new Pace();
	/** Requests in flight, of all runs. */
	private inFlight = 0;
	/** When requests were last throttled, or timed out: those sent before belong to the same round. */
	private slowedAt = 0;
	/** Throttled rounds since a request was accepted. */
	private throttles = 0;
	private lastPassedAt = -Infinity;
	private heldUntil = 0;
	/** Runs that have something to send, in the order in which they began to wait. */
	private readonly line = new Set<Participant>();
	private watchers: (() => void)[] = [];

	/** Returns the milliseconds between requests; 0 if they need no spacing. */
	get interval(): number {
		return this.pace.interval;
	}

	/** Returns how many rounds in a row were throttled. */
	get throttlesInARow(): number {
		return this.throttles;
	}

	/** Returns when a request of any run last got a response other than 429 and failures. */
	get passedAt(): number {
		return this.lastPassedAt;
	}

	/** Returns when the next request of any run may start. */
	get opensAt(): number {
		return Math.max(this.heldUntil, this.pace.opensAt);
	}

	/** No run sends anything before this moment. */
	holdUntil(moment: number): void {
		this.heldUntil = Math.max(this.heldUntil, moment);
	}

	/** Returns whether a run may send now; if not, it has its place in the line. */
	isTurnOf(run: Participant, now: number): boolean {
		this.line.add(run);
		return this.isNext(run) && now >= this.opensAt;
	}

	/** Returns whether only time, not another run, keeps a run from sending. */
	isNext(run: Participant): boolean {
		const [first = run] = this.line;
		// After a 429 one request goes first, to tell that the API takes them again.
		const most = this.throttles > 0 ? 1 : this.concurrency.current;
		return first === run && this.inFlight < most;
	}

	/** Gives up a run's place in the line: it has started a request, or has nothing to send. */
	leaveLine(run: Participant): void {
		if (this.line.delete(run)) this.changed();
	}

	started(run: Participant, now: number): void {
		this.inFlight++;
		this.pace.started(now);
		this.leaveLine(run);
	}

	ended(): void {
		this.inFlight--;
		this.changed();
	}

	/** Notes a response other than 429 and failures. @param sentAt when its request was sent */
	passed(now: number, sentAt: number): void {
		this.lastPassedAt = now;
		this.concurrency.succeeded();
		// What was on its way before a 429 does not tell that the API takes requests again.
		if (this.throttles > 0 && sentAt < this.slowedAt) return;
		if (this.throttles > 0) this.pace.resumed(now);
		else this.pace.accepted(now, sentAt);
		this.throttles = 0;
	}

	/**
	 * Notes a 429; those of one round count once.
	 *
	 * @param sentAt when the throttled request was sent
	 * @param retryAfterMs what the API asks for
	 */
	throttled(now: number, sentAt: number, retryAfterMs: number): void {
		if (sentAt < this.slowedAt) return;
		this.slowedAt = now;
		this.throttles++;
		const isSpaced = this.pace.interval > 0;
		// Where two at a time are too many, fewer do not help.
		if (isSpaced || this.inFlight <= 2 || retryAfterMs >= LONG_RETRY_AFTER_MS) {
			this.pace.throttled(now);
		} else {
			this.concurrency.slowDown(this.inFlight);
		}
	}

	/** Notes a request that failed otherwise. @param isTimeout several may share a line that carries one in time */
	failed(now: number, sentAt: number, isTimeout: boolean): void {
		this.pace.interrupted();
		if (!isTimeout || sentAt < this.slowedAt) return;
		this.slowedAt = now;
		this.concurrency.slowDown(this.inFlight);
	}

	/** Resolves when it may be another run's turn. */
	async change(): Promise<void> {
		await new Promise<void>((resolve) => this.watchers.push(resolve));
	}

	private changed(): void {
		for (const resolve of this.watchers.splice(0)) resolve();
	}
}

const inUse = new Map<string, { limits: SharedLimits; runs: number }>();

/**
 * Runs something with the limits that all runs of this process share while they use the same account.
 *
 * @param account the API's address and the key, kept only as long as a run uses it
 */
export async function withSharedLimits<T>(
	account: string,
	work: (limits: SharedLimits) => Promise<T>,
): Promise<T> {
	const entry = inUse.get(account) ?? { limits: new SharedLimits(), runs: 0 };
	inUse.set(account, entry);
	entry.runs++;
	try {
		return await work(entry.limits);
	} finally {
		if (--entry.runs === 0) inUse.delete(account);
	}
}
