import type { ApiModel } from './apiModel';
import type { CountCheck } from './countCheck';
import type { JobQueue } from './jobQueue';
import type { Job } from './pending';

/** How long before a failure, in milliseconds, another request may have passed to count. */
const GRACE_MS = 600_000;

/** Decides which request goes next, and when. */
export class Scheduler {
	private heldUntil = 0;

	constructor(
		private readonly queue: JobQueue,
		private readonly api: ApiModel,
		private readonly counts: CountCheck,
		/** Returns a number from 0 to 1. */
		private readonly random: () => number,
	) {}

	/** Nothing is sent before this moment. */
	holdUntil(moment: number): void {
		this.heldUntil = Math.max(this.heldUntil, moment);
	}

	/** Returns the job that goes now, and takes it out of the queue. @param inFlight number of requests */
	take(now: number, inFlight: number): Job | undefined {
		if (inFlight >= this.api.maxInFlight || now < this.opensAt) return undefined;
		return this.api.health.isOutage ? this.takeProbe(now) : this.takeDue(now, inFlight);
	}

	/** Returns when the next request may start; undefined if that depends on one in flight. */
	nextStart(inFlight: number): number | undefined {
		if (inFlight >= this.api.maxInFlight) return undefined;
		const { isOutage } = this.api.health;
		const isAnyReady = isOutage || inFlight === 0;
		const due =
			this.queue.nextDue(this.isReady) ?? (isAnyReady ? this.queue.nextDue(() => true) : undefined);
		return due === undefined ? undefined : Math.max(isOutage ? 0 : due, this.opensAt);
	}

	private get opensAt(): number {
		return Math.max(this.heldUntil, this.api.pace.opensAt);
	}

	/**
	 * Returns whether another request has passed since a job failed, so that the fault is in the job.
	 * Where none can be sent to find out, one shortly before counts as well.
	 */
	readonly othersPassed = ({ failedSend }: Job): boolean =>
		this.api.health.hasAcceptedSince(
			this.counts.isControlUsedUp ? failedSend - GRACE_MS : failedSend,
		);

	/** A job that failed while others passed goes again only after another request has passed since. */
	private readonly isReady = (job: Job): boolean =>
		job.strikes === 0 || !job.isUnexplained || this.othersPassed(job);

	private takeDue(now: number, inFlight: number): Job | undefined {
		const job = this.queue.take(now, this.isReady);
		const isIdle = inFlight === 0 && this.queue.nextDue(this.isReady) === undefined;
		if (job !== undefined || !isIdle || this.queue.isEmpty) return job;
		// Only jobs are left that wait for another request to pass: so one is sent again that did.
		return this.counts.healthCheck() ?? this.queue.take(now, () => true);
	}

	/**
	 * An outage is probed with different rows each time. Where nothing is left but items that failed,
	 * one that was accepted tells an outage from bad rows.
	 */
	private takeProbe(now: number): Job | undefined {
		if (!this.queue.hasOnlyFailed) return this.queue.takeProbe(this.random);
		return (
			this.counts.healthCheck() ??
			this.queue.take(now, this.othersPassed) ??
			this.queue.takeProbe(this.random)
		);
	}
}
