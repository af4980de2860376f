import type { ResponseClass } from './classify';
import { ApiHealth } from './health';
import type { Job } from './pending';
import { SAME_REFUSALS } from './policy';
import type { NextStep, RetryContext } from './steps';
import { RetryBudget } from './retry';
import { SharedLimits } from './sharedLimits';
import { SizeLimit } from './sizeLimit';

/** A request that got its reply. */
export interface SentRequest {
	readonly job: Job;
	/** From 1 in the order of sending. */
	readonly number: number;
	/** UTF-8 bytes of its body. */
	readonly bytes: number;
	/** Milliseconds of the port's clock. */
	readonly sentAt: number;
}

/** What a run has learned about the API from its responses: how much it takes, and whether it works. */
export class ApiModel {
	readonly health = new ApiHealth();
	readonly size = new SizeLimit();
	private readonly budget: RetryBudget;
	private readonly acceptedSources = new Set<string>();
	private readonly notFound = new Map<string, number>();
	private refusals: { text?: string; count: number } = { count: 0 };
	/** Requests with the response 429. */
	throttled = 0;

	/** Whether a request was accepted. */
	private isTried = false;

	constructor(
		private readonly limits: SharedLimits,
		private readonly maxConcurrentRequests: number,
		retryBudgetMs: number,
	) {
		this.budget = new RetryBudget(retryBudgetMs);
	}

	/**
	 * How many requests of this run may be in flight, as far as others allow. The first one goes alone,
	 * so that wrong keys cost one request, and a single one tells whether an outage is over.
	 */
	get maxInFlight(): number {
		return this.health.isOutage || !this.isTried ? 1 : this.maxConcurrentRequests;
	}

	/** Learns from a response. @returns what the policy needs to know, of the time before it */
	learn(
		response: ResponseClass,
		{ job, bytes, sentAt }: SentRequest,
		now: number,
		random: number,
	): Omit<RetryContext, 'hasOthersOfSource' | 'countsUnchanged'> {
		const { health, budget } = this;
		const before = {
			now,
			random,
			bytes,
			isAnyAccepted: this.acceptedSources.size > 0,
			isSourceAccepted: this.acceptedSources.has(job.sourceId),
			sameRefusals: this.refusals.text === refusalText(response) ? this.refusals.count : 0,
			deniedInARow: health.deniedInARow,
			notFound: this.notFound.get(job.sourceId) ?? 0,
			throttlesInARow: this.limits.throttlesInARow,
			failedProbes: health.failedProbes,
			sentAt,
			budgetMs: budget.budgetMs,
			nextStart: (waitMs: number, floorMs: number) => budget.nextStart(now, waitMs, floorMs),
		};
		if (response.kind === 'transient') this.learnFailure(response, sentAt, now);
		else this.learnResponse(response, { job, bytes, sentAt }, now);
		return { ...before, intervalMs: this.limits.interval, isOutage: health.isOutage };
	}

	/** Notes the outcome of a single row that was refused. @returns whether rows from far apart are next */
	noteRefusal(response: ResponseClass, step: NextStep): boolean {
		const isSingleRow =
			response.kind === 'refused' && step.kind === 'settle' && step.outcomes.length > 0;
		if (!isSingleRow) return false;
		const text = refusalText(response);
		const count = text === this.refusals.text ? this.refusals.count + 1 : 1;
		this.refusals = { text, count };
		return this.acceptedSources.size === 0 && count === SAME_REFUSALS;
	}

	private learnFailure(
		{ cause, retryAfterMs = 0 }: ResponseClass & { kind: 'transient' },
		sentAt: number,
		now: number,
	): void {
		if (cause === 'throttled') {
			this.throttled++;
			// A run that waits for its turn is not failing as long as the API accepts requests of others.
			this.budget.failed(now, this.limits.passedAt);
			this.limits.throttled(now, sentAt, retryAfterMs);
		} else {
			this.budget.failed(now);
			this.health.failed();
			this.limits.failed(now, sentAt, cause === 'timeout');
		}
	}

	private learnResponse(
		response: ResponseClass,
		{ job, bytes, sentAt }: Pick<SentRequest, 'job' | 'bytes' | 'sentAt'>,
		now: number,
	): void {
		// A refusal is progress too: it settles a row, or makes the request smaller.
		this.budget.progressed();
		this.health.responded();
		// And it passed the quota.
		this.limits.passed(now, sentAt);
		if (response.kind === 'tooLarge') this.size.refused(job.items.length, bytes);
		if (response.kind === 'denied') this.health.deniedInARow++;
		if (response.kind === 'notFound') {
			this.notFound.set(job.sourceId, (this.notFound.get(job.sourceId) ?? 0) + 1);
		}
		if (!('named' in response)) return;
		this.isTried = true;
		this.health.accepted(sentAt);
		if (response.kind === 'unattributed') return;
		this.size.accepted(bytes, job.halfOf);
		if (response.named.items.size < job.items.length) this.acceptedSources.add(job.sourceId);
	}
}

/** Only refusals of a whole request are compared: others say nothing about the request. */
function refusalText(response: ResponseClass): string | undefined {
	return response.kind === 'refused' ? `${response.status} ${response.detail ?? ''}` : undefined;
}
