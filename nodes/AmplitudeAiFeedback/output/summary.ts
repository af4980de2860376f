import { isFine, type Outcome, type Status } from './outcome';
import { atRow, count, times } from './wording';

/** What a run did, besides its rows. */
export interface RunFacts {
	requests: number;
	/** Requests that the API answered with 429. */
	throttled: number;
	/** Messages without text that were left out of arrays. */
	messagesLeftOut: number;
	dryRun: boolean;
}

const ORDER: readonly Status[] = ['partial', 'rejected', 'unknown', 'unsent', 'skipped'];

/**
 * The run in one sentence or two.
 *
 * @example 39,998 of 40,000 rows ingested in 401 requests; 2 rejected. Row 17: …
 * @returns undefined when every row was ingested and nothing is worth a word
 */
export function summarise(outcomes: readonly Outcome[], facts: RunFacts): string | undefined {
	const tally = new Map<Status, number>();
	for (const { status } of outcomes) tally.set(status, (tally.get(status) ?? 0) + 1);
	const { dryRun, throttled, messagesLeftOut } = facts;
	const good = dryRun ? 'ready' : 'ingested';
	const done = tally.get(good) ?? 0;
	const isPlain = done === outcomes.length && throttled === 0 && messagesLeftOut === 0 && !dryRun;
	if (isPlain || outcomes.length === 0) return undefined;

	const total = count(outcomes.length, 'row');
	const requests = count(facts.requests, 'request');
	const clauses = [
		dryRun
			? `Dry run, nothing was sent: ${done.toLocaleString('en-US')} of ${total} would go in ${requests}`
			: `${done.toLocaleString('en-US')} of ${total} ingested in ${requests}`,
	];
	for (const status of ORDER) {
		const amount = tally.get(status);
		if (amount !== undefined) clauses.push(`${amount.toLocaleString('en-US')} ${status}`);
	}
	if (messagesLeftOut > 0) {
		clauses.push(`${count(messagesLeftOut, 'message')} without text left out`);
	}
	if (throttled > 0) clauses.push(`Amplitude asked to slow down ${times(throttled)}`);
	const first = outcomes.findIndex(({ status }) => !isFine(status));
	const example = first < 0 ? '' : ` ${atRow(first, outcomes[first]?.reason ?? '')}`;
	return `${clauses.join('; ')}.${example}`;
}
