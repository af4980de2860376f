import { toBody, type Batch } from '../batching/batches';
import { MAX_BODY_BYTES } from '../batching/size';
import { ApiModel, type SentRequest } from './apiModel';
import type { Reply } from './apiResponse';
import { canBisect, smaller } from './bisect';
import { classify, type ResponseClass } from './classify';
import { CountCheck } from './countCheck';
import { DeliveryState } from './deliveryState';
import { JobQueue } from './jobQueue';
import { toJob, type Job } from './pending';
import { nextStep, sendKind } from './policy';
import type { Port } from './port';
import { nextTry, STRIKES_OF_ONE_ITEM } from './retryPolicy';
import type { NextStep, Outcome } from './steps';
import type { DeliveryReport, RunFailure } from './results';
import { Scheduler } from './scheduler';
import { SharedLimits } from './sharedLimits';

/** A run that waits for its turn looks this often whether it was cancelled, in milliseconds. */
const LOOK_AGAIN_MS = 1_000;

export interface DeliverySettings {
	maxConcurrentRequests: number;
	/** The longest time without progress, in milliseconds. */
	retryBudgetMs: number;
}

/**
 * Delivers batches until every item is accounted for, or the run has to stop. Items are unique in a
 * run and the chunks of one go one after the other, so two requests in flight never carry the same.
 *
 * @param limits of runs that share a quota
 */
export async function deliver(
	batches: Iterable<Batch>,
	settings: DeliverySettings,
	port: Port,
	limits = new SharedLimits(),
): Promise<DeliveryReport> {
	return await new Delivery(batches, settings, port, limits).run();
}

class Delivery {
	private readonly queue: JobQueue;
	private readonly api: ApiModel;
	private readonly state = new DeliveryState();
	private readonly counts = new CountCheck();
	private readonly scheduler: Scheduler;
	private readonly inFlight = new Set<Promise<void>>();
	private readonly abandonedSources = new Set<string>();
	private requests = 0;
	private isAborted = false;
	private failure: RunFailure | undefined;

	constructor(
		batches: Iterable<Batch>,
		{ maxConcurrentRequests, retryBudgetMs }: DeliverySettings,
		private readonly port: Port,
		private readonly limits: SharedLimits,
	) {
		this.queue = new JobQueue(batches);
		this.api = new ApiModel(limits, maxConcurrentRequests, retryBudgetMs);
		const random = () => port.random();
		this.scheduler = new Scheduler(this.queue, this.api, limits, this.counts, random);
	}

	async run(): Promise<DeliveryReport> {
		for (;;) {
			this.startRequests();
			if (this.inFlight.size > 0 || this.queuesMore()) await this.nextEvent();
			else break;
		}
		this.limits.leaveLine(this.scheduler);
		const left = [
			...this.queue.drainStarted(),
			...this.counts.drain().map(({ step }) => step.sent),
		];
		for (const { items, control } of left) {
			if (!control) this.state.recordUnresolved(items);
		}
		const { requests, failure } = this;
		const { throttled } = this.api;
		return {
			results: this.state.results,
			requests,
			throttled,
			counts: this.counts.totals,
			failure,
		};
	}

	/** Returns whether something is left to send: at the latest now, short counts are explained. */
	private queuesMore(): boolean {
		if (this.isAborted) return false;
		if (this.queue.isEmpty) this.queueCountCheck(true);
		return !this.queue.isEmpty;
	}

	private queueCountCheck(isIdle: boolean): void {
		const check = this.counts.startCheck(isIdle);
		if (check) this.queue.putFirst(check);
	}

	/** Starts as many requests as may start now. */
	private startRequests(): void {
		while (!this.isAborted) {
			if (this.port.isCancelled()) {
				this.abort({ kind: 'cancelled' });
				return;
			}
			const now = this.port.now();
			const job = this.scheduler.take(now, this.inFlight.size);
			if (job === undefined) return;
			this.start(job, now);
		}
	}

	/** Waits for a response, for the turn of this run, or for the moment at which its next request may start. */
	private async nextEvent(): Promise<void> {
		if (this.isAborted) {
			await Promise.race(this.inFlight);
			return;
		}
		const now = this.port.now();
		const startsAt = this.scheduler.nextStart(now, this.inFlight.size);
		const events: Promise<void>[] = [...this.inFlight];
		let isOver = false;
		if (startsAt === undefined) events.push(this.limits.change());
		if (startsAt !== undefined || this.inFlight.size === 0) {
			const waitMs = startsAt === undefined ? LOOK_AGAIN_MS : Math.max(0, startsAt - now);
			events.push(this.port.sleep(waitMs, () => isOver));
		}
		await Promise.race(events);
		isOver = true;
	}

	/** Sends a job, unless it has to go in smaller requests or not at all. */
	private start(job: Job, now: number): void {
		if (this.abandonedSources.has(job.sourceId)) {
			this.state.recordUnresolved(job.items);
			return;
		}
		const chunks = job.items.map(({ current }) => current.chunk);
		const body = toBody(job.sourceId, chunks);
		const next = job.control
			? { send: job }
			: nextTry(job, this.scheduler.othersPassed(job), body.length);
		if ('step' in next) {
			this.carryOut(next.step, job, this.requests);
			return;
		}
		if (!job.control && this.isTooLarge(job, body.length) && canBisect(job)) {
			this.queue.putFirst(...smaller(next.send));
			return;
		}
		if (job.control) this.state.recordResend(job.items);
		this.limits.started(this.scheduler, now);
		const number = ++this.requests;
		const sent = { job: next.send, number, bytes: body.length, sentAt: now };
		const request: Promise<void> = this.port
			.send(body)
			.then((reply) => this.handle(reply, sent))
			.finally(() => {
				this.inFlight.delete(request);
				this.limits.ended();
			});
		this.inFlight.add(request);
	}

