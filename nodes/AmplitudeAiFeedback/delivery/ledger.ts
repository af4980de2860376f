import { halves, without, type Chunk, type OutgoingItem } from '../batching/chunks';
import type { PieceResult, PieceResults } from './results';

/** A result before it is known in which request and after how many sends. */
export type Settlement =
	| { status: 'accepted'; failedParts: ReadonlyMap<string, string> }
	| { status: 'refused'; cause: 'api' | 'tooLarge'; detail?: string };

/** What is known of a piece on its way, through requests that get smaller and smaller. */
interface Track {
	sends: number;
	/** Whether a request that carried it may have arrived without a believable answer. */
	mayHaveArrived: boolean;
}

/** The books of a delivery: where each item's conversation is, and what became of its pieces. */
export class Ledger {
	private readonly settled = new Map<Chunk, PieceResult>();
	private readonly tracks = new Map<Chunk, Track>();
	private readonly positions = new Map<OutgoingItem, number>();
	private last: { settlement: Settlement; result: PieceResult } | undefined;

	get results(): PieceResults {
		return this.settled;
	}

	/** The piece that is to be sent next, or is on its way. */
	pieceOf(unit: OutgoingItem): Chunk {
		return unit.chunks[this.positions.get(unit) ?? 0] as Chunk;
	}

	/** Whether the item itself was accepted before, and the current piece only adds to it. */
	isBeyondHead(unit: OutgoingItem): boolean {
		return (this.positions.get(unit) ?? 0) > 0;
	}

	/** Goes on to the next piece of a conversation. @returns false when there is none */
	advance(unit: OutgoingItem): boolean {
		let next = (this.positions.get(unit) ?? 0) + 1;
		while (this.settled.has(unit.chunks[next] as Chunk)) next++;
		if (next >= unit.chunks.length) return false;
		this.positions.set(unit, next);
		return true;
	}

	/** Puts two pieces in the place of the current, divisible one; both count how often it was sent. */
	divide(unit: OutgoingItem): void {
		const piece = this.pieceOf(unit);
		const track = this.trackOf(unit);
		const both = halves(piece);
		unit.chunks.splice(unit.chunks.indexOf(piece), 1, ...both);
		for (const half of both) this.tracks.set(half, { ...track });
	}

	/**
	 * Settles the refused messages of the current piece by themselves, so that the rest of it can be
	 * sent again: whether the API kept the rest is not documented.
	 *
	 * @param failedParts the API's words by message id
	 * @returns false when nothing would be left to send
	 */
	leaveOut(unit: OutgoingItem, failedParts: ReadonlyMap<string, string>, request: number): boolean {
		const piece = this.pieceOf(unit);
		const track = this.trackOf(unit);
		const [rest, refused] = without(piece, new Set(failedParts.keys()));
		if (rest.messageIds.length === 0 && !rest.hasText) return false;
		unit.chunks.splice(unit.chunks.indexOf(piece), 1, rest, refused);
		this.tracks.set(rest, { ...track, mayHaveArrived: true });
		const result = { status: 'accepted', failedParts, request, attempts: track.sends } as const;
		this.settled.set(refused, result);
		return true;
	}

	noteSend(units: readonly OutgoingItem[]): void {
		for (const unit of units) this.trackOf(unit).sends++;
	}

	noteMayHaveArrived(units: readonly OutgoingItem[]): void {
		for (const unit of units) this.trackOf(unit).mayHaveArrived = true;
	}

	/** The most often that the current piece of one of the units was sent. */
	mostSends(units: readonly OutgoingItem[]): number {
		return Math.max(...units.map((unit) => this.trackOf(unit).sends));
	}

	/** @param request number of the request that settled it */
	settle(unit: OutgoingItem, settlement: Settlement, request: number): void {
		this.record(unit, this.shared(settlement, request, this.trackOf(unit).sends));
	}

	/** Without a believable answer: unknown if it may have arrived, else never sent. */
	settleOpen(units: readonly OutgoingItem[], request?: number): void {
		for (const unit of units) {
			const { mayHaveArrived, sends } = this.trackOf(unit);
			const status = mayHaveArrived ? 'unknown' : 'unsent';
			this.record(unit, { status, request, attempts: sends });
		}
	}

	/** One result for all items that a request settled alike: a long run has 100,000 of them. */
	private shared(settlement: Settlement, request: number, attempts: number): PieceResult {
		const { last } = this;
		const isSame = last?.settlement === settlement && last.result.request === request;
		if (isSame && last.result.attempts === attempts) return last.result;
		const result = { ...settlement, request, attempts };
		this.last = { settlement, result };
		return result;
	}

	private record(unit: OutgoingItem, result: PieceResult): void {
		const piece = this.pieceOf(unit);
		this.settled.set(piece, result);
		this.tracks.delete(piece);
		piece.item = undefined;
	}

	private trackOf(unit: OutgoingItem): Track {
		const piece = this.pieceOf(unit);
		let track = this.tracks.get(piece);
		if (track === undefined) {
			track = { sends: 0, mayHaveArrived: false };
			this.tracks.set(piece, track);
		}
		return track;
	}
}
