import type { Chunk, OutgoingItem } from '../batching/chunks';

/** What became of one piece of an item. */
export type PieceResult = (
	| { status: 'accepted'; failedParts: ReadonlyMap<string, string> }
	/** By the API: in its own words, or 413 for a piece on its own. */
	| { status: 'refused'; cause: 'api' | 'tooLarge'; detail?: string }
	/** It was sent, and no believable answer came back. */
	| { status: 'unknown' }
	| { status: 'unsent' }
) & {
	/** Number of the request that settled it, from 1 in the order of sending. */
	request?: number;
	/** How often the piece was sent. */
	attempts: number;
};

/** The results of a run, by piece. */
export type PieceResults = ReadonlyMap<Chunk, PieceResult>;

/** A unit's pieces with their results; a piece that no request reached is unsent. */
export function resultsOf(unit: OutgoingItem, results: PieceResults): PieceResult[] {
	return unit.chunks.map((piece) => results.get(piece) ?? { status: 'unsent', attempts: 0 });
}
