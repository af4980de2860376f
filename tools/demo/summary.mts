/** The results of a demo in words and in a table. */
import { table, type Column } from '../shared/table.mts';
import type { ScenarioResult } from './result.mts';
import type { Figures } from './scenarios/scenario.mts';

const columns: readonly Column[] = [
	{ title: 'Workflow', align: 'left' },
	{ title: 'Rows in', align: 'right' },
	{ title: 'Requests', align: 'right' },
	{ title: 'Items', align: 'right' },
	{ title: 'Messages', align: 'right' },
	{ title: 'Rows by status', align: 'left' },
];

/** The statuses, in the order in which they are shown. */
const order = ['ingested', 'partial', 'rejected', 'unknown', 'unsent', 'skipped', 'ready'];
const errorOutput = 'on the error output';
const number = (value: number) => value.toLocaleString('en');

function place(name: string): number {
	return order.includes(name) ? order.indexOf(name) : order.length;
}

function counts(of: Readonly<Record<string, number>>): string {
	return Object.entries(of)
		.sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b))
		.map(([name, count]) => `${number(count)} ${name}`)
		.join(', ');
}

function byStatus({ statuses, onErrorOutput }: Figures): Record<string, number> {
	return onErrorOutput === 0 ? statuses : { ...statuses, [errorOutput]: onErrorOutput };
}

function total(results: readonly ScenarioResult[]): string[] {
	const sum = (pick: (figures: Figures) => number) =>
		number(results.reduce((result, { figures }) => result + pick(figures), 0));
	// Two scenarios may write to one source; what it holds after the later one counts.
	const sources = new Map(results.map((result) => [result.scenario.sourceId, result.figures]));
	const held = (pick: (figures: Figures) => number) =>
		number([...sources.values()].reduce((result, figures) => result + pick(figures), 0));
	const all: Record<string, number> = {};
	for (const [status, count] of results.flatMap(({ figures }) =>
		Object.entries(byStatus(figures)),
	)) {
		all[status] = (all[status] ?? 0) + count;
	}
	return [
		'Total',
		sum(({ rows }) => rows),
		sum(({ requests }) => requests),
		held(({ items }) => items),
		held(({ messages }) => messages),
		counts(all),
	];
}

/** The table of what went in and what came of it. Items and messages are those the API then holds. */
export function resultTable(results: readonly ScenarioResult[]): string {
	const rows = results.map(({ scenario, figures }) => [
		scenario.title,
		number(figures.rows),
		number(figures.requests),
		number(figures.items),
		number(figures.messages),
		counts(byStatus(figures)),
	]);
	return table(columns, [...rows, total(results)]);
}

const names: Readonly<Record<keyof Figures, string>> = {
	rows: 'rows in',
	requests: 'requests',
	items: 'items at the API',
	messages: 'messages at the API',
	statuses: 'rows by status',
	onErrorOutput: 'rows on the error output',
};

const keys = Object.keys(names) as Array<keyof Figures>;

function shown(value: Figures[keyof Figures]): string {
	return typeof value === 'number' ? number(value) : counts(value) || 'none';
}

/** What is not as expected, a line for each difference; none if all is well. */
export function unexpected(results: readonly ScenarioResult[]): string[] {
	return results.flatMap(({ scenario, figures, error }) => {
		const differences = keys
			.filter((key) => shown(figures[key]) !== shown(scenario.expected[key]))
			.map(
				(key) =>
					`${names[key]}: ${shown(figures[key])} instead of ${shown(scenario.expected[key])}`,
			);
		return [...(error === undefined ? [] : [error]), ...differences].map(
			(text) => `${scenario.title}: ${text}`,
		);
	});
}

/** The whole report: table, reasons, and what is not as expected. */
export function report(results: readonly ScenarioResult[]): string {
	const list = (title: string, entries: readonly string[]) =>
		entries.length === 0 ? [] : ['', title, ...entries.map((entry) => `  - ${entry}`)];
	return [
		resultTable(results),
		...list(
			'Why rows are on the error output:',
			results.flatMap(({ reasons }) => reasons),
		),
		...list('NOT AS EXPECTED:', unexpected(results)),
	].join('\n');
}
