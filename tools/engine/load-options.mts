import type {
	ICredentialDataDecryptedObject,
	ILoadOptionsFunctions,
	ILocalLoadOptionsFunctions,
	INodeParameters,
	INodeType,
	ResourceMapperFields,
} from 'n8n-workflow';
import { fromEngine, toEngine } from '../shared/realm.mts';
import { startEngine } from './core.mts';
import { HarnessCredentials } from './credentials.mts';
import { type CredentialSource, loadCredentialType } from './loading.mts';
import { loadNodeType, type NodeSource } from './loading.mts';
import { defaultVersion, versionOf } from './node-types.mts';
import { singleNode } from './single-node.mts';

/** A request of n8n's editor for the fields of a resource mapper. */
export interface FieldsRequest {
	/** The mapper's parameter, `item` for instance. */
	parameter: string;
	/** The node's parameters. */
	parameters?: INodeParameters;
	credentials?: ICredentialDataDecryptedObject | null;
	credentialType?: CredentialSource;
	node?: NodeSource;
	typeVersion?: number;
}

/**
 * The fields of a resource mapper, asked of the method its description names, in the context n8n
 * gives it: `resourceMapperMethod` or `localResourceMapperMethod`.
 */
export async function resourceMapperFields(request: FieldsRequest): Promise<ResourceMapperFields> {
	const engine = await startEngine();
	const type = versionOf(loadNodeType(request.node), request.typeVersion);
	const { parameter, credentials: data } = request;
	const stored = data ? { type: loadCredentialType(request.credentialType), data } : undefined;
	const { workflow, node, additionalData } = singleNode(
		engine,
		type,
		{
			type: type.description.name,
			typeVersion: request.typeVersion ?? defaultVersion(type),
			parameters: toEngine(request.parameters ?? {}),
		},
		new HarnessCredentials(engine, stored),
	);
	const path = `parameters.${parameter}`;
	const { method, local } = methodOf(type, parameter);
	if (local) {
		const { LocalLoadOptionsContext } = engine.core;
		const nodeTypes = workflow.nodeTypes;
		const context = new LocalLoadOptionsContext(nodeTypes, additionalData, path, noWorkflows);
		return fromEngine(await Reflect.apply(method, context, []));
	}
	const context = new engine.core.LoadOptionsContext(workflow, node, additionalData, path);
	return fromEngine(
		await workflow.expression.withIsolate(async () => await Reflect.apply(method, context, [])),
	);
}

type Method =
	| ((this: ILoadOptionsFunctions) => Promise<ResourceMapperFields>)
	| ((this: ILocalLoadOptionsFunctions) => Promise<ResourceMapperFields>);

function methodOf(type: INodeType, parameter: string): { method: Method; local: boolean } {
	for (const property of type.description.properties) {
		const mapper = property.typeOptions?.resourceMapper;
		if (property.name !== parameter || !mapper) continue;
		const { localResourceMapperMethod: own, resourceMapperMethod: remote } = mapper;
		const local = own ? type.methods?.localResourceMapping?.[own] : undefined;
		if (local) return { method: local, local: true };
		const method = remote ? type.methods?.resourceMapping?.[remote] : undefined;
		if (method) return { method, local: false };
	}
	throw new Error(`No resource mapper "${parameter}" names a method that the node has`);
}

const noWorkflows = {
	async get(): Promise<never> {
		throw new Error('The harness has no other workflows');
	},
};
