import type { Answer } from './answer';

/** Why a run ended before everything was sent. The wording is made in the results room. */
export type Stop =
	/** 401, 403, 404, an answer nobody expects, a host without a valid certificate. */
	| { kind: 'hopeless'; answer: Answer; detail?: string }
	/** Every row that was tried alone was refused, and none was accepted: the request is wrong. */
	| { kind: 'requestRefused'; status: number; detail?: string }
	/** Trouble lasted longer than the budget, or than the sends an item may have. */
	| { kind: 'gaveUp'; answer: Answer; retryAfterMs?: number; budgetSpent: boolean }
	| { kind: 'cancelled' }
	/** The credential or an option cannot be used, so nothing was sent. */
	| { kind: 'setup'; message: string; advice: string };
