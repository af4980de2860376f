/** What became of a row. The statuses are part of the node's public contract. */
export type Status =
	/** A coherent response of the API accounts for it. */
	| 'ingested'
	/** The item was saved, some of its messages were not. */
	| 'partial'
	/** The API, or a documented rule checked before sending, refused it. */
	| 'rejected'
	/** It was sent, and no valid response came back. */
	| 'unknown'
	/** The run stopped before it was sent. */
	| 'unsent'
	/** It has no text: nothing to send, and no failure. */
	| 'skipped'
	/** Dry run: it would be sent. */
	| 'ready';

/** The result of one input row. */
export interface RowResult {
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

/** Returns whether a row needs no action: it was ingested, would be, or had nothing to send. */
export function isDone(status: Status): boolean {
	return status === 'ingested' || status === 'skipped' || status === 'ready';
}
