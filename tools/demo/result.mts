import type { IDataObject } from 'n8n-workflow';
import type { Emulator } from '../emulator/server.mts';
import { countSent } from './feedback-api.mts';
import type { Figures, Scenario } from './scenarios/scenario.mts';

/** What the node gave out in a run, wherever n8n's engine ran it. */
export interface NodeOutput {
	/** The number of input rows. */
	readonly rows: number;
	/** The rows on the main output and on the error output. */
	readonly main: readonly IDataObject[];
	readonly errorOutput: readonly IDataObject[];
	/** The error that stopped the run. */
	readonly error: string | undefined;
}

/** What came of a scenario. */
export interface ScenarioResult {
	readonly scenario: Scenario;
	readonly figures: Figures;
	/** The reasons on the error output. */
	readonly reasons: readonly string[];
	/** The error that stopped the run. */
	readonly error: string | undefined;
}

function countStatuses(rows: readonly IDataObject[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { status } of rows) counts[String(status)] = (counts[String(status)] ?? 0) + 1;
	return counts;
}

/** Runs a scenario, and reads what came of it from the node's output and from the API. */
export async function runScenario(
	scenario: Scenario,
	api: Emulator,
	run: () => Promise<NodeOutput>,
): Promise<ScenarioResult> {
	const before = countSent(api, scenario.sourceId);
	const { rows, main, errorOutput, error } = await run();
	const after = countSent(api, scenario.sourceId);
	return {
		scenario,
		figures: {
			...after,
			rows,
			requests: after.requests - before.requests,
			statuses: countStatuses(main),
			onErrorOutput: errorOutput.length,
		},
		reasons: errorOutput.map(({ error }) => String((error as IDataObject).reason)),
		error,
	};
}
