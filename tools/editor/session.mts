import type { Execution } from './n8n/execution.mts';
import type { Installation } from './n8n/install.mts';
import { startInstance, type Instance } from './n8n/instance.mts';
import type { Emulator } from '../emulator/server.mts';
import { countSent, startFeedbackApi } from '../demo/feedback-api.mts';
import { figuresOf, type Figures } from '../demo/figures.mts';
import { writeReviews } from '../demo/reviews.mts';
import { credentialName, triggerName } from './workflows/nodes.mts';
import type { Scenario } from '../demo/scenarios/scenario.mts';

/** A scenario that has run. */
export interface ScenarioRun {
	readonly scenario: Scenario;
	readonly execution: Execution;
	readonly figures: Figures;
}

/** n8n and the API side by side, with credential and workflows imported. */
export interface Session {
	readonly instance: Instance;
	readonly api: Emulator;
	run(scenario: Scenario): Promise<ScenarioRun>;
	stop(): Promise<void>;
}

async function importCredential(instance: Instance, api: Emulator): Promise<string> {
	return await instance.rest.createCredential({
		name: credentialName,
		type: 'amplitudeAiFeedbackApi',
		data: {
			apiKey: api.settings.apiKey,
			secretKey: api.settings.secretKey,
			region: 'custom',
			baseUrl: api.url,
		},
	});
}

async function importAll(
	instance: Instance,
	api: Emulator,
	scenarios: readonly Scenario[],
): Promise<Map<Scenario, string>> {
	const { filesFolder, rest } = instance;
	await writeReviews(filesFolder);
	const credentialId = await importCredential(instance, api);
	const ids = new Map<Scenario, string>();
	for (const scenario of scenarios) {
		ids.set(scenario, await rest.createWorkflow(scenario.build({ credentialId, filesFolder })));
	}
	return ids;
}

/**
 * Starts n8n with the packed package and the API, and imports credential and workflows.
 *
 * @param more environment variables for n8n
 */
export async function startSession(
	installation: Installation,
	tarball: string,
	scenarios: readonly Scenario[],
	more?: NodeJS.ProcessEnv,
): Promise<Session> {
	const api = await startFeedbackApi();
	let instance: Instance | undefined;
	const stop = async () => {
		await instance?.stop();
		await api.close();
	};
	try {
		const started = (instance = await startInstance(installation, tarball, more));
		const ids = await importAll(started, api, scenarios);
		return {
			instance: started,
			api,
			stop,
			async run(scenario) {
				const before = countSent(api, scenario.sourceId);
				const id = ids.get(scenario)!;
				const execution = await started.rest.runWorkflow(id, triggerName);
				const after = countSent(api, scenario.sourceId);
				const sent = { ...after, requests: after.requests - before.requests };
				return { scenario, execution, figures: figuresOf(execution, sent) };
			},
		};
	} catch (error) {
		await stop();
		throw error;
	}
}
