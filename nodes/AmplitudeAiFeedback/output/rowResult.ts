import type { ConversationPart, FeedbackItem } from '../mapping/feedbackItem';

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
	/** In a dry run: the item, or the message that the row is, exactly as it would be sent. */
	preview?: FeedbackItem | ConversationPart;
}

/** What to do with a row: nothing, change it and send it again, or send it again unchanged. */
export type NextAction = 'done' | 'correct' | 'resend';

const NEXT_ACTIONS: Readonly<Record<Status, NextAction>> = {
	ingested: 'done',
	partial: 'correct',
	rejected: 'correct',
	unknown: 'resend',
	unsent: 'resend',
	skipped: 'done',
	ready: 'done',
};

/** Returns what to do with a row of this status. Part of the node's public contract. */
export function nextAction(status: Status): NextAction {
	return NEXT_ACTIONS[status];
}

/** Returns whether a row needs no action: it was ingested, would be, or had nothing to send. */
export function isDone(status: Status): boolean {
	return nextAction(status) === 'done';
}
