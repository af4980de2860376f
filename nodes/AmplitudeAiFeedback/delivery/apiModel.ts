import type { ResponseClass } from './classify';
import { ApiHealth } from './health';
import { ConcurrencyLimit, Pace, SizeLimit } from './limits';
import type { Job } from './pending';
import { SAME_REFUSALS } from './policy';
import type { NextStep, RetryContext } from './steps';
import { RetryBudget } from './retry';

/** A request that got its reply. */
export interface SentRequest {
	readonly job: Job;
	/** From 1 in the order of sending. */
	readonly number: number;
	/** UTF-8 bytes of its body. */
	readonly bytes: number;
	/** See `ConcurrencyLimit`. */
	readonly round: number;
	/** Milliseconds of the port's clock. */
	readonly sentAt: number;
}

/** What a run has learned about the API from its responses: how much it takes, and whether it works. */
export class ApiModel {
	readonly health = new ApiHealth();
	readonly limit: ConcurrencyLimit;
	readonly pace = new Pace();
	readonly size = new SizeLimit();
	private readonly budget: RetryBudget;
	private readonly acceptedSources = new Set<string>();
	private readonly notFound = new Map<string, number>();
	private refusals: { text?: string; count: number } = { count: 0 };
	/** Requests that the API answered with 429. */
	throttled = 0;

	constructor(maxConcurrentRequests: number, retryBudgetMs: number) {
		this.limit = new ConcurrencyLimit(maxConcurrentRequests);
		this.budget = new RetryBudget(retryBudgetMs);
	}

	/** How many requests may be in flight: a single one while the API seems to be down. */
	get maxInFlight(): number {
		return this.health.isOutage ? 1 : this.limit.current;
	}

	/** Learns from a response. @returns what the policy needs to know, of the time before it */
	learn(
		response: ResponseClass,
		{ job, bytes, round, sentAt }: SentRequest,
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
			throttlesInARow: health.throttlesInARow,
			failedProbes: health.failedProbes,
			sentAt,
			intervalMs: this.pace.interval,
			budgetMs: budget.budgetMs,
			nextStart: (waitMs: number, floorMs: number) => budget.nextStart(now, waitMs, floorMs),
		};
		if (response.kind === 'transient') this.learnFailure(response, round, now);
		else this.learnResponse(response, { job, bytes, sentAt }, now);
		return { ...before, isOutage: health.isOutage };
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
		{ cause }: ResponseClass & { kind: 'transient' },
		round: number,
		now: number,
	): void {
		this.budget.failed(now);
		if (cause === 'throttled') {
			this.throttled++;
			const wasAlone = this.limit.current === 1;
			if (this.limit.slowDown(round)) this.health.throttlesInARow++;
			if (wasAlone) this.pace.throttled(now);
			return;
		}
		this.health.failed();
		this.pace.interrupted();
		// Several requests may share a line that carries one in time.
		if (cause === 'timeout') this.limit.slowDown(round);
	}

	private learnResponse(
		response: ResponseClass,
		{ job, bytes, sentAt }: Pick<SentRequest, 'job' | 'bytes' | 'sentAt'>,
		now: number,
	): void {
		// A refusal is progress too: it settles a row, or makes the request smaller.
		this.budget.progressed();
		this.health.responded();
		if (response.kind === 'tooLarge') this.size.refused(job.items.length, bytes);
		if (response.kind === 'denied') this.health.deniedInARow++;
		if (response.kind === 'notFound') {
			this.notFound.set(job.sourceId, (this.notFound.get(job.sourceId) ?? 0) + 1);
		}
		if (!('named' in response)) return;
		this.limit.succeeded();
		this.pace.succeeded(now);
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
