import { toBody, type Batch } from '../batching/batches';
import { isDivisible, type OutgoingItem } from '../batching/chunks';
import type { Answer } from './answer';
import { judge, mayHaveArrived, reworded, type Named, type Verdict } from './judge';
import { Lanes } from './lanes';
import { Ledger, type Settlement } from './ledger';
import { decide, MAX_SENDS, SAME_REFUSALS, type Action, type Situation } from './policy';
import type { PieceResults } from './results';
import { RetryBudget } from './retryBudget';
import { SizeLimit } from './sizeLimit';
import type { Stop } from './stop';

/** The world outside, so that the loop runs in a test without a clock and without a network. */
export interface Port {
	/** Sends one request; a fault is an answer too, never an exception. */
	send(body: Buffer): Promise<Answer>;
	/** Ends early when the execution is cancelled. */
	pause(milliseconds: number): Promise<void>;
	/** In milliseconds. */
	now(): number;
	/** From 0 to 1. */
	random(): number;
	isCancelled(): boolean;
	/** A text of the API without the keys, should it repeat them. */
	hide(words: string): string;
}

export interface DeliverySettings {
	maxConcurrentRequests: number;
	/** Per request. */
	timeoutMs: number;
	/** Per run. */
	retryBudgetMs: number;
}

export interface DeliveryReport {
	results: PieceResults;
	/** Requests sent. */
	requests: number;
	/** Requests that the API answered with 429. */
	throttled: number;
	/** Why the run ended before everything was sent, if it did. */
	stop?: Stop;
}

/** A request that is to be sent, and sent again. */
interface Job {
	batch: Batch;
	/** Whether it was halved because of trouble. */
	isHalf: boolean;
	/** How often in a row it met trouble. */
	troubles: number;
}

/**
 * Delivers batches until each item is accounted for or the run has to stop. Items are unique in a
 * run and the pieces of one go one after the other, so two requests in flight never carry the same.
 */
export async function deliver(
	batches: readonly Batch[],
	settings: DeliverySettings,
	port: Port,
): Promise<DeliveryReport> {
	return await new Delivery(batches, settings, port).run();
}

class Delivery {
	private readonly queue: Job[];
	private readonly ledger = new Ledger();
	private readonly lanes: Lanes;
	private readonly budget: RetryBudget;
	private readonly sizeLimit = new SizeLimit();
	private readonly inFlight = new Set<Promise<void>>();
	private requests = 0;
	private throttled = 0;
	private anyAccepted = false;
	private lastRefusal = { text: '', count: 0 };
	private stop: Stop | undefined;

	constructor(
		batches: readonly Batch[],
		private readonly settings: DeliverySettings,
		private readonly port: Port,
	) {
		this.queue = batches.map((batch) => toJob(batch));
		this.lanes = new Lanes(settings.maxConcurrentRequests);
		this.budget = new RetryBudget(settings.retryBudgetMs);
	}

	async run(): Promise<DeliveryReport> {
		const { inFlight, queue } = this;
		for (;;) {
			while (!this.stop && inFlight.size < this.lanes.open) {
				const job = queue.shift();
				if (job === undefined) break;
				const lane = this.work(job).finally(() => inFlight.delete(lane));
				inFlight.add(lane);
			}
			if (inFlight.size === 0) break;
			await Promise.race(inFlight);
		}
		for (const { batch } of this.queue) this.ledger.settleOpen(batch.items);
		const { ledger, requests, throttled, stop } = this;
		return { results: ledger.results, requests, throttled, stop };
	}