	private isTooLarge({ items }: Job, bytes: number): boolean {
		if (bytes > MAX_BODY_BYTES) return true;
		return items.length > 1 && this.api.size.excludes(items.length, bytes);
	}

	private handle(reply: Reply, sent: SentRequest): void {
		const { job, number } = sent;
		const response = classify(reply, job.items, this.port.date(), (text) => this.port.redact(text));
		const learned = this.api.learn(response, sent, this.port.now(), this.port.random());
		if (response.kind === 'shortfall' && job.countedBefore !== undefined) {
			// Nothing counted either time says something only when nothing else is left to compare with.
			const isTold = response.ingested + job.countedBefore > 0 || this.queue.isEmpty;
			if (isTold) this.endCountCheck(response.ingested > 0);
		}
		this.counts.noteResponse(response);
		const step = nextStep(response, job, {
			...learned,
			countsUnchanged: this.counts.countsUnchanged,
			hasOthersOfSource: () => this.queue.hasItemsOf(job.sourceId),
		});
		const isThrottled = response.kind === 'transient' && response.cause === 'throttled';
		if (isThrottled && step.kind === 'retry') this.limits.holdUntil(step.notBefore);
		if (job.control) {
			if (sendKind(response, learned) === 'counted') this.counts.noteControl();
			this.handleControl(response, step, job);
			return;
		}
		if (this.api.noteRefusal(response, step)) this.queue.putFarApartFirst(() => this.port.random());
		this.carryOut(step, job, number, response);
	}

	private carryOut(step: NextStep, job: Job, number: number, response?: ResponseClass): void {
		switch (step.kind) {
			case 'settle':
				if (step.isLast) this.queue.putLast(...step.requeue);
				else this.queue.putFirst(...step.requeue);
				this.settle(step.outcomes, job, number);
				if (response && 'named' in response) this.noteCounts(step.outcomes, response, job);
				return;
			case 'retry':
				if (step.holdsAll) this.scheduler.holdUntil(step.notBefore);
				if (job.probeOf) this.queue.putBack(step.job);
				else if (step.holdsAll) this.queue.putFirst(step.job);
				else this.queue.putLast({ ...step.job, notBefore: step.notBefore });
				return;
			case 'explainCounts': {
				const again = this.counts.explain({ step, number, response });
				if (again) this.queue.putLast(again);
				this.queueCountCheck(false);
				return;
			}
			case 'abandonSource':
				this.abandonedSources.add(job.sourceId);
				this.failure ??= step.failure;
				this.state.recordUnresolved(step.unresolved, number);
				return;
			case 'abort':
				this.abort(step.failure);
				this.settleAborted(step.outcomes, job, number);
		}
	}

	/** Records outcomes, and queues the next chunks of their items. */
	private settle(outcomes: readonly Outcome[], job: Job, number: number): void {
		const next = outcomes.flatMap((outcome) => {
			const pending = this.state.record(outcome, number);
			if (pending === undefined) return [];
			const more = { ...laterStrikes(outcome), isSuspect: job.isSuspect };
			return [toJob(job.sourceId, [pending], more)];
		});
		this.queue.putFirst(...next);
	}

	private settleAborted(outcomes: readonly Outcome[], job: Job, number: number): void {
		const isOpen = ({ result }: Outcome) => result?.status === 'unresolved';
		this.settle(
			outcomes.filter((outcome) => !isOpen(outcome)),
			job,
			number,
		);
		this.state.recordUnresolved(
			outcomes.filter(isOpen).map(({ pending }) => pending),
			number,
		);
	}

	private noteCounts(
		outcomes: readonly Outcome[],
		response: ResponseClass & { ingested: number },
		{ countedBefore = 0 }: Job,
	): void {
		const accepted = outcomes.filter(({ result }) => result?.status === 'accepted');
		if (accepted.length === 0 || response.kind === 'unattributed') return;
		const items = accepted.map(({ pending }) => pending);
		// What was counted at first is not counted again where unchanged items are not.
		const before = this.counts.countsUnchanged === false ? countedBefore : 0;
		const isFull = response.kind === 'complete';
		this.counts.noteAccepted(items, before + response.ingested, isFull);
		this.queueCountCheck(false);
	}

	/** What a control request carries has its results already; only what it tells about the API counts. */
	private handleControl(response: ResponseClass, step: NextStep, job: Job): void {
		if (step.kind === 'abort') this.abort(step.failure);
		if (step.kind === 'retry' && step.holdsAll) this.scheduler.holdUntil(step.notBefore);
		if (job.control === 'health') return;
		if (response.kind === 'transient') this.queue.putFirst(job);
		// A refusal says nothing about counts: then short counts are taken literally.
		else this.endCountCheck(!('ingested' in response) || response.ingested > 0);
	}

	/** Takes up the responses that waited for the check, now that it is known what the API counts. */
	private endCountCheck(countsUnchanged: boolean): void {
		for (const { step, number, response } of this.counts.end(countsUnchanged)) {
			this.carryOut(step.resume(countsUnchanged), step.sent, number, response);
		}
	}

	private abort(failure: RunFailure): void {
		this.isAborted = true;
		this.limits.leaveLine(this.scheduler);
		this.failure ??= failure;
	}
}

/** After a chunk that kept failing, the next one of its item is not tried as often. */
function laterStrikes({ result }: Outcome): Partial<Job> {
	const isFailing = result?.status === 'unresolved' && result.cause === 'failing';
	return isFailing ? { strikes: STRIKES_OF_ONE_ITEM - 2 } : {};
}
