import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	ICredentialsHelper,
	ICredentialType,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { toEngine } from '../shared/realm.mts';
import type { Engine } from './core.mts';

/** A credential as a user saved it: its type and its decrypted fields. */
export interface StoredCredential {
	type: ICredentialType;
	data: ICredentialDataDecryptedObject;
}

/**
 * n8n's `CredentialsHelper` (packages/cli) without database and licences: one stored credential,
 * with the same defaults, the same evaluation of expressions, the same generic authentication.
 */
export class HarnessCredentials implements ICredentialsHelper {
	readonly #engine: Engine;
	readonly #stored: StoredCredential | undefined;

	constructor(engine: Engine, stored: StoredCredential | undefined) {
		this.#engine = engine;
		this.#stored = stored;
	}

	/** The reference that a node of a saved workflow carries. */
	reference(): Record<string, INodeCredentialsDetails> | undefined {
		if (!this.#stored) return undefined;
		return { [this.#stored.type.name]: { id: '1', name: 'Harness credential' } };
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		incoming: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const request = incoming as IHttpRequestOptions;
		const { authenticate } = this.#typeOf(typeName);
		if (!authenticate) return request;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		if (!workflow || !node)
			throw new Error('n8n passes workflow and node to generic authentication');
		request.headers ??= {};
		const resolve = (value: unknown) => resolveValue(value, credentials, workflow, node);
		for (const [section, fields] of Object.entries(authenticate.properties)) {
			const target = request as unknown as Record<string, Record<string, string> | undefined>;
			const into = (target[section] ??= {});
			for (const [key, value] of Object.entries(fields as Record<string, unknown>)) {
				into[resolve(key)] = resolve(value);
			}
		}
		return request;
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		values?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.#storedOf(type);
		if (raw) return stored;
		return this.applyDefaults(additionalData, stored, type, mode, executeData, values);
	}

	/** Fills in the type's defaults and evaluates expressions in the fields, as n8n does before use. */
	applyDefaults(
		additionalData: IWorkflowExecuteAdditionalData,
		data: ICredentialDataDecryptedObject,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		values?: ICredentialsExpressionResolveValues,
	): ICredentialDataDecryptedObject {
		const { core, workflow } = this.#engine;
		const properties = this.getCredentialsProperties(type);
		const filled = workflow.NodeHelpers.getNodeParameters(
			properties,
			data as Parameters<typeof workflow.NodeHelpers.getNodeParameters>[1],
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		if (!values) return filled;
		return values.workflow.expression.getParameterValue(
			filled as Parameters<typeof values.workflow.expression.getParameterValue>[0],
			values.runExecutionData,
			values.runIndex,
			values.itemIndex,
			values.node.name,
			values.connectionInputData,
			mode,
			core.getAdditionalKeys(additionalData, mode, null, { isCredential: true }),
			executeData,
			false,
			filled as Parameters<typeof values.workflow.expression.getParameterValue>[10],
		) as ICredentialDataDecryptedObject;
	}

	async preAuthentication(
		_helpers: IHttpRequestHelper,
		_credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<undefined> {
		if (this.#typeOf(typeName).preAuthentication) {
			throw new Error('The harness does not support credentials that fetch a token first');
		}
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<undefined> {
		return await this.preAuthentication(helpers, credentials, typeName);
	}

	getParentTypes(typeName: string): string[] {
		return this.#typeOf(typeName).extends ?? [];
	}

	isCredentialUsableByNode(typeName: string, nodeType: string): boolean {
		const type = this.#typeOf(typeName);
		return !type.restrictToSupportedNodes || (type.supportedNodes ?? []).includes(nodeType);
	}

	getCredentialsProperties(typeName: string): INodeProperties[] {
		return this.#typeOf(typeName).properties;
	}

	async getCredentials(details: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		return new this.#engine.core.Credentials({ id: details.id ?? null, name: details.name }, type);
	}

	async updateCredentials(): Promise<void> {
		throw new Error('A node does not change its credential');
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('A node does not change its credential');
	}

	#typeOf(name: string): ICredentialType {
		const type = this.#stored?.type;
		if (type?.name !== name) throw new Error(`The harness was given no credential type "${name}"`);
		return type;
	}

	#storedOf(name: string): ICredentialDataDecryptedObject {
		this.#typeOf(name);
		return toEngine(this.#stored?.data ?? {});
	}
}

function resolveValue(
	value: unknown,
	credentials: ICredentialDataDecryptedObject,
	workflow: Workflow,
	node: INode,
): string {
	if (typeof value !== 'string' || !value.startsWith('=')) return value as string;
	const resolved = workflow.expression.getSimpleParameterValue(
		node,
		value,
		'internal',
		{ $credentials: credentials },
		undefined,
		'',
	);
	return resolved ? String(resolved) : '';
}
