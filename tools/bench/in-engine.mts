import { join } from 'node:path';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import { INGEST } from '../engine/feedback.mts';
import { loadNodeType, runNode } from '../engine/harness.mts';
import { packageRoot } from '../shared/folders.mts';
import { hostRequire } from '../shared/realm.mts';

/** The credential for a sink. */
export function credentialsOf(sink: string): ICredentialDataDecryptedObject {
	return {
		apiKey: 'bench-api-key',
		secretKey: 'bench-secret-key',
		region: 'custom',
		baseUrl: sink,
	};
}

/** A module of the built node, by its path in the node's folder without extension. */
export function builtModule<T>(path: string): T {
	return hostRequire(join(packageRoot, 'dist/nodes/AmplitudeAiFeedback', path)) as T;
}

/** Runs `measure` in the place of the node's `execute`, in a workflow of n8n's engine. */
export async function inEngine(
	{ rows, parameters, credentials }: EngineInput,
	measure: (
		context: IExecuteFunctions,
		/** Runs the node, in another context if one is given. */
		execute: (context?: IExecuteFunctions) => Promise<unknown>,
	) => Promise<void>,
): Promise<void> {
	const built = loadNodeType() as INodeType;
	const node: INodeType = {
		description: built.description,
		async execute(this: IExecuteFunctions) {
			await measure(this, async (context = this) => await built.execute?.call(context));
			return [[]];
		},
	};
	const { failure } = await runNode({
		node,
		// Read from JSON as in n8n: strings concatenated here would only be flattened, at a cost, when the node reads them.
		rows: JSON.parse(JSON.stringify(rows)) as IDataObject[],
		parameters: { ...INGEST, ...parameters },
		...(credentials && { credentials }),
	});
	if (failure) throw new Error(failure.message);
}

interface EngineInput {
	rows: readonly object[];
	parameters: INodeParameters;
	credentials?: ICredentialDataDecryptedObject;
}
