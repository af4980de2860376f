import type { CollectedItem } from '../mapping/itemCollector';
import type { FeedbackItem } from '../mapping/feedbackItem';
import { bytesOf, mostBytesOf } from './bytes';
import { toOutgoingItem, type Chunk, type OutgoingItem } from './chunks';

/**
 * The documented limit is 5 MB. Whether that means 5,000,000 or 5,242,880 bytes is not said, so the
 * smaller holds, and a body stays under it.
 */
export const MAX_BODY_BYTES = 5_000_000 - 1;

/** The items of one request: the next piece of each unit. */
export interface Batch {
	sourceId: string;
	items: OutgoingItem[];
}

/** The exact body of a request. @param pieces in the order in which they are sent */
export function toBody(sourceId: string, pieces: readonly Chunk[]): Buffer {
	return Buffer.from(
		JSON.stringify({ source_id: sourceId, items: pieces.map(({ item }) => item) }),
	);
}

/** The bytes of a body around its items. */
function envelopeBytes(sourceId: string): number {
	return toBody(sourceId, []).length;
}

/** What a run is to send. */
export interface Batched {
	/** One for each conversation, in the same order. */
	items: OutgoingItem[];
	batches: Batch[];
}

/**
 * Measures conversations and fills requests with them.
 *
 * @param maxItems items in a request
 * @param maxBodyBytes UTF-8 bytes of a request's body
 */
export function batchItems(
	conversations: readonly CollectedItem[],
	maxItems: number,
	maxBodyBytes = MAX_BODY_BYTES,
): Batched {
	const room = new Map<string, number>();
	const units = conversations.map((conversation) => {
		const { sourceId } = conversation;
		let maxBytes = room.get(sourceId);
		if (maxBytes === undefined) {
			maxBytes = maxBodyBytes - envelopeBytes(sourceId);
			room.set(sourceId, maxBytes);
		}
		return toOutgoingItem(conversation, maxBytes);
	});
	return { items: units, batches: toBatches(units, maxItems, maxBodyBytes) };
}

/**
 * Fills requests in input order, one source each: as few as count and bytes allow without changing
 * the order. Units without pieces are left out.
 */
function toBatches(
	units: readonly OutgoingItem[],
	maxItems: number,
	maxBodyBytes: number,
): Batch[] {
	const batches: Batch[] = [];
	const open = new Map<string, OpenBatch>();
	for (const unit of units) {
		if (unit.chunks.length === 0 || open.get(unit.sourceId)?.add(unit)) continue;
		const next = new OpenBatch(unit, maxItems, maxBodyBytes);
		open.set(unit.sourceId, next);
		batches.push(next.batch);
	}
	return batches;
}

/** A request while items are added to it. */
class OpenBatch {
	readonly batch: Batch;
	/** Of its body: at most so many, or exactly so many once that came near the limit. */
	private bytes: number;
	private isExact = false;

	constructor(
		first: OutgoingItem,
		private readonly maxItems: number,
		private readonly maxBodyBytes: number,
	) {
		this.batch = { sourceId: first.sourceId, items: [first] };
		this.bytes = envelopeBytes(first.sourceId) + mostBytesOf(firstItem(first));
	}

	/** Adds a unit's first piece. @returns false when there is no room for it */
	add(unit: OutgoingItem): boolean {
		const { items: units, sourceId } = this.batch;
		if (units.length >= this.maxItems) return false;
		const item = firstItem(unit);
		let bytes = this.isExact ? bytesOf(item) : mostBytesOf(item);
		if (!this.isExact && !this.hasRoom(bytes)) {
			this.bytes = toBody(sourceId, units.map(firstPiece)).length;
			this.isExact = true;
			bytes = bytesOf(item);
		}
		if (!this.hasRoom(bytes)) return false;
		this.bytes += bytes + COMMA;
		units.push(unit);
		return true;
	}

	private hasRoom(bytes: number): boolean {
		return this.bytes + COMMA + bytes <= this.maxBodyBytes;
	}
}

const COMMA = 1;

function firstPiece({ chunks: pieces }: OutgoingItem): Chunk {
	return pieces[0] as Chunk;
}

function firstItem(unit: OutgoingItem): FeedbackItem {
	return firstPiece(unit).item as FeedbackItem;
}
