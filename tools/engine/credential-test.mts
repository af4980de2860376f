import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { toEngine } from '../shared/realm.mts';
import { type Engine, startEngine } from './core.mts';
import { HarnessCredentials } from './credentials.mts';
import { type CredentialSource, loadCredentialType } from './loading.mts';
import { singleNode } from './single-node.mts';

/** What n8n shows under a credential after "Test". */
export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

// n8n performs a credential's own test as a node of this type, whose name error texts depend on.
const TEST_NODE = 'n8n-nodes-base.noOp';

/**
 * Performs a credential's test request as n8n's `CredentialsTester` (packages/cli) does: through the
 * engine's `RoutingNode`, checked by the credential's rules, with n8n's messages.
 */
export async function testCredential(
	data: ICredentialDataDecryptedObject,
	source?: CredentialSource,
): Promise<CredentialTestResult> {
	const engine = await startEngine();
	const type = loadCredentialType(source);
	if (!type.test) throw new Error(`${type.name} has no test request`);
	try {
		const output = await perform(engine, type, type.test, toEngine(data));
		return checkBody(type.test, output) ?? { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		return judgeError(type.test, error as FailedTest);
	}
}

async function perform(
	engine: Engine,
	type: ICredentialType,
	test: ICredentialTestRequest,
	data: ICredentialDataDecryptedObject,
): Promise<INodeExecutionData[][] | null | undefined> {
	const { core, workflow: n8n } = engine;
	const credentials = new HarnessCredentials(engine, { type, data });
	const nodeType = testNodeType(type.name, test);
	const single = singleNode(
		engine,
		nodeType,
		{ type: TEST_NODE, typeVersion: 1, parameters: {} },
		credentials,
	);
	const { workflow, node, additionalData, input, executeData } = single;
	const decrypted = credentials.applyDefaults(additionalData, data, type.name, 'internal');
	const context = new core.ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		n8n.createEmptyRunExecutionData(),
		0,
		[],
		input,
		executeData,
		[],
	);
	const routing = new core.RoutingNode(context, nodeType, {
		id: '1',
		name: 'Harness credential',
		type: type.name,
		data: decrypted,
	});
	return await workflow.expression.withIsolate(async () => await routing.runNode());
}

function testNodeType(credential: string, { request }: ICredentialTestRequest): INodeType {
	return {
		description: {
			displayName: 'No Operation, do nothing',
			name: 'noOp',
			group: ['organization'],
			version: 1,
			description: 'No Operation',
			defaults: { name: 'No Operation, do nothing' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: credential, required: true }],
			properties: [
				{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request }, default: '' },
			],
		},
	};
}

interface FailedTest {
	message: string;
	cause?: { code?: string; response?: { status: number; statusText?: string } };
}

function judgeError({ rules }: ICredentialTestRequest, error: FailedTest): CredentialTestResult {
	const response = error.cause?.response;
	if (response) {
		for (const rule of rules ?? []) {
			if (rule.type === 'responseCode' && rule.properties.value === response.status) {
				return failed(rule.properties.message);
			}
		}
		if (response.status < 199 || response.status > 299) {
			return failed(response.statusText || `Received HTTP status code: ${response.status}`);
		}
	} else if (error.cause?.code) {
		return failed(error.cause.code);
	}
	return failed(String(error.message));
}

function checkBody(
	{ rules }: ICredentialTestRequest,
	output: INodeExecutionData[][] | null | undefined,
): CredentialTestResult | undefined {
	const body: unknown = output?.[0]?.[0]?.json;
	for (const rule of rules ?? []) {
		if (rule.type !== 'responseSuccessBody') continue;
		if (valueAt(body, rule.properties.key) === rule.properties.value) {
			return failed(rule.properties.message);
		}
	}
	return undefined;
}

function valueAt(body: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], body);
}

function failed(message: string): CredentialTestResult {
	return { status: 'Error', message };
}
