import { isSplittable, withoutMessages } from '../batching/chunks';
import { namedItems, type NamedFailures } from './attribute';
import { canBisect, smaller, splitItem, takeOne } from './bisect';
import { isPossiblyApplied, type ResponseClass } from './classify';
import { afterSend, toJob, type Job, type PendingItem, type SendKind } from './pending';
import type { RunFailure } from './results';
import { retryTransient } from './retryPolicy';
import { abort, limitSends, settle, type NextStep, type Outcome, type RetryContext } from './steps';

/**
 * This many identical single-row refusals, before anything was accepted, point at the request. The
 * rows from far apart are tried before the run is stopped, because bisection meets adjacent rows first.
 */
export const SAME_REFUSALS = 3;
export const FAR_APART_ROWS = 3;
/** This many 403 responses in a row, after others were accepted, mean that the keys are at fault. */
const MAX_DENIED = 8;
/** This many 404 responses, before anything of the source was accepted, mean that the source is at fault. */
const MAX_NOT_FOUND = 3;

/** Decides what follows from a response. Pure: time and randomness are passed in. */
export function nextStep(response: ResponseClass, job: Job, context: RetryContext): NextStep {
	return limitSends(decide(response, job, context));
}

function decide(response: ResponseClass, job: Job, context: RetryContext): NextStep {
	if (response.kind === 'complete') return settleNamed(response.named, job, false);
	const possiblyApplied = isPossiblyApplied(response);
	const sent = {
		...job,
		items: afterSend(job.items, sendKind(response, context), possiblyApplied),
	};
	switch (response.kind) {
		case 'shortfall':
			return explainShortfall(response, job, sent, context.countsUnchanged);
		case 'unattributed':
			return settleSome(response.named, job, sent, refusal(response.detail));
		case 'tooLarge':
			return bisectOrSettle(sent, { status: 'refused', cause: 'tooLarge' });
		case 'refused':
			return refused(response, sent, context);
		case 'denied':
			return denied(response, sent, context);
		case 'notFound':
			return notFound(response, sent, context);
		case 'fatal':
			return abort({ kind: 'fatal', reply: response.reply, detail: response.detail }, sent.items);
		case 'cancelled':
			return abort({ kind: 'cancelled' }, sent.items);
		case 'transient':
			return retryTransient(response, sent, context);
	}
}

/** Returns whether a send counts towards the limit. */
export function sendKind(
	response: ResponseClass,
	{ failedProbes }: Pick<RetryContext, 'failedProbes'>,
): SendKind {
	if (response.kind !== 'transient') return 'counted';
	if (response.cause === 'throttled') return 'throttled';
	return failedProbes > 0 ? 'failedProbe' : 'counted';
}

/** Shared: nearly every item ends so. */
const ACCEPTED = { status: 'accepted' } as const;

/** Every failure has a name: the other items are accepted. */
function settleNamed(
	{ items, messages }: NamedFailures,
	job: Job,
	possiblyApplied: boolean,
): NextStep {
	const outcomes: Outcome[] = [];
	const again: PendingItem[] = [];
	for (const pending of job.items) {
		const detail = items.get(pending);
		const failedMessages = messages.get(pending);
		if (detail === undefined && failedMessages === undefined) {
			outcomes.push({ pending, result: ACCEPTED });
			continue;
		}
		const [sent] = afterSend([pending], 'counted', possiblyApplied) as [PendingItem];
		if (failedMessages !== undefined) {
			const rest = withoutRefused(sent, failedMessages);
			const [words] = failedMessages.values();
			const result = rest ? undefined : refusal(detail ?? words);
			outcomes.push({ pending: sent, result, failedMessages });
			if (rest) again.push(rest);
		} else if (isSplittable(sent.current.chunk)) {
			again.push(splitItem(sent));
		} else {
			outcomes.push({ pending: sent, result: refusal(detail) });
		}
	}
	return settle(outcomes, again.length === 0 ? [] : [toJob(job.sourceId, again)]);
}

function refusal(detail: string | undefined) {
	return { status: 'refused', cause: 'api', detail } as const;
}

/**
 * Refused messages are not sent again. What is left of their item is: whether the API kept it is not
 * documented.
 *
 * @returns undefined if nothing is left
 */
function withoutRefused(
	pending: PendingItem,
	failedMessages: ReadonlyMap<string, string>,
): PendingItem | undefined {
	const chunk = withoutMessages(pending.current.chunk, failedMessages);
	if (chunk === undefined) return undefined;
	return { ...pending, current: { ...pending.current, chunk, possiblyApplied: true } };
}

