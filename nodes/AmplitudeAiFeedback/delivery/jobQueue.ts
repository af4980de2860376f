import type { Batch } from '../batching/batches';
import { takeOne } from './bisect';
import { jobOf, type Job } from './pending';

/** Requests that wait: batches that were never sent, and before those what is sent again. */
export class JobQueue {
	/** The next batch last, so that taking it costs the same however many there are. */
	private readonly batches: Batch[];
	private readonly started: Job[] = [];

	constructor(batches: Iterable<Batch>) {
		this.batches = [...batches].reverse();
	}

	get isEmpty(): boolean {
		return this.started.length === 0 && this.batches.length === 0;
	}

	/**
	 * Returns the first job that is due and ready, and takes it out; without one the next batch.
	 *
	 * @param isReady whether a job that failed before may be sent again
	 */
	take(now: number, isReady: (job: Job) => boolean): Job | undefined {
		const next = this.started.findIndex((job) => job.notBefore <= now && isReady(job));
		if (next >= 0) return this.started.splice(next, 1)[0];
		const batch = this.batches.pop();
		return batch && jobOf(batch);
	}

	/**
	 * Takes one item to try an API that seems to be down: one that was sent least often, so that it is
	 * another row each time.
	 *
	 * @param random returns a number from 0 to 1
	 * @returns a job of that item alone; the rest of its request stays in the queue
	 */
	takeProbe(random: () => number): Job | undefined {
		if (this.batches.length > 0) {
			return this.takeItem(this.startBatch(Math.floor(random() * this.batches.length)), random());
		}
		const places = this.started.flatMap((job) =>
			job.items.map(({ current }, index) => ({ job, index, attempts: current.attempts })),
		);
		const fewest = Math.min(...places.map(({ attempts }) => attempts));
		const candidates = places.filter(({ attempts }) => attempts === fewest);
		const chosen = candidates[Math.floor(random() * candidates.length)];
		return chosen && this.takeItem(chosen.job, chosen.index / chosen.job.items.length);
	}

	/** Puts a probe that failed back to the rest of its request. */
	putBack(probe: Job): void {
		const index = probe.probeOf === undefined ? -1 : this.started.indexOf(probe.probeOf);
		const rest = this.started[index];
		if (rest === undefined) this.started.push(probe);
		else this.started[index] = { ...rest, items: [...probe.items, ...rest.items] };
	}

	/** Puts rows from far apart before all others, each alone: the last one, one in the middle, and a random one. */
	putFarApartFirst(random: () => number): void {
		const places = [1, 0.5, random()].map((share) => Math.min(share, 0.999_999));
		const rows = places
			.map((place) => this.takeItem(this.jobAt(place), place))
			.filter((job) => job !== undefined);
		this.started.unshift(...rows.map((job) => ({ ...job, notBefore: 0, probeOf: undefined })));
	}

	/** Adds jobs before all others. */
	putFirst(...jobs: Job[]): void {
		this.started.unshift(...jobs);
	}

	/** Adds jobs after those that are sent again already, and before batches that were never sent. */
	putLast(...jobs: Job[]): void {
		this.started.push(...jobs);
	}

	/** Returns when the next job that is ready is due; undefined if there is none. */
	nextDue(isReady: (job: Job) => boolean): number | undefined {
		if (this.batches.length > 0) return 0;
		const due = this.started.filter(isReady).map(({ notBefore }) => notBefore);
		return due.length === 0 ? undefined : Math.min(...due);
	}

	/** Whether nothing is left but requests that failed before, with items that were all sent. */
	get hasOnlyFailed(): boolean {
		const isFailed = ({ items, failures }: Job) =>
			failures > 0 && items.every(({ current }) => current.attempts > 0);
		return this.batches.length === 0 && this.started.every(isFailed);
	}

	hasItemsOf(sourceId: string): boolean {
		const isOfSource = (queued: { sourceId: string }) => queued.sourceId === sourceId;
		return this.started.some(isOfSource) || this.batches.some(isOfSource);
	}

	/** Takes out every job that was sent before. */
	drainStarted(): Job[] {
		return this.started.splice(0);
	}

	/** Returns the job at a place in the queue, from 0 to 1. */
	private jobAt(place: number): Job | undefined {
		const index = Math.floor(place * (this.started.length + this.batches.length));
		return this.started[index] ?? this.startBatch(index - this.started.length);
	}

	/** Takes an item out of a job. @param place where in the job it is, from 0 to 1 */
	private takeItem(job: Job | undefined, place: number): Job | undefined {
		if (job === undefined) return undefined;
		const position = this.started.indexOf(job);
		if (job.control) return this.started.splice(position, 1)[0];
		const { one, rest } = takeOne(job, Math.floor(place * job.items.length));
		this.started.splice(position, 1, ...(rest === undefined ? [] : [rest]));
		const fresh = { halfOf: undefined, countedBefore: undefined };
		return { ...job, ...fresh, items: [one], probeOf: rest };
	}

	/** Makes a batch a job among those that were started. @param index in the order of sending */
	private startBatch(index: number): Job | undefined {
		const [batch] = this.batches.splice(this.batches.length - 1 - index, 1);
		if (batch === undefined) return undefined;
		const job = jobOf(batch);
		this.started.push(job);
		return job;
	}
}
