import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRun,
	ITaskData,
	NodeExecutionHint,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { fromEngine, toEngine } from '../shared/realm.mts';
import { createAdditionalData } from './additional-data.mts';
import { type Engine, startEngine } from './core.mts';
import { HarnessCredentials } from './credentials.mts';
import { type CredentialSource, loadCredentialType } from './loading.mts';
import { loadNodeType, type NodeSource } from './loading.mts';
import { buildWorkflow, NODE, ROWS, type TestWorkflow, type UpstreamNode } from './workflow.mts';

export { type Engine, startEngine } from './core.mts';
export { type CredentialTestResult, testCredential } from './credential-test.mts';
export { resourceMapperFields } from './load-options.mts';
export { loadCredentialType, loadNodeType } from './loading.mts';
export type { CredentialSource, NodeSource } from './loading.mts';
export { NODE, ROWS, type UpstreamNode } from './workflow.mts';

/** A node to run, in which workflow, on which rows. */
export interface EngineRun {
	/** Input rows. */
	rows?: IDataObject[];
	/** Input items, where a test needs more than `json`; instead of `rows`. */
	items?: INodeExecutionData[];
	/** The node's parameters as a saved workflow has them: those left at their default may miss. */
	parameters?: INodeParameters;
	/** The decrypted credential; without it none is chosen in the node. */
	credentials?: ICredentialDataDecryptedObject | null;
	onError?: INode['onError'];
	/** n8n keeps `maxTries` within 2 to 5, and takes a wait of 0 for its default of a second. */
	retryOnFail?: { maxTries: number; waitBetweenTries: number };
	/** Steps between the rows and the node. */
	upstream?: UpstreamNode[];
	/** Cancels the execution so long after the node has started. */
	cancelAfterMs?: number;
	/** Cancels the execution when this resolves. */
	cancelWhen?: Promise<unknown>;
	/** The node to run instead of the built one. */
	node?: NodeSource;
	/** The credential type to use instead of the built one. */
	credentialType?: CredentialSource;
	/** Other settings of the node: `executeOnce`, `alwaysOutputData`, `typeVersion` ... */
	settings?: Partial<INode>;
	/** How the execution was started; by default as in production. */
	mode?: WorkflowExecuteMode;
	/** Rows pinned in the editor to the node that feeds the rows; they count in the mode "manual". */
	pinned?: IDataObject[];
	/** The workflow's time zone; n8n's default is America/New_York. */
	timezone?: string;
}

/** What n8n recorded of a node that threw. n8n stores a copy of the error's own properties. */
export interface EngineFailure {
	name: string;
	message: string;
	description?: string | null;
	httpCode?: string | null;
	context?: IDataObject;
	[property: string]: unknown;
}

/** What became of a run. */
export interface EngineResult {
	/** The items that reached the node behind the success output. */
	success: INodeExecutionData[];
	/** The items that reached the node behind the error output. */
	error: INodeExecutionData[];
	/** The node's own output (first output, last try), before the engine routed it. */
	raw: INodeExecutionData[];
	/** The error n8n recorded for the node, also where the workflow goes on after it. */
	failure?: EngineFailure;
	hints: NodeExecutionHint[];
	status: IRun['status'];
	/** How often the engine called the node. */
	runs: number;
	/** How long the node's step took, all tries together. */
	durationMs: number;
	/** The input row an output item belongs to: n8n's `$('...').item` in the node behind the output. */
	pairedInput(index: number, branch?: 'success' | 'error'): IDataObject;
	/** All that n8n recorded, as it stores and shows it. */
	run: IRun;
}

/** Runs a node inside n8n's engine. */
export async function runNode(run: EngineRun): Promise<EngineResult> {
	const engine = await startEngine();
	const credentials = new HarnessCredentials(engine, storedCredential(run));
	const workflow = prepareWorkflow(run, credentials);
	const finished = await execute(engine, workflow, credentials, run);
	return collect(workflow, finished);
}

function storedCredential({ credentials, credentialType }: EngineRun) {
	if (!credentials) return undefined;
	return { type: loadCredentialType(credentialType), data: credentials };
}

function prepareWorkflow(run: EngineRun, credentials: HarnessCredentials): TestWorkflow {
	const items = run.items ?? (run.rows ?? []).map((json) => ({ json }));
	const reference = credentials.reference();
	const settings = {
		parameters: toEngine(run.parameters ?? {}),
		...(reference && { credentials: reference }),
		...(run.onError && { onError: run.onError }),
		...(run.retryOnFail && { retryOnFail: true, ...run.retryOnFail }),
		...run.settings,
	};
	return buildWorkflow(loadNodeType(run.node), settings, items, run.upstream ?? []);
}

async function execute(
	engine: Engine,
	{ saved, nodeTypes, recording }: TestWorkflow,
	credentials: HarnessCredentials,
	run: EngineRun,
): Promise<IRun> {
	const { core, workflow } = engine;
	const mode = run.mode ?? 'trigger';
	const settings = { ...saved.settings, ...(run.timezone && { timezone: run.timezone }) };
	const additionalData = createAdditionalData(engine, credentials, mode, saved);
	const pinData = run.pinned && { [ROWS]: toEngine(run.pinned.map((json) => ({ json }))) };
	const tested = new workflow.Workflow({ ...saved, settings, nodeTypes, pinData });
	const execution = new core.WorkflowExecute(additionalData, mode).run({
		workflow: tested,
		startNode: tested.getNode(ROWS) ?? undefined,
		pinData,
	});
	let timer: NodeJS.Timeout | undefined;
	const { cancelAfterMs } = run;
	if (cancelAfterMs !== undefined) {
		void recording.started.then(() => {
			timer = setTimeout(() => execution.cancel(), cancelAfterMs);
		});
	}
	void run.cancelWhen?.then(() => execution.cancel());
	try {
		return await execution;
	} finally {
		clearTimeout(timer);
	}
}

function collect({ arrivals, recording, parent }: TestWorkflow, run: IRun): EngineResult {
	const { runData, error } = run.data.resultData;
	const task = runData[NODE]?.at(-1);
	// Without a task the node was never reached: then it is the run's error that says why.
	const failure = task ? task.error : error;
	return {
		// As the node left them: on arrival the engine numbers the pairs again.
		success: fromEngine((arrivals.success.length > 0 && task?.data?.main?.[0]) || []),
		error: fromEngine((arrivals.error.length > 0 && task?.data?.main?.[1]) || []),
		raw: fromEngine(recording.outputs.at(-1)?.[0] ?? []),
		...(failure && { failure: fromEngine(failure) as unknown as EngineFailure }),
		hints: fromEngine(task?.hints ?? []),
		status: run.status,
		runs: recording.outputs.length,
		durationMs: sum(runData[NODE] ?? []),
		pairedInput(index, branch = 'success') {
			const arrival = arrivals[branch][0];
			if (!arrival?.items[index]) throw new Error(`No item ${index} reached the ${branch} output`);
			const proxy = arrival.context.getWorkflowDataProxy(index);
			return fromEngine(proxy.$(parent).item.json as IDataObject);
		},
		run,
	};
}

function sum(tasks: ITaskData[]): number {
	return tasks.reduce((total, { executionTime }) => total + executionTime, 0);
}
