import type { IDataObject } from 'n8n-workflow';
import { startFeedbackApi } from '../demo/feedback-api.mts';
import { runScenario, type ScenarioResult } from '../demo/result.mts';
import type { Scenario } from '../demo/scenarios/scenario.mts';
import type { Emulator } from '../emulator/server.mts';
import type { Execution } from './n8n/execution.mts';
import type { Installation } from './n8n/install.mts';
import { startInstance, type Instance } from './n8n/instance.mts';
import {
	credentialName,
	credentialType,
	feedbackName,
	rowsName,
	triggerName,
} from './workflows/nodes.mts';
import { scenarioWorkflow } from './workflows/scenario-workflow.mts';

/** A scenario that has run in n8n. */
export interface ScenarioRun {
	readonly execution: Execution;
	readonly result: ScenarioResult;
}

/** n8n and the emulated API side by side, with a credential and the workflows of scenarios. */
export interface Session {
	readonly instance: Instance;
	readonly api: Emulator;
	/** The id of the credential with the API's keys. */
	readonly credentialId: string;
	/** The ids of the workflows. */
	readonly workflows: ReadonlyMap<Scenario, string>;
	run(scenario: Scenario): Promise<ScenarioRun>;
	stop(): Promise<void>;
}

/** Saves a credential for the emulated API in n8n. */
export async function saveCredential(
	{ rest }: Pick<Instance, 'rest'>,
	{ settings, url }: Emulator,
	secretKey = settings.secretKey,
): Promise<string> {
	return await rest.createCredential({
		name: credentialName,
		type: credentialType,
		data: { apiKey: settings.apiKey, secretKey, region: 'custom', baseUrl: url },
	});
}

async function runIn(
	{ rest }: Instance,
	api: Emulator,
	scenario: Scenario,
	workflowId: string,
): Promise<ScenarioRun> {
	let execution: Execution | undefined;
	const result = await runScenario(scenario, api, async () => {
		const ended = (execution = await rest.runWorkflow(workflowId, triggerName));
		const rows = (node: string, output: number) =>
			ended.rows(node, output).map(({ json }) => json as IDataObject);
		return {
			rows: ended.rows(rowsName).length,
			main: rows(feedbackName, 0),
			errorOutput: rows(feedbackName, 1),
			error:
				ended.status === 'success'
					? undefined
					: (ended.error ?? `the run ended as ${ended.status}`),
		};
	});
	return { execution: execution!, result };
}

/**
 * Starts the API, then n8n, and saves in n8n what a session needs. What has started is stopped if
 * anything fails.
 *
 * @param apiPort the port of the API; without it, any free one
 */
export async function startSideBySide(
	apiPort: number | undefined,
	startN8n: () => Promise<Instance>,
	setUp: (
		instance: Instance,
		api: Emulator,
	) => Promise<Pick<Session, 'credentialId' | 'workflows'>>,
): Promise<Session> {
	const api = await startFeedbackApi(apiPort);
	let instance: Instance | undefined;
	const stop = async () => {
		await instance?.stop();
		await api.close();
	};
	try {
		const started = (instance = await startN8n());
		const saved = await setUp(started, api);
		const run = (scenario: Scenario) =>
			runIn(started, api, scenario, saved.workflows.get(scenario)!);
		return { instance: started, api, ...saved, run, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/**
 * Starts a new n8n with the packed package and the API, and saves credential and workflows.
 *
 * @param more environment variables for n8n
 */
export async function startSession(
	installation: Installation,
	tarball: string,
	scenarios: readonly Scenario[],
	more?: NodeJS.ProcessEnv,
): Promise<Session> {
	const startN8n = () => startInstance(installation, tarball, more);
	return await startSideBySide(undefined, startN8n, async (instance, api) => {
		const credentialId = await saveCredential(instance, api);
		const workflows = new Map<Scenario, string>();
		for (const scenario of scenarios) {
			const workflow = await scenarioWorkflow(scenario, credentialId, instance.filesFolder);
			workflows.set(scenario, await instance.rest.createWorkflow(workflow));
		}
		return { credentialId, workflows };
	});
}
