import { differences, shownCounts, type Figures } from './figures.mts';
import type { ScenarioRun } from '../editor/session.mts';
import { table, type Column } from '../shared/table.mts';
import { feedbackName } from '../editor/workflows/nodes.mts';

const columns: readonly Column[] = [
	{ title: 'Workflow', align: 'left' },
	{ title: 'Rows in', align: 'right' },
	{ title: 'Requests', align: 'right' },
	{ title: 'Items', align: 'right' },
	{ title: 'Parts', align: 'right' },
	{ title: 'What became of the rows', align: 'left' },
];

const errorOutput = 'error output';
const number = (value: number) => value.toLocaleString('en');

function fates({ statuses, onErrorOutput }: Figures): Record<string, number> {
	return onErrorOutput === 0 ? statuses : { ...statuses, [errorOutput]: onErrorOutput };
}

function total(runs: readonly ScenarioRun[]): string[] {
	const sum = (pick: (figures: Figures) => number) =>
		number(runs.reduce((result, { figures }) => result + pick(figures), 0));
	// Two workflows may write to one source; what it holds after the later one counts.
	const sources = new Map(runs.map((run) => [run.scenario.sourceId, run.figures]));
	const held = (pick: (figures: Figures) => number) =>
		number([...sources.values()].reduce((result, figures) => result + pick(figures), 0));
	const all: Record<string, number> = {};
	for (const [fate, count] of runs.flatMap(({ figures }) => Object.entries(fates(figures)))) {
		all[fate] = (all[fate] ?? 0) + count;
	}
	return [
		'Total',
		sum(({ rows }) => rows),
		sum(({ requests }) => requests),
		held(({ items }) => items),
		held(({ parts }) => parts),
		shownCounts(all),
	];
}

/** The table of what went in and what came of it. Items and parts are what the API holds afterwards. */
export function resultTable(runs: readonly ScenarioRun[]): string {
	const rows = runs.map(({ scenario, figures }) => [
		scenario.title,
		number(figures.rows),
		number(figures.requests),
		number(figures.items),
		number(figures.parts),
		shownCounts(fates(figures)),
	]);
	return table(columns, [...rows, total(runs)]);
}

/** The reasons that rows on the error output carry. */
export function refusals(runs: readonly ScenarioRun[]): string[] {
	return runs.flatMap(({ execution }) =>
		execution.rows(feedbackName, 1).map(({ json }) => String(json.message ?? json.error)),
	);
}

/** What is not as it should be, by workflow; empty when all is well. */
export function complaints(runs: readonly ScenarioRun[]): string[] {
	return runs.flatMap(({ scenario, execution, figures }) => {
		const failed =
			execution.status === 'success' ? [] : [execution.error ?? `run ended as ${execution.status}`];
		return [...failed, ...differences(figures, scenario.expected)].map(
			(text) => `${scenario.title}: ${text}`,
		);
	});
}
