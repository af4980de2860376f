import type { Job, PendingItem } from './pending';
import type { RunFailure, UnresolvedCause } from './results';

/**
 * An item is sent this often at most, its way through smaller and smaller requests included. Probes
 * of an outage and sends that met a 429 are not counted: those say nothing about the item.
 */
export const MAX_SENDS = 12;
/** What the policy looks at besides the response. */
export interface RetryContext {
	readonly now: number;
	/** From 0 to 1. */
	readonly random: number;
	/** UTF-8 bytes of the request's body. */
	readonly bytes: number;
	/** Whether the API accepted anything in this run, and of this source. */
	readonly isAnyAccepted: boolean;
	readonly isSourceAccepted: boolean;
	/** Earlier single-row refusals in a row in the same words, while nothing was accepted. */
	readonly sameRefusals: number;
	/** Earlier 403s in a row. */
	readonly deniedInARow: number;
	/** Earlier 404s of this source. */
	readonly notFound: number;
	/** Whether other items of this source wait to be sent. */
	readonly hasOthersOfSource: () => boolean;
	/** Earlier 429s in a row, and failed probes of the outage that is on. */
	readonly throttlesInARow: number;
	readonly failedProbes: number;
	/** Milliseconds between requests, if their pace is limited. */
	readonly intervalMs: number;
	readonly isOutage: boolean;
	/** When the request was sent, by the same clock as `now`. */
	readonly sentAt: number;
	/** Whether the API counts an upsert that changes nothing; undefined while not known. */
	readonly countsUnchanged: boolean | undefined;
	/** See `RetryBudget`. */
	readonly budgetMs: number;
	readonly nextStart: (waitMs: number, floorMs: number) => number | undefined;
}

/** What became of an item's current chunk. */
export interface Outcome {
	readonly pending: PendingItem;
	/** Undefined if only some of its messages are settled, and the rest is sent again. */
	readonly result?:
		| { readonly status: 'accepted' }
		| { readonly status: 'refused'; readonly cause: 'api' | 'tooLarge'; readonly detail?: string }
		| { readonly status: 'unresolved'; readonly cause?: UnresolvedCause };
	/** Messages that the API refused by id, with its words; they are not sent again. */
	readonly failedMessages?: ReadonlyMap<string, string>;
}

/** What to do next, with all that it takes. */
export type NextStep =
	| {
			readonly kind: 'settle';
			readonly outcomes: readonly Outcome[];
			readonly requeue: readonly Job[];
			/** Whether the requeued jobs go after those that wait, and not before them. */
			readonly isLast?: boolean;
	  }
	/** Send the job again, not before a moment; `holdsAll`: nothing else is sent before it either. */
	| {
			readonly kind: 'retry';
			readonly job: Job;
			readonly notBefore: number;
			readonly holdsAll: boolean;
	  }
	/** Find out first whether the API counts upserts that change nothing. */
	| {
			readonly kind: 'explainCounts';
			readonly sent: Job;
			/** What the API counted. */
			readonly ingested: number;
			readonly resume: (countsUnchanged: boolean) => NextStep;
	  }
	| {
			readonly kind: 'abandonSource';
			readonly failure: RunFailure;
			readonly unresolved: readonly PendingItem[];
	  }
	| { readonly kind: 'abort'; readonly failure: RunFailure; readonly outcomes: readonly Outcome[] };

export function settle(outcomes: readonly Outcome[], requeue: readonly Job[] = []): NextStep {
	return { kind: 'settle', outcomes, requeue };
}

export function abort(failure: RunFailure, items: readonly PendingItem[]): NextStep {
	return { kind: 'abort', failure, outcomes: items.map(unresolved) };
}

function unresolved(pending: PendingItem): Outcome {
	return { pending, result: { status: 'unresolved' } };
}

/** The one place that knows the limit of sends: what has reached it is not sent again. */
export function limitSends(step: NextStep): NextStep {
	if (step.kind !== 'settle') return step;
	const spent = step.requeue.flatMap((job) => job.items.filter((pending) => isSpent(pending, job)));
	if (spent.length === 0) return step;
	const result = { status: 'unresolved', cause: 'sendLimit' } as const;
	const requeue = step.requeue
		.map((job) => ({ ...job, items: job.items.filter((pending) => !isSpent(pending, job)) }))
		.filter(({ items }) => items.length > 0);
	const outcomes = [...step.outcomes, ...spent.map((pending) => ({ pending, result }))];
	return { ...step, outcomes, requeue };
}

/** Once a request is known to fail by itself, earlier failures that looked like an outage count too. */
function isSpent({ current }: PendingItem, { strikes, isSuspect }: Job): boolean {
	const probes = strikes >= 2 || isSuspect ? current.failedProbes : 0;
	return current.countedSends + probes >= MAX_SENDS;
}
