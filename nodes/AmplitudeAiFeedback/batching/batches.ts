import type { CollectedItem } from '../mapping/itemCollector';
import type { Sliced } from '../slices';
import { toChunks, type Chunk, type ChunkedItem, type OutgoingItem } from './chunks';
import { bytesOf, MAX_BODY_BYTES, maxBytesOf } from './size';

/** Items of one source that fit into one request by their first chunks. */
export interface Batch {
	readonly sourceId: string;
	readonly items: readonly ChunkedItem[];
}

/** What a run sends. */
export interface Batched {
	/** One for each collected item, in the same order. */
	items: OutgoingItem[];
	/** In the order of the first item of each; can be read once, and holds no batch that was read. */
	batches: Iterable<Batch>;
}

/** Returns the exact body of a request. @param chunks in the order in which they are sent */
export function toBody(sourceId: string, chunks: readonly Chunk[]): Buffer {
	return Buffer.from(JSON.stringify({ source_id: sourceId, items: chunks }));
}

/**
 * Cuts items into chunks, and fills requests with them in input order: as few requests as count and
 * bytes allow without changing the order.
 *
 * @param maxItems items in a request
 * @param maxBodyBytes UTF-8 bytes of a request's body
 */
export function* batchItems(
	collected: readonly CollectedItem[],
	maxItems: number,
	maxBodyBytes = MAX_BODY_BYTES,
): Sliced<Batched> {
	const items: OutgoingItem[] = [];
	const batches: OpenBatch[] = [];
	const openBySource = new Map<string, OpenBatch>();
	for (const one of collected) {
		yield;
		const { sourceId } = one;
		const open = openBySource.get(sourceId);
		const frameBytes = open?.frameBytes ?? toBody(sourceId, []).length;
		const chunked = yield* toChunks(one, maxBodyBytes - frameBytes);
		items.push(chunked.item);
		if (chunked.chunks.length === 0 || open?.add(chunked)) continue;
		const next = new OpenBatch(sourceId, frameBytes, chunked, maxItems, maxBodyBytes);
		openBySource.set(sourceId, next);
		batches.push(next);
	}
	return { items, batches: handOver(batches) };
}

/** Drops each batch that it yields, so that items can be freed as soon as they are delivered. */
function* handOver(batches: OpenBatch[]): Generator<Batch> {
	batches.reverse();
	for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
		yield { sourceId: batch.sourceId, items: batch.items };
	}
}

const COMMA = 1;

/** A batch that items are still added to. */
class OpenBatch {
	readonly items: ChunkedItem[];
	/** Of the body: an upper bound, or exact once that came near the limit. */
	private bytes: number;
	private isExact = false;

	constructor(
		readonly sourceId: string,
		/** Bytes of a body without items. */
		readonly frameBytes: number,
		first: ChunkedItem,
		private readonly maxItems: number,
		private readonly maxBodyBytes: number,
	) {
		this.items = [first];
		this.bytes = frameBytes + maxBytesOf(firstChunk(first));
	}

	/** Adds an item by its first chunk. @returns false if it does not fit */
	add(item: ChunkedItem): boolean {
		if (this.items.length >= this.maxItems) return false;
		const chunk = firstChunk(item);
		let bytes = this.isExact ? bytesOf(chunk) : maxBytesOf(chunk);
		if (!this.isExact && !this.fits(bytes)) {
			this.bytes = toBody(this.sourceId, this.items.map(firstChunk)).length;
			this.isExact = true;
			bytes = bytesOf(chunk);
		}
		if (!this.fits(bytes)) return false;
		this.bytes += bytes + COMMA;
		this.items.push(item);
		return true;
	}

	private fits(bytes: number): boolean {
		return this.bytes + COMMA + bytes <= this.maxBodyBytes;
	}
}

function firstChunk({ chunks }: ChunkedItem): Chunk {
	return chunks[0] as Chunk;
}
