/** What became of a row. The statuses are part of the node's public contract. */
export type Status =
	/** A coherent answer of the API accounts for it. */
	| 'ingested'
	/** The item stands, some of its messages do not. */
	| 'partial'
	/** The API, or a documented rule checked before sending, refused it. */
	| 'rejected'
	/** It was sent, and no believable answer came back. */
	| 'unknown'
	/** The run stopped before it was sent. */
	| 'unsent'
	/** It has no text: nothing to send, and no failure. */
	| 'skipped'
	/** Dry run: it would be sent. */
	| 'ready';

/** The answer to one input row. */
export interface Outcome {
	status: Status;
	uniqueId: string | null;
	/** Set when the row is one message of a conversation. */
	messageId?: string;
	reason?: string;
	/** Number of the request that settled it, from 1; in a dry run the one it would go in. */
	request?: number;
	/** How often it was sent. */
	attempts?: number;
}

/** Rows that need no look: they arrived, would arrive, or had nothing to say. */
export function isFine(status: Status): boolean {
	return status === 'ingested' || status === 'skipped' || status === 'ready';
}
