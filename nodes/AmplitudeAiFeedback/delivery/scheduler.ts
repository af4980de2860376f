import type { ApiModel } from './apiModel';
import type { CountCheck } from './countCheck';
import type { JobQueue } from './jobQueue';
import type { Job } from './pending';
import type { SharedLimits } from './sharedLimits';

/** How long before a failure, in milliseconds, another request may have passed to count. */
const GRACE_MS = 600_000;

/** Decides which request goes next, and when. */
export class Scheduler {
	private heldUntil = 0;

	constructor(
		private readonly queue: JobQueue,
		private readonly api: ApiModel,
		private readonly limits: SharedLimits,
		private readonly counts: CountCheck,
		/** Returns a number from 0 to 1. */
		private readonly random: () => number,
	) {}

	/** The run sends nothing before this time. */
	holdUntil(moment: number): void {
		this.heldUntil = Math.max(this.heldUntil, moment);
	}

	/** Returns the job that goes now, and takes it out of the queue. @param inFlight number of requests */
	take(now: number, inFlight: number): Job | undefined {
		if (!this.wantsToSend(now, inFlight)) {
			this.limits.leaveLine(this);
			return undefined;
		}
		if (!this.limits.isTurnOf(this, now)) return undefined;
		const job = this.api.health.isOutage ? this.takeProbe(now) : this.takeDue(now, inFlight);
		if (job === undefined) this.limits.leaveLine(this);
		return job;
	}

	/** Returns when this run should look again; undefined if that depends on a request in flight. */
	nextStart(now: number, inFlight: number): number | undefined {
		const due = this.nextDue(inFlight);
		if (due === undefined) return undefined;
		const ready = Math.max(due, this.heldUntil);
		if (ready > now) return ready;
		return this.limits.isNext(this) ? this.limits.opensAt : undefined;
	}

	private wantsToSend(now: number, inFlight: number): boolean {
		if (now < this.heldUntil) return false;
		const due = this.nextDue(inFlight);
		return due !== undefined && (due <= now || this.waitsForOthers(inFlight));
	}

	/** Returns when a job of this run is due, whatever the limits; undefined if one in flight decides. */
	private nextDue(inFlight: number): number | undefined {
		if (inFlight >= this.api.maxInFlight) return undefined;
		const { isOutage } = this.api.health;
		const due = this.queue.nextDue(this.isReady);
		if (due !== undefined && !isOutage) return due;
		const any = isOutage || inFlight === 0 ? this.queue.nextDue(() => true) : undefined;
		return isOutage && any !== undefined ? 0 : any;
	}

	/** Whether only jobs are left that go again after another request has passed, and none is on its way. */
	private waitsForOthers(inFlight: number): boolean {
		return inFlight === 0 && !this.queue.isEmpty && this.queue.nextDue(this.isReady) === undefined;
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
		if (job !== undefined || !this.waitsForOthers(inFlight)) return job;
		// If there is no other request, one that passed is sent again.
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
