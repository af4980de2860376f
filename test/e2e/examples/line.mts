import type { INode, INodeTypeDescription } from 'n8n-workflow';
import { n8nOf, tarball } from '../packed.mts';
import { startSession, type Session } from '../../../tools/editor/session.mts';
import { useStarted } from '../use-started.mts';
import type { Execution } from '../../../tools/editor/n8n/execution.mts';
import { signIn, type Editor } from './editor.mts';
import { isFeedbackNode, withCredential, type Example } from './example.mts';

/** An n8n of one version, with the API beside it, for all examples. */
export interface ExamplesLine {
	readonly session: Session;
	readonly editor: Editor;
	readonly nodeTypes: readonly INodeTypeDescription[];
	/** Imports an example and chooses its Amplitude credential; returns the id it has then. */
	add(example: Example): Promise<string>;
	/** Runs it from one of its triggers. */
	run(id: string, start: string): Promise<Execution>;
	/** Makes a credential; returns its id. */
	credential(type: string, data: Readonly<Record<string, string>>): Promise<string>;
}

const feedbackCredential = 'amplitudeAiFeedbackApi';

async function startLine(version: string): Promise<ExamplesLine> {
	const session = await startSession(await n8nOf(version), tarball(), []);
	const { rest } = session.instance;
	const credential: ExamplesLine['credential'] = async (type, data) =>
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

/** The same example with some of a node's parameters changed, as its user may have to. */
export function changed(
	example: Example,
	fits: (node: INode) => boolean,
	parameters: INode['parameters'],
): Example {
	const nodes = example.nodes.map((node) =>
		fits(node) ? { ...node, parameters: { ...node.parameters, ...parameters } } : node,
	);
	return { ...example, nodes };
}

/** An n8n of this version for the tests of a block; started once for all of them. */
export function useExamplesLine(version: string): () => ExamplesLine {
	return useStarted(version, startLine);
}