	/** Sends a job once, and again for as long as that is the thing to do. */
	private async work(job: Job): Promise<void> {
		const { sourceId, items: units } = job.batch;
		for (;;) {
			await this.waitForTurn();
			const isSpent = this.ledger.mostSends(units) >= MAX_SENDS;
			if (this.stop || isSpent) return this.ledger.settleOpen(units);
			const pieces = units.map((unit) => this.ledger.pieceOf(unit));
			const body = toBody(sourceId, pieces);
			const bytes = body.length;
			if (units.length > 1 && this.sizeLimit.excludes(units.length, bytes)) {
				return this.split(job, units, false);
			}
			const request = ++this.requests;
			this.ledger.noteSend(units);
			const answer = await this.port.send(body);
			const partsOf = (unit: OutgoingItem) => this.ledger.pieceOf(unit).messageIds;
			const judged = judge(answer, job.batch, partsOf, this.port.now());
			const verdict = reworded(judged, this.port.hide);
			this.note(verdict, units, bytes);
			job.troubles = verdict.kind === 'trouble' ? job.troubles + 1 : 0;
			const action = decide(verdict, this.situation(job, verdict));
			if (action.kind !== 'retry') return this.carryOut(action, verdict, job, request);
			this.lanes.closeUntil(this.port.now() + action.waitMs);
			if (this.inFlight.size > this.lanes.open) {
				// A lane too many, now that there are fewer: another one takes the job up again.
				this.queue.unshift(job);
				return;
			}
		}
	}

	private async waitForTurn(): Promise<void> {
		for (;;) {
			if (this.port.isCancelled()) this.stop ??= { kind: 'cancelled' };
			const wait = this.lanes.waitMilliseconds(this.port.now());
			if (this.stop || wait === 0) return;
			await this.port.pause(wait);
		}
	}

	/** Keeps in mind what an answer says about the run as a whole. */
	private note(verdict: Verdict, units: readonly OutgoingItem[], bytes: number): void {
		if (verdict.kind === 'accounted') this.sizeLimit.accepted(bytes);
		if (verdict.kind === 'tooLarge') this.sizeLimit.refused(units.length, bytes);
		if (mayHaveArrived(verdict)) this.ledger.noteMayHaveArrived(units);
		if (verdict.kind !== 'trouble') return;
		this.budget.trouble(this.port.now());
		if (verdict.trouble === 'throttled') {
			this.throttled++;
			this.lanes.throttled();
		}
	}

	private situation({ batch, isHalf, troubles }: Job, verdict: Verdict): Situation {
		const now = this.port.now();
		const [first, ...others] = batch.items;
		return {
			items: batch.items.length,
			isDivisible: !!first && others.length === 0 && isDivisible(this.ledger.pieceOf(first)),
			sends: this.ledger.mostSends(batch.items),
			isHalf,
			troubles,
			anyAccepted: this.anyAccepted,
			sameRefusals: this.lastRefusal.text === refusalText(verdict) ? this.lastRefusal.count : 0,
			random: this.port.random(),
			budgetAllows: (waitMs: number) => this.budget.allows(waitMs + this.settings.timeoutMs, now),
		};
	}

	private carryOut(
		action: Exclude<Action, { kind: 'retry' }>,
		verdict: Verdict,
		job: Job,
		request: number,
	): void {
		const { items: units } = job.batch;
		switch (action.kind) {
			case 'settle':
				this.accept(job.batch, namedIn(verdict), request);
				return;
			case 'split': {
				const named = namedIn(verdict);
				// Of an item with a named message, an unnamed failure may be another message, or all of it.
				const isNamed = (unit: OutgoingItem) => named.items.has(unit);
				const others = units.filter((unit) => !isNamed(unit));
				this.accept({ ...job.batch, items: units.filter(isNamed) }, named, request);
				this.split(job, others, action.becauseOfTrouble);
				return;
			}
			case 'divide':
				for (const unit of units) this.ledger.divide(unit);
				this.queue.unshift(job);
				return;
			case 'reject': {
				const { cause, detail } = action;
				this.noteRefusal(verdict);
				this.refuse(units, { status: 'refused', cause, detail }, request);
				this.askWitness();
				return;
			}
			case 'giveUp':
				this.stop ??= action.stop;
				if (action.stop?.kind === 'requestRefused') {
					const { detail } = action.stop;
					this.refuse(units, { status: 'refused', cause: 'api', detail }, request);
				} else {
					this.ledger.settleOpen(units, request);
				}
		}
	}

