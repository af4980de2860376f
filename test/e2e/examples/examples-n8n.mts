import type { INodeTypeDescription } from 'n8n-workflow';
import type { Execution } from '../../../tools/editor/n8n/execution.mts';
import { startSession, type Session } from '../../../tools/editor/session.mts';
import { isFeedbackNode, withCredential, type Example } from '../../fixtures/examples.mts';
import { n8nOf, tarball } from '../packed.mts';
import { useStarted } from '../running-n8n.mts';
import { signIn, type EditorRequests } from './editor-requests.mts';

/** An n8n of one version, with the API emulator beside it, for all examples. */
export interface ExamplesN8n {
	readonly session: Session;
	readonly editor: EditorRequests;
	readonly nodeTypes: readonly INodeTypeDescription[];
	/** Imports an example and chooses its Amplitude credential; returns the ID of the workflow. */
	add(example: Example): Promise<string>;
	/** Runs a workflow from one of its triggers to its end. */
	run(id: string, trigger: string): Promise<Execution>;
}

async function startN8n(version: string): Promise<ExamplesN8n> {
	const session = await startSession(await n8nOf(version), tarball(), []);
	const { instance, credentialId } = session;
	const { rest } = instance;
	return {
		session,
		editor: await signIn(instance),
		nodeTypes: await rest.nodeTypes(),
		add: (example) =>
			rest.createWorkflow(
				withCredential(example, isFeedbackNode, 'amplitudeAiFeedbackApi', credentialId),
			),
		run: (id, trigger) => rest.runWorkflow(id, trigger),
	};
}

/** An n8n of this version for the tests of a block; started once for all of them. */
export function useExamplesN8n(version: string): () => ExamplesN8n {
	return useStarted(version, startN8n);
}
