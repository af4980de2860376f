import { canBisect, smaller } from './bisect';
import type { ResponseClass } from './classify';
import type { FailedSize, Job } from './pending';
import { backoffMilliseconds } from './retry';
import { abort, limitSends, settle, type NextStep, type RetryContext } from './steps';

/** Failures of a request while others pass, before it is bisected. */
const STRIKES_BEFORE_BISECTING = 2;
/** The same for one item alone: bisection has used one, the others rule out chance. */
export const STRIKES_OF_ONE_ITEM = 5;
/** A throttled run looks again at least this often, in milliseconds. Source: Amplitude's other APIs. */
const THROTTLE_CAP_MS = 15_000;

/**
 * Decides what to do with a request that failed with an error that retrying may fix.
 *
 * @param sent the job, after this send
 */
export function retryTransient(
	{ cause, reply, retryAfterMs }: ResponseClass & { kind: 'transient' },
	sent: Job,
	context: RetryContext,
): NextStep {
	const { now, random, isOutage, budgetMs, nextStart } = context;
	const isThrottled = cause === 'throttled';
	const failures = isThrottled ? sent.failures : sent.failures + 1;
	// A 429 says nothing about the request.
	const job = isThrottled
		? sent
		: { ...sent, failures, failedSend: context.sentAt, isUnexplained: true };
	// A request that takes too long as a whole may be fast enough in halves.
	if (cause === 'timeout' && !isOutage && sent.items.length > 1) {
		const requeue = smaller(job, sent.items, { halfOf: sizeOf(sent, context) });
		// After others, so that they show whether it is the request or an outage.
		return { kind: 'settle', outcomes: [], requeue, isLast: true };
	}
	const tries = isThrottled
		? context.throttlesInARow + 1
		: isOutage
			? context.failedProbes + 1
			: failures;
	const backoff = backoffMilliseconds(tries, random, { budgetMs });
	const floorMs = retryAfterMs ?? 0;
	const waitMs = isThrottled ? throttleWait(backoff, tries, floorMs, context) : backoff;
	const notBefore = nextStart(floorMs + waitMs, floorMs);
	if (notBefore === undefined) return abort({ kind: 'gaveUp', reply, retryAfterMs }, sent.items);
	const holdsAll = isThrottled || isOutage || floorMs > 0;
	return { kind: 'retry', job, notBefore: Math.max(notBefore, now), holdsAll };
}

/** Once requests are spaced, a 429 without a `Retry-After` means that at least the next one was too early. */
function throttleWait(
	backoff: number,
	tries: number,
	floorMs: number,
	{ intervalMs }: RetryContext,
): number {
	const leastMs = floorMs > 0 ? 0 : intervalMs * 3 ** (tries - 1);
	return Math.min(Math.max(backoff, leastMs), THROTTLE_CAP_MS);
}

function sizeOf({ items }: Job, { bytes }: { bytes: number }): FailedSize {
	return { items: items.length, bytes };
}

/**
 * Decides what to do with a job that failed before and is due again.
 *
 * @param othersPassed whether a request that was sent later has been accepted, so that the fault is in this one
 * @returns the job to send; or smaller ones, or the outcome of an item that keeps failing alone
 */
export function nextTry(
	job: Job,
	othersPassed: boolean,
	bytes: number,
): { send: Job } | { step: NextStep } {
	if (!job.isUnexplained || !othersPassed) return sendLimited(job);
	const strikes = job.strikes + 1;
	const struck: Job = { ...job, strikes, isUnexplained: false };
	if (canBisect(struck)) {
		if (strikes < STRIKES_BEFORE_BISECTING) return sendLimited(struck);
		const halfOf = job.items.length > 1 ? { items: job.items.length, bytes } : undefined;
		const more = { strikes: STRIKES_BEFORE_BISECTING - 1, isSuspect: true, halfOf };
		return { step: limitSends(settle([], smaller(struck, struck.items, more))) };
	}
	if (strikes < STRIKES_OF_ONE_ITEM) return sendLimited(struck);
	const result = { status: 'unresolved', cause: 'failing' } as const;
	return { step: settle(job.items.map((pending) => ({ pending, result }))) };
}

/** Sends a job unless one of its items has reached the limit of sends. */
function sendLimited(job: Job): { send: Job } | { step: NextStep } {
	const step = limitSends(settle([], [job]));
	return step.kind === 'settle' && step.outcomes.length > 0 ? { step } : { send: job };
}