	private refuse(units: readonly OutgoingItem[], settlement: Settlement, request: number): void {
		for (const unit of units) {
			this.ledger.settle(unit, settlement, request);
			// A refused message is no reason to keep back the ones after it, once their item stands.
			if (this.ledger.isBeyondHead(unit)) this.queueNextPiece(unit);
		}
	}

	private accept({ sourceId, items: units }: Batch, named: Named, request: number): void {
		if (units.length === 0) return;
		this.budget.success(this.port.now());
		this.lanes.succeeded();
		const again: OutgoingItem[] = [];
		for (const unit of units) {
			const detail = named.items.get(unit);
			const failedParts = named.parts.get(unit);
			if (detail !== undefined) {
				this.refuse([unit], { status: 'refused', cause: 'api', detail }, request);
			} else if (failedParts === undefined) {
				this.anyAccepted = true;
				this.ledger.settle(unit, ACCEPTED, request);
				this.queueNextPiece(unit);
			} else if (this.ledger.leaveOut(unit, failedParts, request)) {
				again.push(unit);
			} else {
				const [words] = failedParts.values();
				this.refuse([unit], { status: 'refused', cause: 'api', detail: words }, request);
			}
		}
		if (again.length > 0) this.queue.unshift(toJob({ sourceId, items: again }));
	}

	/** The next piece of a conversation goes only after the one before it was answered. */
	private queueNextPiece(unit: OutgoingItem): void {
		if (!this.ledger.advance(unit)) return;
		this.queue.unshift(toJob({ sourceId: unit.sourceId, items: [unit] }));
	}

	private split(
		{ batch, isHalf }: Job,
		units: readonly OutgoingItem[],
		becauseOfTrouble: boolean,
	): void {
		const middle = Math.ceil(units.length / 2);
		const halves = [units.slice(0, middle), units.slice(middle)].filter((half) => half.length > 0);
		const { sourceId } = batch;
		const jobs = halves.map((half) => toJob({ sourceId, items: half }, isHalf || becauseOfTrouble));
		this.queue.unshift(...jobs);
	}

	/**
	 * Halving finds neighbours first, and some bad rows at the start are not a wrong request. So before
	 * the same refusals stop the run, the row at its other end is tried alone.
	 */
	private askWitness(): void {
		if (this.anyAccepted || this.lastRefusal.count !== SAME_REFUSALS) return;
		const job = this.queue.pop();
		const unit = job?.batch.items.at(-1);
		if (job === undefined || unit === undefined) return;
		const others = job.batch.items.slice(0, -1);
		if (others.length > 0) this.queue.push({ ...job, batch: { ...job.batch, items: others } });
		this.queue.unshift({ ...job, batch: { ...job.batch, items: [unit] } });
	}

	private noteRefusal(verdict: Verdict): void {
		const text = refusalText(verdict);
		const count = text === this.lastRefusal.text ? this.lastRefusal.count + 1 : 1;
		this.lastRefusal = { text, count };
	}
}

function toJob(batch: Batch, isHalf = false): Job {
	return { batch, isHalf, troubles: 0 };
}

/** Shared: nearly all items of a long run end so. */
const ACCEPTED: Settlement = { status: 'accepted', failedParts: new Map() };
const NOTHING_NAMED: Named = { items: new Map(), parts: new Map() };

function namedIn(verdict: Verdict): Named {
	return 'named' in verdict ? verdict.named : NOTHING_NAMED;
}

function refusalText(verdict: Verdict): string {
	return verdict.kind === 'refused' ? `${verdict.status} ${verdict.detail ?? ''}` : '';
}
