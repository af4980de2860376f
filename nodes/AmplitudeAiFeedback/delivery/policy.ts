import type { Answer } from './answer';
import { backoffMilliseconds } from './backoff';
import type { Trouble, Verdict } from './judge';
import type { Stop } from './stop';

/** No item is sent more often than this, its way through smaller and smaller requests included. */
export const MAX_SENDS = 12;
/**
 * A request that meets trouble so often in a row is tried in two halves, once. Some gateways
 * answer 500 to what is too large for them, or cut the connection.
 */
const TROUBLES_BEFORE_SPLIT: Readonly<Record<Trouble, number>> = {
	unavailable: 6,
	noAnswer: 6,
	incoherent: 3,
	throttled: Infinity,
};
/** A name that does not resolve, before anything was ever delivered, is a typing error. */
const SENDS_TO_UNKNOWN_HOST = 3;
/**
 * The same refusal of so many rows, each alone, and of one from the run's other end, says that the
 * request is wrong and not the rows.
 */
export const SAME_REFUSALS = 3;

/** What the policy looks at besides the verdict. */
export interface Situation {
	/** Items in the request. */
	items: number;
	/** Whether the request is one item whose conversation can be divided. */
	isDivisible: boolean;
	/** The most often that one of them was sent, this time included. */
	sends: number;
	/** Whether the request is a half that was made because of trouble. */
	isHalf: boolean;
	/** How often in a row the request met trouble, this time included. */
	troubles: number;
	/** Whether the API accepted anything in this run. */
	anyAccepted: boolean;
	/** How many single rows in a row were refused alike before, while nothing was accepted. */
	sameRefusals: number;
	/** From 0 to 1. */
	random: number;
	/** Whether a wait of so many milliseconds, and a request after it, end within the budget. */
	budgetAllows: (waitMs: number) => boolean;
}

/** What to do next with a request. */
export type Action =
	| { kind: 'settle' }
	/** Settle what has a name, and send the others in two halves. */
	| { kind: 'split'; becauseOfTrouble: boolean }
	/** Send the conversation of the only item in two pieces. */
	| { kind: 'divide' }
	| { kind: 'reject'; cause: 'api' | 'tooLarge'; detail?: string }
	| { kind: 'retry'; waitMs: number }
	/** No believable answer is to be had: go on without it, or stop the run. */
	| { kind: 'giveUp'; stop?: Stop };

/** Given what happened, what to do next. Pure: no clock, no network, no chance of its own. */
export function decide(verdict: Verdict, situation: Situation): Action {
	switch (verdict.kind) {
		case 'accounted':
			return { kind: 'settle' };
		case 'unattributed':
			return narrowDown(situation, { kind: 'reject', cause: 'api' });
		case 'tooLarge':
			return narrowDown(situation, { kind: 'reject', cause: 'tooLarge' });
		case 'refused':
			return refused(verdict, situation);
		case 'hopeless':
			return { kind: 'giveUp', stop: hopeless(verdict) };
		case 'trouble':
			return trouble(verdict, situation);
	}
}

function refused(verdict: Verdict & { kind: 'refused' }, situation: Situation): Action {
	if (situation.items > 1) return narrowDown(situation, { kind: 'giveUp' });
	if (!situation.anyAccepted && situation.sameRefusals >= SAME_REFUSALS) {
		const { status, detail } = verdict;
		return { kind: 'giveUp', stop: { kind: 'requestRefused', status, detail } };
	}
	return { kind: 'reject', cause: 'api', detail: verdict.detail };
}

function trouble(verdict: Verdict & { kind: 'trouble' }, situation: Situation): Action {
	const { answer, retryAfterMs } = verdict;
	const { sends, troubles, anyAccepted } = situation;
	const canSplit = situation.items > 1 && sends < MAX_SENDS && !situation.isHalf;
	if (canSplit && troubles >= TROUBLES_BEFORE_SPLIT[verdict.trouble] && wasConnected(answer)) {
		return { kind: 'split', becauseOfTrouble: true };
	}
	const mostSends = isUnknownHost(answer) && !anyAccepted ? SENDS_TO_UNKNOWN_HOST : MAX_SENDS;
	const isLastSend = sends >= mostSends;
	const waitMs = backoffMilliseconds(troubles, situation.random, retryAfterMs);
	const budgetSpent = !situation.budgetAllows(waitMs);
	if (!isLastSend && !budgetSpent) return { kind: 'retry', waitMs };
	// While nothing was ever accepted, the next request would only fare the same.
	const stop: Stop = { kind: 'gaveUp', answer, retryAfterMs, budgetSpent };
	return { kind: 'giveUp', stop: budgetSpent || !anyAccepted ? stop : undefined };
}

function hopeless({ answer, detail }: Verdict & { kind: 'hopeless' }): Stop {
	const isCancelled = answer.kind === 'noAnswer' && answer.cause === 'cancelled';
	return isCancelled ? { kind: 'cancelled' } : { kind: 'hopeless', answer, detail };
}

/** A host that was never reached has not seen how large the request is. */
function wasConnected(answer: Answer): boolean {
	return answer.kind === 'answer' || answer.cause !== 'notConnected';
}

function isUnknownHost(answer: Answer): boolean {
	return answer.kind === 'noAnswer' && answer.code === 'ENOTFOUND';
}

/**
 * Halves what can be halved: the items of a request, then the conversation of one. Once an item was
 * sent as often as it may be, who is at fault cannot be found out any more.
 *
 * @param alone what to do with what cannot be halved
 */
function narrowDown({ items, isDivisible, sends }: Situation, alone: Action): Action {
	if (items === 1 && !isDivisible) return alone;
	if (sends >= MAX_SENDS) return { kind: 'giveUp' };
	return items > 1 ? { kind: 'split', becauseOfTrouble: false } : { kind: 'divide' };
}
