import type {
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { Engine } from './core.mts';
import type { HarnessCredentials } from './credentials.mts';

const BASE_URL = 'http://localhost:5678';
const EXECUTION_ID = '1';

/** What n8n's server hands to the engine for one execution: the only part that is not n8n's own. */
export function createAdditionalData(
	{ core }: Engine,
	credentials: HarnessCredentials,
	mode: WorkflowExecuteMode,
	workflow: IWorkflowBase,
): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper: credentials,
		hooks: new core.ExecutionLifecycleHooks(mode, EXECUTION_ID, workflow),
		externalSecretsProxy: new core.ExternalSecretsProxy(),
		executionId: EXECUTION_ID,
		currentNodeExecutionIndex: 0,
		variables: {},
		instanceBaseUrl: `${BASE_URL}/`,
		restApiUrl: `${BASE_URL}/rest`,
		formBaseUrl: `${BASE_URL}/form`,
		formWaitingBaseUrl: `${BASE_URL}/form-waiting`,
		formTestBaseUrl: `${BASE_URL}/form-test`,
		webhookBaseUrl: `${BASE_URL}/webhook`,
		webhookWaitingBaseUrl: `${BASE_URL}/webhook-waiting`,
		webhookTestBaseUrl: `${BASE_URL}/webhook-test`,
		mcpBaseUrl: `${BASE_URL}/mcp`,
		mcpTestBaseUrl: `${BASE_URL}/mcp-test`,
		logAiEvent: () => undefined,
		executeWorkflow: notOffered,
		getRunExecutionData: notOffered,
		getRuntimeCredential: notOffered,
		startRunnerTask: notOffered,
	};
}

async function notOffered(): Promise<never> {
	throw new Error('The harness runs a single workflow, without sub-workflows and task runners');
}