/** Some failures have no name: the named items are settled, the others go in smaller requests. */
function settleSome(named: NamedFailures, job: Job, sent: Job, alone: Outcome['result']): NextStep {
	// Of an item with a named message, an unnamed failure may be another message, or all of it.
	const isSettled = (pending: PendingItem) => named.items.has(pending);
	const step = settleNamed(
		{ items: named.items, messages: new Map() },
		{ ...job, items: job.items.filter(isSettled) },
		true,
	);
	const others = sent.items.filter((_, index) => !isSettled(job.items[index] as PendingItem));
	if (others.length === 0) return step;
	const rest =
		job.items.length === 1 ? bisectOrSettle(sent, alone) : settle([], smallerOrAlone(sent, others));
	return merge(step, rest);
}

function smallerOrAlone(job: Job, items: readonly PendingItem[]): Job[] {
	return items.length === 1 ? [toJob(job.sourceId, items)] : smaller(job, items);
}

function merge(one: NextStep, other: NextStep): NextStep {
	if (one.kind !== 'settle' || other.kind !== 'settle') return other;
	return settle([...one.outcomes, ...other.outcomes], [...one.requeue, ...other.requeue]);
}

/** Bisects the job, or settles what cannot be bisected. */
function bisectOrSettle(sent: Job, alone: Outcome['result']): NextStep {
	if (canBisect(sent)) return settle([], smaller(sent));
	return settle(sent.items.map((pending) => ({ pending, result: alone })));
}

/** The counts are short: rows were dropped, or the API does not count what changes nothing. */
function explainShortfall(
	response: ResponseClass & { kind: 'shortfall' },
	job: Job,
	sent: Job,
	countsUnchanged: boolean | undefined,
): NextStep {
	const { named, ingested } = response;
	if (countsUnchanged === undefined) {
		const resume = (known: boolean) => limitSends(explainShortfall(response, job, sent, known));
		return { kind: 'explainCounts', sent, ingested, resume };
	}
	if (!countsUnchanged) return settleNamed(named, job, true);
	const isNamed = namedItems(named);
	const others = job.items.filter((pending) => !isNamed.has(pending));
	const items = { ...job, items: job.items.filter((pending) => isNamed.has(pending)) };
	const rest = sent.items.filter((_, index) => others.includes(job.items[index] as PendingItem));
	if (job.items.length === 1) return settle(rest.map(uncounted));
	return merge(settleNamed(named, items, true), settle([], smallerOrAlone(sent, rest)));
}

/** Returns the outcome of an item that the API's counts leave out. */
function uncounted(pending: PendingItem): Outcome {
	return { pending, result: { status: 'unresolved', cause: 'uncounted' } };
}

function refused(
	{ status, detail }: { status: number; detail?: string },
	sent: Job,
	{ isAnyAccepted, sameRefusals }: RetryContext,
): NextStep {
	if (canBisect(sent)) return settle([], smaller(sent));
	const outcomes = sent.items.map((pending) => ({ pending, result: refusal(detail) }));
	if (isAnyAccepted || sameRefusals < SAME_REFUSALS + FAR_APART_ROWS - 1) return settle(outcomes);
	return { kind: 'abort', failure: { kind: 'requestRefused', status, detail }, outcomes };
}

function denied(
	{ reply, detail }: ResponseClass & { kind: 'denied' | 'notFound' },
	sent: Job,
	{ isAnyAccepted, deniedInARow }: RetryContext,
): NextStep {
	if (!isAnyAccepted || deniedInARow >= MAX_DENIED - 1) {
		return abort({ kind: 'fatal', reply, detail }, sent.items);
	}
	const step = bisectOrSettle(sent, refusal(detail));
	// Behind others, so that those can show that the keys are not at fault.
	return step.kind === 'settle' ? { ...step, isLast: true } : step;
}

/** A 404 may be about one item of an append, or about the source: other items of it decide. */
function notFound(
	{ reply, detail }: ResponseClass & { kind: 'denied' | 'notFound' },
	sent: Job,
	{ isSourceAccepted, hasOthersOfSource, notFound: earlier, random }: RetryContext,
): NextStep {
	if (isSourceAccepted) return bisectOrSettle(sent, refusal(detail));
	const isOnly = sent.items.length === 1 && !hasOthersOfSource();
	if (isOnly || earlier >= MAX_NOT_FOUND - 1) {
		const failure: RunFailure = { kind: 'fatal', reply, detail };
		return { kind: 'abandonSource', failure, unresolved: sent.items };
	}
	// Behind others of its source.
	if (sent.items.length === 1)
		return { kind: 'settle', outcomes: [], requeue: [sent], isLast: true };
	const last = sent.items.length - 1;
	const { one, rest } = takeOne(sent, earlier === 0 ? last : Math.floor(random * last));
	return settle([], [toJob(sent.sourceId, [one]), ...(rest ? [rest] : [])]);
}
