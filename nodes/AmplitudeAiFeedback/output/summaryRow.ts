import { isDone, type RowResult, type Status } from './rowResult';
import type { RunFacts } from './summary';

/** Reasons that a summary lists, the most frequent ones. */
const MAX_REASONS = 20;

const STATUSES: readonly Status[] = [
	'ingested',
	'partial',
	'rejected',
	'unknown',
	'unsent',
	'skipped',
	'ready',
];

/** A run as one row: a count for each status, and the rest. Rows count from 1. */
export type SummaryRow = Record<Status, number> & {
	rows: number;
	requests: number;
	throttled: number;
	omitted_messages: number;
	filtered_messages: number;
	removed_patterns: number;
	/** Share of rows that need action. */
	problem_percent: number;
	reasons: Reason[];
};

// A type and not an interface, because n8n's rows have any keys.
type Reason = {
	reason: string;
	count: number;
	example_row: number;
	example_unique_id: string | null;
};

/** Sums a run up: how many rows have each status, and why rows need action. */
export function toSummaryRow(
	results: readonly RowResult[],
	{ requests, throttled, omittedMessages, filteredMessages, removedPatterns }: RunFacts,
): SummaryRow {
	const amounts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<
		Status,
		number
	>;
	for (const { status } of results) amounts[status]++;
	const problems = results.filter(({ status }) => !isDone(status)).length;
	return {
		rows: results.length,
		...amounts,
		requests,
		throttled,
		omitted_messages: omittedMessages,
		filtered_messages: filteredMessages,
		removed_patterns: removedPatterns,
		problem_percent: results.length === 0 ? 0 : toPercent(problems / results.length),
		reasons: toReasons(results),
	};
}

/** Two digits after the point. One row of a million is not 0 %, so that an alert "over 0" sees it. */
function toPercent(share: number): number {
	return share === 0 ? 0 : Math.max(0.01, Math.round(share * 10_000) / 100);
}

function toReasons(results: readonly RowResult[]): Reason[] {
	const reasons = new Map<string, { count: number; row: number; uniqueId: string | null }>();
	for (const [row, { status, reason, uniqueId }] of results.entries()) {
		if (isDone(status) || reason === undefined) continue;
		const known = reasons.get(reason);
		if (known) known.count++;
		else reasons.set(reason, { count: 1, row, uniqueId });
	}
	return [...reasons]
		.sort(([, one], [, other]) => other.count - one.count)
		.slice(0, MAX_REASONS)
		.map(([reason, { count, row, uniqueId }]) => ({
			reason,
			count,
			example_row: row + 1,
			example_unique_id: uniqueId,
		}));
}
