import { atRow, count, formatCount, times } from './messages/format';
import { describeAdditionalFields } from './messages/run';
import { isDone, type RowResult, type Status } from './rowResult';

/** What a run did, besides its rows. */
export interface RunFacts {
	requests: number;
	/** Requests with the response 429. */
	throttled: number;
	/** Messages without text, which were left out of arrays. */
	omittedMessages: number;
	/** Messages that their format or the filter left out. */
	filteredMessages: number;
	filteredBy: 'format' | 'filter';
	/** Email addresses and others that were removed from texts. */
	removedPatterns: number;
	/** Names of fields that were sent though the API does not document them. */
	additionalFields: readonly string[];
	/** Items that were accepted, and how many the API counted in those requests. */
	counts: { accepted: number; ingested: number };
	dryRun: boolean;
}

const SAME_REFUSALS =
	' Amplitude refused every row for the same reason, so the Source ID may be wrong.';

const ORDER: readonly Status[] = ['partial', 'rejected', 'unknown', 'unsent', 'skipped'];

/**
 * Returns the run in one sentence or two.
 *
 * @example 39,998 of 40,000 rows ingested in 401 requests; 2 rejected. Row 17: …
 * @returns undefined when every row was ingested and nothing is worth a word
 */
export function summarise(results: readonly RowResult[], facts: RunFacts): string | undefined {
	const statuses = new Map<Status, number>();
	for (const { status } of results) statuses.set(status, (statuses.get(status) ?? 0) + 1);
	const { dryRun, throttled, omittedMessages, filteredMessages, counts } = facts;
	const done = statuses.get(dryRun ? 'ready' : 'ingested') ?? 0;
	const isCountedOtherwise = counts.ingested !== counts.accepted;
	const leftOut = omittedMessages + filteredMessages;
	const { removedPatterns } = facts;
	const isTextChanged = leftOut > 0 || removedPatterns > 0;
	const hasNews = dryRun || throttled > 0 || isTextChanged || isCountedOtherwise;
	if (results.length === 0 || (done === results.length && !hasNews)) return undefined;

	const total = count(results.length, 'row');
	const requests = count(facts.requests, 'request');
	const clauses = [
		dryRun
			? `Dry run, nothing was sent: ${formatCount(done)} of ${total} would be sent in ${requests}`
			: `${formatCount(done)} of ${total} ingested in ${requests}`,
	];
	for (const status of ORDER) {
		const amount = statuses.get(status);
		if (amount !== undefined) clauses.push(`${formatCount(amount)} ${status}`);
	}
	if (omittedMessages > 0)
		clauses.push(`${count(omittedMessages, 'message')} without text left out`);
	if (filteredMessages > 0) {
		clauses.push(`${count(filteredMessages, 'message')} left out by the ${facts.filteredBy}`);
	}
	if (removedPatterns > 0) clauses.push(`${count(removedPatterns, 'pattern')} removed from texts`);
	if (throttled > 0) clauses.push(`Amplitude asked to slow down ${times(throttled)}`);
	if (isCountedOtherwise) {
		const accepted = count(counts.accepted, 'accepted item');
		clauses.push(`Amplitude itself counted ${formatCount(counts.ingested)} for ${accepted}`);
	}
	const first = results.findIndex(({ status }) => !isDone(status));
	const example = first < 0 ? '' : ` ${atRow(first, results[first]?.reason ?? '')}`;
	const isRefused = results.every(({ status, attempts }) => status === 'rejected' && attempts);
	const fields = isRefused ? describeAdditionalFields(facts.additionalFields) : '';
	const isSame = isRefused && results.every(({ reason }) => reason === results[0]?.reason);
	const source = isSame && fields === '' ? SAME_REFUSALS : '';
	return `${fields}${clauses.join('; ')}.${example}${source}`;
}
