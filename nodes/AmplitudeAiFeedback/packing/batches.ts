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

/** The exact body of a request. @param pieces in the order in which they are sent */
export function toBody(sourceId: string, pieces: readonly Piece[]): Buffer {
	return Buffer.from(
		JSON.stringify({ source_id: sourceId, items: pieces.map(({ item }) => item) }),
	);
}

/** The bytes of a body around its items. */
function envelopeBytes(sourceId: string): number {
	return toBody(sourceId, []).length;
}

/** @returns the bytes of such a body, without making it */
export function bodyBytes(sourceId: string, pieces: readonly Piece[]): number {
	const commas = Math.max(0, pieces.length - 1);
	return pieces.reduce((sum, { bytes }) => sum + bytes, envelopeBytes(sourceId) + commas);
}

/** What a run is to send. */
export interface Packed {
	/** One for each conversation, in the same order. */
	units: Unit[];
	batches: Batch[];
}

/**
 * Measures conversations and fills requests with them.
 *
 * @param maxItems items in a request
 * @param maxBodyBytes UTF-8 bytes of a request's body
 */
export function pack(
	conversations: readonly Conversation[],
	maxItems: number,
	maxBodyBytes = MAX_BODY_BYTES,
): Packed {
	const room = new Map<string, number>();
	const units = conversations.map((conversation) => {
		const { sourceId } = conversation;
		let maxBytes = room.get(sourceId);
		if (maxBytes === undefined) {
			maxBytes = maxBodyBytes - envelopeBytes(sourceId);
			room.set(sourceId, maxBytes);
		}
		return toUnit(conversation, maxBytes);
	});
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
			current = { batch, bytes: envelopeBytes(unit.sourceId) };
			batches.push(batch);
			open.set(unit.sourceId, current);
		}
		current.bytes += first.bytes + (current.batch.units.length > 0 ? 1 : 0);
		current.batch.units.push(unit);
	}
	return batches;
}
