import type { ResponseClass } from './classify';
import { toJob, track, type Job, type PendingItem } from './pending';
import { MAX_SENDS, type NextStep } from './steps';

/** A response whose counts are short, to be classified once it is known what the API counts. */
export interface ShortResponse {
	readonly step: NextStep & { kind: 'explainCounts' };
	/** Number of the request. */
	readonly number: number;
	readonly response?: ResponseClass;
}

const SAMPLE_SIZE = 2;
/**
 * This many responses in a row with one and the same count, of requests of any size, prove that it says
 * nothing: about two batches of 100 items, bisected down to items that were each counted.
 */
const SAME_COUNTS = 400;
/** At least this many have counts that are short. */
const SHORT_COUNTS = 100;

/**
 * Finds out why `ingested` and `failed` add up to less than the items sent: either rows were dropped
 * silently, or the API does not count an upsert that changes nothing. Once a run, two accepted
 * items are sent again alone.
 */
export class CountCheck {
	/**
	 * Whether the API counts an upsert that changes nothing, so that a short count is of rows that were
	 * dropped; undefined while not known.
	 */
	countsUnchanged: boolean | undefined;
	private readonly sample: PendingItem[] = [];
	private controls = 0;
	private isRunning = false;
	private waiting: ShortResponse[] = [];
	private accepted = 0;
	private ingested = 0;
	private same = { ingested: -1, responses: 0, short: 0 };

	/** Whether the items that show if the API accepts any have reached the limit of sends. */
	get isControlUsedUp(): boolean {
		const items = this.sample.length > 0 ? this.sample : (this.waiting[0]?.step.sent.items ?? []);
		return items.some(({ current }) => current.countedSends + 2 + this.controls >= MAX_SENDS);
	}

	/** Notes that accepted items were sent again. */
	noteControl(): void {
		this.controls++;
	}

	/**
	 * Notes a response without failures. Counts that are always the same are no reason to bisect any
	 * further: then they are treated like those of an API that leaves items out.
	 */
	noteResponse(response: ResponseClass): void {
		if (response.kind !== 'complete' && response.kind !== 'shortfall') return;
		const { ingested, kind, named } = response;
		if (named.items.size + named.messages.size > 0) return;
		if (ingested !== this.same.ingested) this.same = { ingested, responses: 0, short: 0 };
		this.same.responses++;
		if (kind === 'shortfall') this.same.short++;
		const { responses, short } = this.same;
		// A count of 0 may be true: of an API that stores nothing any more.
		if (ingested > 0 && responses >= SAME_COUNTS && short >= SHORT_COUNTS) {
			this.countsUnchanged = false;
		}
	}

	/** Items that were accepted, and how many the API itself counted in those requests. */
	get totals(): { accepted: number; ingested: number } {
		return { accepted: this.accepted, ingested: this.ingested };
	}

	/** Notes items that a response accepted. @param isFull whether its counts add up */
	noteAccepted(items: readonly PendingItem[], ingested: number, isFull: boolean): void {
		this.accepted += items.length;
		this.ingested += ingested;
		const isSure = isFull || this.countsUnchanged === false;
		if (!isSure || this.sample.length >= SAMPLE_SIZE) return;
		// An item with chunks to come may be in flight again by the time of the check.
		const candidates = items.filter(
			({ later, current }) => later.length === 0 && current.countedSends + 1 < MAX_SENDS,
		);
		const [first] = this.sample;
		const isSameSource = ({ item }: PendingItem) =>
			first === undefined || first.item.sourceId === item.sourceId;
		// No request has more items than the requests before it.
		const size = Math.min(SAMPLE_SIZE, items.length) - this.sample.length;
		this.sample.push(...candidates.filter(isSameSource).slice(0, Math.max(0, size)));
	}

	/**
	 * Takes a short response in, until it is known what the API counts.
	 *
	 * @returns the same request again, where some of its items were counted and none is known that surely was
	 */
	explain(short: ShortResponse): Job | undefined {
		const { sent, ingested } = short.step;
		if (this.sample.length === 0 && ingested > 0) return { ...sent, countedBefore: ingested };
		this.waiting.push(short);
		return undefined;
	}

	/**
	 * Returns the request that tells, if short responses wait for it and it is not on its way.
	 *
	 * @param isIdle whether nothing else is left to send: then, for want of items that surely were
	 *   counted, a request with a short response is sent again
	 */
	startCheck(isIdle: boolean): Job | undefined {
		const [first] = this.waiting;
		if (first === undefined || this.isRunning) return undefined;
		if (this.sample.length > 0) {
			this.isRunning = true;
			return this.controlJob('counts');
		}
		return isIdle ? this.takeWaiting() : undefined;
	}

	/**
	 * Returns a request that tells whether the API takes any: of items that it accepted, or else one
	 * whose short response waits to be explained.
	 */
	healthCheck(): Job | undefined {
		if (this.isControlUsedUp) return undefined;
		return this.sample.length > 0 ? this.controlJob('health') : this.takeWaiting();
	}

	private takeWaiting(): Job | undefined {
		const short = this.waiting.shift();
		if (short === undefined) return undefined;
		const { sent, ingested } = short.step;
		return toJob(sent.sourceId, sent.items, { countedBefore: ingested });
	}

	/** Returns a request of items that were accepted before; undefined if there are none yet. */
	private controlJob(control: 'counts' | 'health'): Job | undefined {
		const [first] = this.sample;
		if (first === undefined) return undefined;
		const items = this.sample.map((pending) => ({
			...pending,
			current: track(pending.current.chunk),
		}));
		return toJob(first.item.sourceId, items, { control });
	}

	/** Ends the check. @returns the responses that waited for it */
	end(countsUnchanged: boolean): ShortResponse[] {
		this.countsUnchanged ??= countsUnchanged;
		return this.drain();
	}

	/** Takes out the responses that wait. */
	drain(): ShortResponse[] {
		return this.waiting.splice(0);
	}
}
