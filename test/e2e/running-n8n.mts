import { afterAll, beforeAll } from '@jest/globals';
import { dirname, join } from 'node:path';
import { scenarios } from '../../tools/demo/scenarios/index.mts';
import type { Execution } from '../../tools/editor/n8n/execution.mts';
import type { Installation } from '../../tools/editor/n8n/install.mts';
import type { WorkflowData } from '../../tools/editor/n8n/rest.mts';
import { saveCredential, startSession, type Session } from '../../tools/editor/session.mts';
import { triggerName } from '../../tools/editor/workflows/nodes.mts';
import { n8nOf, tarball } from './packed.mts';
import { recordingRequires, requiresOf, type Required } from './requires.mts';

/** A key that no project has. */
export const wrongSecretKey = 'not-the-secret-key';

/** An n8n with the packed package in it, and the API it sends to. */
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
	const { instance, api, credentialId: right } = session;
	return {
		installation,
		session,
		credentials: { right, wrong: await saveCredential(instance, api, wrongSecretKey) },
		run: async (workflow) =>
			await instance.rest.runWorkflow(await instance.rest.createWorkflow(workflow), triggerName),
		required: async () => await requiresOf(record),
	};
}

/** An n8n of this version for the tests of a block; started once for all of them. */
export function useRunningN8n(version: string): () => RunningN8n {
	return useStarted(version, startN8n);
}

/**
 * What the tests of a block share; stopped after the last.
 *
 * @param start starts an n8n of this version, with what else the tests need
 */
export function useStarted<T extends { readonly session: Session }>(
	version: string,
	start: (version: string) => Promise<T>,
): () => T {
	let started: T | undefined;
	beforeAll(async () => {
		started = await start(version);
	}, 240_000);
	afterAll(async () => {
		await started?.session.stop();
	});
	return () => {
		if (started === undefined) throw new Error(`n8n ${version} has not started yet`);
		return started;
	};
}
