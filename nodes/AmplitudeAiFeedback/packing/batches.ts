import type { Conversation } from '../mapping/conversations';
import { toUnit, type Piece, type Unit } from './units';

/**
 * The documented limit is 5 MB. Whether that means 5,000,000 or 5,242,880 bytes is not said, so the
 * smaller holds, and a body stays under it.
 */
export const MAX_BODY_BYTES = 5_000_000 - 1;
/** Documented: each request accepts 1 to 100 items. */
export const MAX_ITEMS = 100;

/** The items of one request: the next piece of each unit. */
export interface Batch {
	sourceId: string;
	units: Unit[];
}

/** The body of a request around its items; `{"source_id":"…","items":[` and `]}`. */
function envelope(sourceId: string): { open: string; close: string; bytes: number } {
	const open = `{"source_id":${JSON.stringify(sourceId)},"items":[`;
	return { open, close: ']}', bytes: Buffer.byteLength(open) + 2 };
}

/** The exact body of a request. @param pieces in the order in which they are sent */
export function toBody(sourceId: string, pieces: readonly Piece[]): Buffer {
	const { open, close } = envelope(sourceId);
	return Buffer.from(`${open}${pieces.map((piece) => piece.json).join(',')}${close}`);
}

/** @returns the bytes of such a body, without making it */
export function bodyBytes(sourceId: string, pieces: readonly Piece[]): number {
	const commas = Math.max(0, pieces.length - 1);
	return pieces.reduce((sum, { bytes }) => sum + bytes, envelope(sourceId).bytes + commas);
}

/** What a run is to send. */
export interface Packed {
	/** One for each conversation, in the same order. */
	units: Unit[];
	batches: Batch[];
}

/** Conversations that are serialised before they are let go of. */
const SLICE = 1_000;

/**
 * Serialises conversations and fills requests with them.
 *
 * @param conversations taken over and emptied, so that a long run does not hold items beside bodies
 * @param maxItems items in a request
 * @param maxBodyBytes UTF-8 bytes of a request's body
 */
export function pack(
	conversations: Conversation[],
	maxItems: number,
	maxBodyBytes = MAX_BODY_BYTES,
): Packed {
	const units: Unit[] = [];
	const room = new Map<string, number>();
	while (conversations.length > 0) {
		for (const conversation of conversations.splice(0, SLICE)) {
			const { sourceId } = conversation;
			let maxBytes = room.get(sourceId);
			if (maxBytes === undefined) {
				maxBytes = maxBodyBytes - envelope(sourceId).bytes;
				room.set(sourceId, maxBytes);
			}
			units.push(toUnit(conversation, maxBytes));
		}
	}
	return { units, batches: toBatches(units, maxItems, maxBodyBytes) };
}

/**
 * Fills requests in input order, one source each: as few as count and bytes allow without changing
 * the order. Units without pieces are left out.
 */
function toBatches(units: readonly Unit[], maxItems: number, maxBodyBytes: number): Batch[] {
	const batches: Batch[] = [];
	const open = new Map<string, { batch: Batch; bytes: number }>();
	for (const unit of units) {
		const first = unit.pieces[0];
		if (first === undefined) continue;
		let current = open.get(unit.sourceId);
		const isFull =
			current !== undefined &&
			(current.batch.units.length >= maxItems || current.bytes + 1 + first.bytes > maxBodyBytes);
		if (current === undefined || isFull) {
			const batch: Batch = { sourceId: unit.sourceId, units: [] };
			current = { batch, bytes: envelope(unit.sourceId).bytes };
			batches.push(batch);
			open.set(unit.sourceId, current);
		}
		current.bytes += first.bytes + (current.batch.units.length > 0 ? 1 : 0);
		current.batch.units.push(unit);
	}
	return batches;
}
