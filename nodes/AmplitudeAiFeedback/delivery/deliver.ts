import { toBody, type Batch } from '../packing/batches';
import type { Piece, Unit } from '../packing/units';
import type { Answer } from './answer';
import { judge, type Named, type Verdict } from './judge';
import { Lanes } from './lanes';
import { decide, type Action } from './policy';
import type { PieceResult, PieceResults } from './results';
import { RetryBudget } from './retryBudget';
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
	isHalf: boolean;
}

/** What is known of a piece on its way, through requests that get smaller and smaller. */
interface Track {
	sends: number;
	/** Whether a request that carried it may have arrived without a believable answer. */
	mayHaveArrived: boolean;
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
	private readonly results = new Map<Piece, PieceResult>();
	private readonly tracks = new Map<Piece, Track>();
	private readonly nextPiece = new Map<Unit, number>();
	private readonly lanes: Lanes;
	private readonly budget: RetryBudget;
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
		this.queue = batches.map((batch) => ({ batch, isHalf: false }));
		this.lanes = new Lanes(settings.maxConcurrentRequests);
		this.budget = new RetryBudget(settings.retryBudgetMs);
	}

	async run(): Promise<DeliveryReport> {
		const inFlight = new Set<Promise<void>>();
		for (;;) {
			while (!this.stop && inFlight.size < this.lanes.open) {
				const job = this.queue.shift();
				if (job === undefined) break;
				const lane = this.work(job).finally(() => inFlight.delete(lane));
				inFlight.add(lane);
			}
			if (inFlight.size === 0) break;
			await Promise.race(inFlight);
		}
		for (const job of this.queue) this.settleOpen(job.batch.units);
		const { results, requests, throttled, stop } = this;
		return { results, requests, throttled, stop };
	}

	/** Sends a job once, and again for as long as that is the thing to do. */
	private async work(job: Job): Promise<void> {
		for (;;) {
			await this.waitForTurn();
			if (this.stop) return this.settleOpen(job.batch.units);
			const request = ++this.requests;
			const pieces = job.batch.units.map((unit) => this.pieceOf(unit));
			for (const piece of pieces) this.trackOf(piece).sends++;
			const answer = await this.port.send(toBody(job.batch.sourceId, pieces));
			const verdict = judge(
				answer,
				job.batch,
				(unit) => this.pieceOf(unit).partIds,
				this.port.now(),
			);
			if (mayHaveArrived(verdict)) {
				for (const piece of pieces) this.trackOf(piece).mayHaveArrived = true;
			}
			const action = decide(verdict, this.situation(job, verdict));
			if (action.kind !== 'retry') return this.carryOut(action, verdict, job, request);
			this.throttle(verdict, action.waitMs);
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

	private situation({ batch, isHalf }: Job, verdict: Verdict) {
		const now = this.port.now();
		if (verdict.kind === 'trouble') this.budget.trouble(now);
		return {
			items: batch.units.length,
			sends: Math.max(...batch.units.map((unit) => this.trackOf(this.pieceOf(unit)).sends)),
			isHalf,
			anyAccepted: this.anyAccepted,
			sameRefusals: this.lastRefusal.text === refusalText(verdict) ? this.lastRefusal.count : 0,
			random: this.port.random(),
			budgetAllows: (waitMs: number) => this.budget.allows(waitMs + this.settings.timeoutMs, now),
		};
	}

	private throttle(verdict: Verdict, waitMs: number): void {
		if (verdict.kind === 'trouble' && verdict.trouble === 'throttled') {
			this.throttled++;
			this.lanes.throttled();
		}
		this.lanes.closeUntil(this.port.now() + waitMs);
	}

	private carryOut(
		action: Exclude<Action, { kind: 'retry' }>,
		verdict: Verdict,
		job: Job,
		request: number,
	): void {
		const { units } = job.batch;
		switch (action.kind) {
			case 'settle':
				this.accept(units, namedIn(verdict), request);
				return;
			case 'split': {
				const named = namedIn(verdict);
				const isNamed = (unit: Unit) => named.items.has(unit) || named.parts.has(unit);
				this.accept(units.filter(isNamed), named, request);
				this.split(
					job,
					units.filter((unit) => !isNamed(unit)),
					action.becauseOfTrouble,
				);
				return;
			}
			case 'reject': {
				const { cause, detail } = action;
				this.noteRefusal(verdict);
				for (const unit of units) this.settle(unit, { status: 'refused', cause, detail }, request);
				return;
			}
			case 'giveUp':
				this.stop ??= action.stop;
				if (action.stop?.kind === 'requestRefused') {
					const { detail } = action.stop;
					for (const unit of units) {
						this.settle(unit, { status: 'refused', cause: 'api', detail }, request);
					}
				} else {
					this.settleOpen(units, request);
				}
		}
	}

	private accept(units: readonly Unit[], named: Named, request: number): void {
		if (units.length === 0) return;
		this.budget.success(this.port.now());
		this.lanes.succeeded();
		for (const unit of units) {
			const detail = named.items.get(unit);
			if (detail !== undefined) {
				this.settle(unit, { status: 'refused', cause: 'api', detail }, request);
				continue;
			}
			this.anyAccepted = true;
			const failedParts = named.parts.get(unit) ?? new Map<string, string>();
			this.settle(unit, { status: 'accepted', failedParts }, request);
			this.queueNextPiece(unit);
		}
	}

	/** The next piece of a conversation goes only after the one before it was accepted. */
	private queueNextPiece(unit: Unit): void {
		const next = (this.nextPiece.get(unit) ?? 0) + 1;
		if (next >= unit.pieces.length) return;
		this.nextPiece.set(unit, next);
		this.queue.unshift({ batch: { sourceId: unit.sourceId, units: [unit] }, isHalf: false });
	}

	private split({ batch, isHalf }: Job, units: readonly Unit[], becauseOfTrouble: boolean): void {
		const middle = Math.ceil(units.length / 2);
		const halves = [units.slice(0, middle), units.slice(middle)].filter((half) => half.length > 0);
		const jobs = halves.map((half) => ({
			batch: { sourceId: batch.sourceId, units: half },
			isHalf: isHalf || becauseOfTrouble,
		}));
		this.queue.unshift(...jobs);
	}

	private noteRefusal(verdict: Verdict): void {
		const text = refusalText(verdict);
		const count = text === this.lastRefusal.text ? this.lastRefusal.count + 1 : 1;
		this.lastRefusal = { text, count };
	}

	/** Without a believable answer: unknown if it may have arrived, else never sent. */
	private settleOpen(units: readonly Unit[], request?: number): void {
		for (const unit of units) {
			const { mayHaveArrived: isOpen } = this.trackOf(this.pieceOf(unit));
			this.settle(unit, { status: isOpen ? 'unknown' : 'unsent' }, request);
		}
	}

	private settle(unit: Unit, result: Settlement, request: number | undefined): void {
		const piece = this.pieceOf(unit);
		this.results.set(piece, { ...result, request, attempts: this.trackOf(piece).sends });
		piece.json = '';
	}

	private trackOf(piece: Piece): Track {
		let track = this.tracks.get(piece);
		if (track === undefined) {
			track = { sends: 0, mayHaveArrived: false };
			this.tracks.set(piece, track);
		}
		return track;
	}

	private pieceOf(unit: Unit): Piece {
		return unit.pieces[this.nextPiece.get(unit) ?? 0] as Piece;
	}
}

/** A result before it is known in which request and after how many sends. */
type Settlement =
	| { status: 'accepted'; failedParts: ReadonlyMap<string, string> }
	| { status: 'refused'; cause: 'api' | 'tooLarge'; detail?: string }
	| { status: 'unknown' | 'unsent' };

const NOTHING_NAMED: Named = { items: new Map(), parts: new Map() };

function namedIn(verdict: Verdict): Named {
	return 'named' in verdict ? verdict.named : NOTHING_NAMED;
}

function refusalText(verdict: Verdict): string {
	return verdict.kind === 'refused' ? `${verdict.status} ${verdict.detail ?? ''}` : '';
}

/**
 * Refusals leave nothing behind, and neither does a host that was never reached. Of anything else it
 * cannot be told from here.
 */
function mayHaveArrived(verdict: Verdict): boolean {
	if (verdict.kind === 'unattributed') return true;
	if (verdict.kind === 'hopeless' || verdict.kind === 'trouble') {
		const { answer } = verdict;
		if (answer.kind === 'noAnswer') {
			return answer.cause !== 'notConnected' && answer.cause !== 'untrusted';
		}
		return verdict.kind === 'trouble' && verdict.trouble !== 'throttled';
	}
	return false;
}
