import type { IConnections, INode, INodeTypeDescription, IWorkflowSettings } from 'n8n-workflow';
import { request } from 'undici';
import { z } from 'zod';
import { poll } from '../../shared/poll.mts';
import { createExecutionReader, type Execution } from './execution.mts';
import type { Installation } from './install.mts';

/** The login of an n8n's owner. */
export interface Owner {
	readonly email: string;
	readonly password: string;
}

/** A workflow as n8n's editor saves and exports it. */
export interface WorkflowData {
	readonly name: string;
	readonly nodes: INode[];
	readonly connections: IConnections;
	readonly settings: IWorkflowSettings;
}

export interface CredentialData {
	readonly name: string;
	readonly type: string;
	readonly data: Readonly<Record<string, string | number | boolean>>;
}

/** What the editor does, without the editor: n8n's own REST interface. */
export interface N8nRest {
	/** Calls it, its path without `/rest`, and returns the data of the response. */
	send(method: Method, path: string, body?: unknown): Promise<unknown>;
	createCredential(credential: CredentialData): Promise<string>;
	createWorkflow(workflow: WorkflowData): Promise<string>;
	/** The descriptions of all node types, as the editor gets them. */
	nodeTypes(): Promise<INodeTypeDescription[]>;
	/** Runs a saved workflow from its trigger, as the editor's button does, and waits for its end. */
	runWorkflow(id: string, trigger: string): Promise<Execution>;
	/** The same without waiting; returns the run's id. */
	startWorkflow(id: string, trigger: string): Promise<string>;
	/** Stops a run, as the editor's button does. */
	stopExecution(executionId: string): Promise<void>;
	/** Waits for a run's end. */
	finished(executionId: string): Promise<Execution>;
	/** The same, asking for the run's state alone: to send what it holds would cost n8n time and memory. */
	ended(executionId: string): Promise<void>;
}

const idSchema = z.object({ id: z.string() });
const savedWorkflowSchema = idSchema.passthrough();
const startedSchema = z.object({ executionId: z.string() });
const listSchema = z.object({ results: z.array(z.object({ id: z.string(), status: z.string() })) });
const stateSchema = z.object({ status: z.string(), data: z.string() });
const settingsSchema = z.object({
	userManagement: z.object({ showSetupOnFirstLoad: z.boolean() }),
});
/** The states of a run that has not ended. */
export const underWay: readonly string[] = ['new', 'running', 'waiting'];
const patience = { within: 600_000, failure: () => 'The run had not ended after ten minutes.' };

type Method = 'GET' | 'PATCH' | 'POST';

interface RestResponse {
	readonly data: unknown;
	readonly cookie: string | undefined;
}

async function call(
	url: string,
	method: Method,
	body: unknown,
	cookie: string | undefined,
): Promise<RestResponse> {
	const response = await request(url, {
		method,
		headers: {
			'content-type': 'application/json',
			...(cookie === undefined ? {} : { cookie }),
		},
		body: body === undefined ? null : JSON.stringify(body),
		// While n8n is busy for seconds it closes a connection that waits, just when the next request uses it.
		reset: true,
	});
	const text = await response.body.text();
	if (response.statusCode >= 300) {
		const path = new URL(url).pathname;
		throw new Error(`n8n responded to ${method} ${path} with ${response.statusCode}: ${text}`);
	}
	const { data } = z.object({ data: z.unknown() }).parse(JSON.parse(text));
	const set = [response.headers['set-cookie']].flat().find((entry) => entry !== undefined);
	return { data, cookie: set?.split(';')[0] };
}

/** Makes the given login the owner of a new n8n and signs in. */
export async function signUp(
	url: string,
	owner: Owner,
	installation: Installation,
): Promise<N8nRest> {
	const person = { ...owner, firstName: 'Demo', lastName: 'Owner' };
	const { cookie } = await call(`${url}/rest/owner/setup`, 'POST', person, undefined);
	return restOf(url, cookie, installation);
}

/** Signs the owner in; in an n8n without an owner, makes the login that of the owner first. */
export async function signIn(
	url: string,
	owner: Owner,
	installation: Installation,
): Promise<N8nRest> {
	const { data } = await call(`${url}/rest/settings`, 'GET', undefined, undefined);
	if (settingsSchema.parse(data).userManagement.showSetupOnFirstLoad) {
		return await signUp(url, owner, installation);
	}
	const login = { emailOrLdapLoginId: owner.email, password: owner.password };
	const { cookie } = await call(`${url}/rest/login`, 'POST', login, undefined);
	return restOf(url, cookie, installation);
}

function restOf(url: string, cookie: string | undefined, installation: Installation): N8nRest {
	const readExecution = createExecutionReader(installation);

	async function send(method: Method, path: string, body?: unknown): Promise<unknown> {
		return (await call(`${url}/rest${path}`, method, body, cookie)).data;
	}

	async function finished(executionId: string): Promise<Execution> {
		return await poll(async () => {
			const { status, data } = stateSchema.parse(await send('GET', `/executions/${executionId}`));
			return underWay.includes(status) ? undefined : readExecution(status, data);
		}, patience);
	}

	/** @returns undefined while n8n is too busy to say: then it takes its database for unreachable */
	async function stateOf(executionId: string): Promise<string | undefined> {
		const list: unknown = await send('GET', '/executions?limit=5').catch((error: unknown) => {
			if (String(error).includes('Database is not ready')) return { results: [] };
			throw error;
		});
		return listSchema.parse(list).results.find(({ id }) => id === executionId)?.status;
	}

	async function ended(executionId: string): Promise<void> {
		await poll(
			async () => {
				const state = await stateOf(executionId);
				return state !== undefined && !underWay.includes(state);
			},
			{ ...patience, every: 500 },
		);
	}

	async function startWorkflow(id: string, trigger: string): Promise<string> {
		// n8n 1.x wants the workflow in the request, 2.x ignores it.
		const workflowData = savedWorkflowSchema.parse(await send('GET', `/workflows/${id}`));
		const started = await send('POST', `/workflows/${id}/run`, {
			workflowData,
			triggerToStartFrom: { name: trigger },
		});
		return startedSchema.parse(started).executionId;
	}

	return {
		send,
		createCredential: async (credential) =>
			idSchema.parse(await send('POST', '/credentials', credential)).id,
		createWorkflow: async (workflow) =>
			idSchema.parse(await send('POST', '/workflows', { ...workflow, active: false })).id,
		async nodeTypes() {
			const headers = cookie === undefined ? {} : { cookie };
			const { body } = await request(`${url}/types/nodes.json`, { headers, reset: true });
			return (await body.json()) as INodeTypeDescription[];
		},
		runWorkflow: async (id, trigger) => await finished(await startWorkflow(id, trigger)),
		startWorkflow,
		stopExecution: async (executionId) => {
			await send('POST', `/executions/${executionId}/stop`);
		},
		finished,
		ended,
	};
}
