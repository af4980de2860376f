import { credentialsFor } from '../engine/feedback.mts';
import { runNode } from '../engine/harness.mts';
import type { Emulator } from '../emulator/server.mts';
import { runScenario, type ScenarioResult } from './result.mts';
import type { Scenario } from './scenarios/scenario.mts';
import type { UnpackedNode } from './unpacked-node.mts';

/** Runs a scenario on n8n's engine, inside this process. */
export async function runInEngine(
	scenario: Scenario,
	{ nodeFile, credentialFile }: UnpackedNode,
	api: Emulator,
): Promise<ScenarioResult> {
	const rows = await scenario.rows();
	const { parameters, onError } = scenario;
	return await runScenario(scenario, api, async () => {
		const { success, error, failure } = await runNode({
			node: nodeFile,
			credentialType: credentialFile,
			credentials: credentialsFor(api),
			rows,
			parameters,
			...(onError && { onError }),
		});
		return {
			rows: rows.length,
			main: success.map(({ json }) => json),
			errorOutput: error.map(({ json }) => json),
			error: failure?.message,
		};
	});
}
