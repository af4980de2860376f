import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { Scenario } from '../../demo/scenarios/scenario.mts';
import type { WorkflowData } from '../n8n/rest.mts';
import {
	branchingOnError,
	branchingOnStatus,
	csvFileRows,
	feedback,
	inlineRows,
	trigger,
	type NodePart,
} from './nodes.mts';

function csv(rows: readonly IDataObject[]): string {
	const quoted = (value: unknown) => `"${String(value ?? '').replaceAll('"', '""')}"`;
	const columns = Object.keys(rows[0] ?? {});
	const lines = rows.map((row) => columns.map((column) => quoted(row[column])).join(','));
	return [columns.join(','), ...lines, ''].join('\n');
}

async function source({ csvFile, rows }: Scenario, filesFolder: string): Promise<NodePart[]> {
	if (csvFile === undefined) return inlineRows(await rows());
	const path = join(filesFolder, csvFile);
	await writeFile(path, csv(await rows()));
	return csvFileRows(path);
}

/**
 * Makes the workflow of a scenario: where its rows come from, the node, and a branch for what becomes of them.
 *
 * @param filesFolder gets the files that the workflow reads
 */
export async function scenarioWorkflow(
	scenario: Scenario,
	credentialId: string,
	filesFolder: string,
): Promise<WorkflowData> {
	const { title, parameters, onError } = scenario;
	const node = feedback(credentialId, parameters, onError && { onError });
	const branching = onError === 'continueErrorOutput' ? branchingOnError : branchingOnStatus;
	return branching(title, [trigger, ...(await source(scenario, filesFolder)), node]);
}
