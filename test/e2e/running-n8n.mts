import { dirname, join } from 'node:path';
import type { Execution } from '../../tools/editor/n8n/execution.mts';
import type { Installation } from '../../tools/editor/n8n/install.mts';
import type { WorkflowData } from '../../tools/editor/n8n/workflow.mts';
import { n8nOf, tarball } from './packed.mts';
import { recordingRequires, requiresOf, type Required } from './requires.mts';
import { startSession, type Session } from '../../tools/editor/session.mts';
import { useStarted } from './use-started.mts';
import { scenarios } from '../../tools/demo/scenarios/index.mts';
import { credentialName, triggerName } from '../../tools/editor/workflows/nodes.mts';

/** A key that no project has. */
export const wrongSecretKey = 'not-the-secret-key';

/** One n8n with the packed package in it, and the API it sends to. */
export interface RunningN8n {
	readonly installation: Installation;
	readonly session: Session;
	/** Ids of credentials: the API takes the keys of one and refuses those of the other. */
	readonly credentials: { readonly right: string; readonly wrong: string };
	/** Saves a workflow and runs it to its end. */
	run(workflow: WorkflowData): Promise<Execution>;
	/** What the code of the loaded package has required from outside itself. */
	required(): Promise<Required[]>;
}

async function startN8n(version: string): Promise<RunningN8n> {
	const installation = await n8nOf(version);
	const record = join(dirname(tarball()), `required-${version}`);
	const session = await startSession(installation, tarball(), scenarios, recordingRequires(record));
	const { rest } = session.instance;
	const { apiKey, secretKey } = session.api.settings;
	const credential = async (key: string) =>
		await rest.createCredential({
			name: credentialName,
			type: 'amplitudeAiFeedbackApi',
			data: { apiKey, secretKey: key, region: 'custom', baseUrl: session.api.url },
		});
	return {
		installation,
		session,
		credentials: { right: await credential(secretKey), wrong: await credential(wrongSecretKey) },
		run: async (workflow) =>
			await rest.runWorkflow(await rest.createWorkflow(workflow), triggerName),
		required: async () => await requiresOf(record),
	};
}

/** An n8n of this version for the tests of a block; started once for all of them. */
export function useRunningN8n(version: string): () => RunningN8n {
	return useStarted(version, startN8n);
}
