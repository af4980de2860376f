/** Sessions that go on where the last one ended. */
import getPort from 'get-port';
import { z } from 'zod';
import type { ScenarioResult } from '../demo/result.mts';
import type { Scenario } from '../demo/scenarios/scenario.mts';
import { CLI_PORT } from '../emulator/cli.mts';
import type { Emulator } from '../emulator/server.mts';
import type { KeptFolder } from './kept-folder.mts';
import type { Installation } from './n8n/install.mts';
import { startOn, type Instance } from './n8n/instance.mts';
import type { N8nRest } from './n8n/rest.mts';
import { saveCredential, startSideBySide, type Session } from './session.mts';
import { credentialName, credentialType } from './workflows/nodes.mts';
import { scenarioWorkflow } from './workflows/scenario-workflow.mts';

/** Ports that are the same each time, unless another program has them. */
const PORTS = { api: CLI_PORT, n8n: CLI_PORT + 1 };

const workflowsSchema = z.array(
	z.object({ id: z.string(), name: z.string(), isArchived: z.boolean().optional() }),
);
const credentialsSchema = z.array(z.object({ id: z.string(), name: z.string(), type: z.string() }));
const credentialSchema = z.object({ data: z.record(z.unknown()) });

/**
 * Starts n8n on a kept folder with the packed package, which replaces the one that was there, and the API.
 * A workflow of a scenario is created the first time only.
 *
 * @param more environment variables for n8n
 */
export async function startKeptSession(
	installation: Installation,
	tarball: string,
	scenarios: readonly Scenario[],
	kept: KeptFolder,
	more?: NodeJS.ProcessEnv,
): Promise<Session> {
	const { path: userFolder, memory } = kept;
	return await startSideBySide(
		await getPort({ host: '127.0.0.1', port: PORTS.api }),
		() => {
			const { owner } = memory;
			return explainRefusedLogin(
				kept,
				startOn(installation, tarball, { userFolder, owner, port: PORTS.n8n, more }),
			);
		},
		async (instance, api) => {
			// Remembered before it is saved anywhere, should this session be cut short.
			await kept.remember({ apiUrls: [...new Set([...memory.apiUrls, api.url])] });
			const credentialId = await keepCredential(instance, api, memory.apiUrls);
			return {
				credentialId,
				workflows: await keepWorkflows(instance, scenarios, credentialId, kept),
			};
		},
	);
}

async function explainRefusedLogin(
	{ memoryFile }: KeptFolder,
	starting: Promise<Instance>,
): Promise<Instance> {
	try {
		return await starting;
	} catch (error) {
		if (!String(error).includes('/rest/login with 401')) throw error;
		throw new Error(
			`n8n does not accept the login in ${memoryFile}. If you have changed it in n8n, write it there too; --fresh starts over.`,
			{ cause: error },
		);
	}
}

/** Makes credentials that were saved for the API fit its address, and returns the ID of the one with its name. */
async function keepCredential(
	instance: Instance,
	api: Emulator,
	earlierUrls: readonly string[],
): Promise<string> {
	const { rest } = instance;
	const all = credentialsSchema.parse(await rest.send('GET', '/credentials'));
	const ours = all.filter(({ type }) => type === credentialType);
	for (const { id, name, type } of ours) {
		const { data } = credentialSchema.parse(
			await rest.send('GET', `/credentials/${id}?includeData=true`),
		);
		if (!needsAddress(data, earlierUrls, api.url)) continue;
		// n8n keeps a secret where it gets back the placeholder that it sent.
		await rest.send('PATCH', `/credentials/${id}`, {
			name,
			type,
			data: { ...data, baseUrl: api.url },
		});
	}
	return (
		ours.find(({ name }) => name === credentialName)?.id ?? (await saveCredential(instance, api))
	);
}

/** Whether a credential has an address that the API had and no longer has. Keys of a real project stay untouched. */
export function needsAddress(
	{ region, baseUrl }: Readonly<Record<string, unknown>>,
	earlierUrls: readonly string[],
	url: string,
): boolean {
	return (
		region === 'custom' && baseUrl !== url && earlierUrls.some((earlier) => earlier === baseUrl)
	);
}

async function keepWorkflows(
	{ rest, filesFolder }: Instance,
	scenarios: readonly Scenario[],
	credentialId: string,
	{ memory }: KeptFolder,
): Promise<Map<Scenario, string>> {
	const saved = await savedWorkflows(rest);
	const workflows = new Map<Scenario, string>();
	for (const scenario of scenarios) {
		const known = saved.get(scenario.title);
		if (known !== undefined) workflows.set(scenario, known);
		else if (!memory.ran.includes(scenario.title)) {
			const workflow = await scenarioWorkflow(scenario, credentialId, filesFolder);
			workflows.set(scenario, await rest.createWorkflow(workflow));
		}
	}
	return workflows;
}

/** The IDs of n8n's workflows by their names. */
async function savedWorkflows(rest: N8nRest): Promise<Map<string, string>> {
	const all = workflowsSchema.parse(await rest.send('GET', '/workflows'));
	return new Map(all.filter(({ isArchived }) => !isArchived).map(({ id, name }) => [name, id]));
}

/** Runs the workflows that have never run, and remembers that they have. */
export async function runNewWorkflows(
	session: Session,
	kept: KeptFolder,
): Promise<ScenarioResult[]> {
	const results: ScenarioResult[] = [];
	for (const scenario of newScenarios(session, kept)) {
		results.push((await session.run(scenario)).result);
		await kept.remember({ ran: [...kept.memory.ran, scenario.title] });
	}
	return results;
}

/** The scenarios whose workflows have never run. */
export function newScenarios(
	{ workflows }: Pick<Session, 'workflows'>,
	{ memory }: Pick<KeptFolder, 'memory'>,
): Scenario[] {
	return [...workflows.keys()].filter(({ title }) => !memory.ran.includes(title));
}
