import type { Batch } from '../batching/batches';
import type { Chunk, ChunkedItem, OutgoingItem } from '../batching/chunks';

/** A chunk, and what is known from the requests that carried it. */
export interface TrackedChunk {
	readonly chunk: Chunk;
	/** How often it was sent. */
	readonly attempts: number;
	/** How many of those sends count towards the limit: not the ones that met a 429, and no probes. */
	readonly countedSends: number;
	/** How many of those sends failed while the API seemed to be down for all. */
	readonly failedProbes: number;
	/** Whether one of them may have been applied without a valid response. */
	readonly possiblyApplied: boolean;
}

/** An item on its way: the chunk that goes next, and the chunks after it. Never changed. */
export interface PendingItem {
	readonly item: OutgoingItem;
	readonly current: TrackedChunk;
	readonly later: readonly TrackedChunk[];
	/** Whether the API has accepted an earlier chunk, so that this one only adds to it. */
	readonly isSaved: boolean;
	/** Messages refused one after the other while nothing of the item was accepted. */
	readonly refusedMessages: number;
}

/** A request to send, and to send again. Never changed. */
export interface Job {
	readonly sourceId: string;
	readonly items: readonly PendingItem[];
	/** Transient failures in a row. */
	readonly failures: number;
	/** How many of those failed while a request sent later was accepted. */
	readonly strikes: number;
	/** When it was last sent and failed, in milliseconds of the port's clock. */
	readonly failedSend: number;
	/** Whether the last failure may have been its own fault; not known yet. */
	readonly isUnexplained: boolean;
	/** Whether it was bisected for failing while others passed. */
	readonly isSuspect?: boolean;
	/** It is not sent before this moment. */
	readonly notBefore: number;
	/** The rest of the job that a probe was taken from. */
	readonly probeOf?: Job;
	/** The request that it is a half of, if that failed for a reason that may be its size. */
	readonly halfOf?: FailedSize;
	/** For a job that is re-sent to explain its counts: how many items the API ingested at first. */
	readonly countedBefore?: number;
	/**
	 * Set if it re-sends accepted items, which changes nothing, only to learn what the API counts, or
	 * whether it takes requests at all.
	 */
	readonly control?: 'counts' | 'health';
}

/** A request that failed, to be held against its halves. */
export interface FailedSize {
	readonly items: number;
	readonly bytes: number;
}

export function track(chunk: Chunk): TrackedChunk {
	return { chunk, attempts: 0, countedSends: 0, failedProbes: 0, possiblyApplied: false };
}

const FRESH = { failures: 0, strikes: 0, failedSend: -1, isUnexplained: false, notBefore: 0 };

export function toJob(sourceId: string, items: readonly PendingItem[], more?: Partial<Job>): Job {
	return { ...FRESH, sourceId, items, ...more };
}

/** Returns the first request of a batch. */
export function jobOf({ sourceId, items }: Batch): Job {
	return toJob(sourceId, items.map(toPending));
}

function toPending({ item, chunks: [first, ...rest] }: ChunkedItem): PendingItem {
	const current = track(first as Chunk);
	const later = rest.length === 0 ? NOTHING_LATER : rest.map(track);
	return { item, current, later, isSaved: false, refusedMessages: 0 };
}

/** Shared, since nearly every item goes in one chunk. */
const NOTHING_LATER: readonly TrackedChunk[] = [];

/** What one more send was: counted, the failed probe of an outage, or one that says nothing. */
export type SendKind = 'counted' | 'failedProbe' | 'throttled';

/** Returns the same items after one more send. */
export function afterSend(
	items: readonly PendingItem[],
	kind: SendKind,
	possiblyApplied: boolean,
): PendingItem[] {
	return items.map((pending) => {
		const { current } = pending;
		return {
			...pending,
			current: {
				chunk: current.chunk,
				attempts: current.attempts + 1,
				countedSends: current.countedSends + (kind === 'counted' ? 1 : 0),
				failedProbes: current.failedProbes + (kind === 'failedProbe' ? 1 : 0),
				possiblyApplied: current.possiblyApplied || possiblyApplied,
			},
		};
	});
}
