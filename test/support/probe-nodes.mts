import type {
	ICredentialType,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
} from 'n8n-workflow';

/** A node type of one's own for looking into the engine: some parameters and what it does. */
export function probeNode(
	execute: (context: IExecuteFunctions) => Promise<INodeExecutionData[]>,
	properties: INodeProperties[] = [],
): INodeType {
	return {
		description: {
			displayName: 'Probe',
			name: 'probe',
			group: ['transform'],
			version: 1,
			description: 'A probe',
			defaults: { name: 'Probe' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: PROBE_CREDENTIAL }],
			properties,
		},
		async execute(this: IExecuteFunctions) {
			return [await execute(this)];
		},
	};
}

/** A parameter of a probe. */
export function parameter(name: string, more: Partial<INodeProperties> = {}): INodeProperties {
	return { displayName: name, name, type: 'string', default: '', ...more };
}

const PROBE_CREDENTIAL = 'probeApi';

/** A credential with Basic auth from expressions, and a test request with a rule. */
export const probeCredential: ICredentialType = {
	name: PROBE_CREDENTIAL,
	displayName: 'Probe API',
	properties: [
		parameter('user'),
		parameter('password', { typeOptions: { password: true } }),
		parameter('baseUrl', { default: 'http://127.0.0.1:9' }),
	],
	authenticate: {
		type: 'generic',
		properties: {
			auth: { username: '={{$credentials.user}}', password: '={{$credentials.password}}' },
			headers: { 'X-User': '=user {{$credentials.user}}' },
		},
	},
	test: {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/check' },
		rules: [{ type: 'responseCode', properties: { value: 403, message: 'Check both keys' } }],
	},
};

/** A probe that sends one authenticated request and gives out the whole answer. */
export function requestProbe(options: IHttpRequestOptions): INodeType {
	return probeNode(async (context) => {
		const answer: unknown = await context.helpers.httpRequestWithAuthentication.call(
			context,
			PROBE_CREDENTIAL,
			{ ...options },
		);
		return [{ json: { answer } as INodeExecutionData['json'], pairedItem: { item: 0 } }];
	});
}
