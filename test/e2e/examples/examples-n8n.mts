import type { INodeTypeDescription } from 'n8n-workflow';
import { n8nOf, tarball } from '../packed.mts';
import { startSession, type Session } from '../../../tools/editor/session.mts';
import { useStarted } from '../running-n8n.mts';
import type { Execution } from '../../../tools/editor/n8n/execution.mts';
import { signIn, type EditorRequests } from './editor-requests.mts';
import { isFeedbackNode, withCredential, type Example } from '../../fixtures/examples.mts';

/** An n8n of one version, with the API emulator beside it, for all examples. */
export interface ExamplesN8n {
	readonly session: Session;
	readonly editor: EditorRequests;
	readonly nodeTypes: readonly INodeTypeDescription[];
	/** Imports an example and chooses its Amplitude credential; returns the id it has then. */
	add(example: Example): Promise<string>;
	/** Runs it from one of its triggers. */
	run(id: string, start: string): Promise<Execution>;
	/** Makes a credential; returns its id. */
	credential(type: string, data: Readonly<Record<string, string>>): Promise<string>;
}

const feedbackCredential = 'amplitudeAiFeedbackApi';

async function startN8n(version: string): Promise<ExamplesN8n> {
	const session = await startSession(await n8nOf(version), tarball(), []);
	const { rest } = session.instance;
	const credential: ExamplesN8n['credential'] = async (type, data) =>
		await rest.createCredential({ name: type, type, data });
	const { apiKey, secretKey } = session.api.settings;
	const baseUrl = session.api.url;
	const chosen = await credential(feedbackCredential, {
		apiKey,
		secretKey,
		region: 'custom',
		baseUrl,
	});
	return {
		session,
		editor: await signIn(session.instance),
		nodeTypes: await rest.nodeTypes(),
		add: async (example) =>
			await rest.createWorkflow(
				withCredential(example, isFeedbackNode, feedbackCredential, chosen),
			),
		run: async (id, start) => await rest.runWorkflow(id, start),
		credential,
	};
}

/** An n8n of this version for the tests of a block; started once for all of them. */
export function useExamplesN8n(version: string): () => ExamplesN8n {
	return useStarted(version, startN8n);
}
