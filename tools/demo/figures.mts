import type { Execution } from '../editor/n8n/execution.mts';
import type { SentFeedback } from './feedback-api.mts';
import { feedbackName, rowsName } from '../editor/workflows/nodes.mts';
import type { Expected } from './scenarios/scenario.mts';

/** What was seen after a run; the same figures that were expected of it. */
export type Figures = Expected;

function countStatuses(execution: Execution): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { json } of execution.rows(feedbackName)) {
		const status = String(json.status);
		counts[status] = (counts[status] ?? 0) + 1;
	}
	return counts;
}

/** Reads a run's figures from n8n's record of it and from the API. */
export function figuresOf(execution: Execution, sent: SentFeedback): Figures {
	return {
		rows: execution.rows(rowsName).length,
		...sent,
		statuses: countStatuses(execution),
		onErrorOutput: execution.rows(feedbackName, 1).length,
	};
}

const names: Readonly<Record<keyof Expected, string>> = {
	rows: 'rows in',
	requests: 'requests',
	items: 'items at the API',
	parts: 'parts at the API',
	statuses: 'rows by status',
	onErrorOutput: 'rows on the error output',
};

const keys = Object.keys(names) as Array<keyof Expected>;

/** The statuses, in the order in which they are shown. */
const order = ['ingested', 'partial', 'rejected', 'unknown', 'unsent', 'skipped', 'ready'];

function place(name: string): number {
	return order.includes(name) ? order.indexOf(name) : order.length;
}

/** Counts in words, always in the same order. */
export function shownCounts(counts: Readonly<Record<string, number>>): string {
	return Object.entries(counts)
		.sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b))
		.map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
		.join(', ');
}

function shown(value: Expected[keyof Expected]): string {
	if (typeof value === 'number') return value.toLocaleString('en');
	return shownCounts(value) || 'none';
}

/** Says in words what is not as it should be; nothing when all is well. */
export function differences(figures: Figures, expected: Expected): string[] {
	return keys
		.filter((key) => shown(figures[key]) !== shown(expected[key]))
		.map((key) => `${names[key]}: ${shown(figures[key])} instead of ${shown(expected[key])}`);
}
