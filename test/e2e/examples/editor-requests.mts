import { FormData, request } from 'undici';
import { z } from 'zod';
import type { Row } from '../../../tools/editor/n8n/execution.mts';
import type { Instance } from '../../../tools/editor/n8n/instance.mts';
import { poll } from '../../../tools/shared/poll.mts';

/** Requests of n8n's editor that only these tests need: uploads and downloads. */
export interface EditorRequests {
	/** Returns the text of a file that a row carries. */
	download(row: Row): Promise<string>;
	/** Executes a workflow that waits for its form, and uploads a file there; returns the run's id. */
	upload(id: string, form: FormNode, file: File): Promise<string>;
}

/** A form trigger with one field. */
export interface FormNode {
	readonly name: string;
	readonly webhookId: string;
}

const runsSchema = z.object({ data: z.object({ results: z.array(z.object({ id: z.string() })) }) });
const waitingSchema = z.object({ data: z.object({ waitingForWebhook: z.literal(true) }) });
const fileSchema = z.object({
	binary: z.object({ data: z.object({ data: z.string(), id: z.string().optional() }) }),
});

/** Signs in a second time, beside the interface that runs the workflows. */
export async function signIn({ url, owner }: Instance): Promise<EditorRequests> {
	const login = await request(`${url}/rest/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ emailOrLdapLoginId: owner.email, password: owner.password }),
	});
	await login.body.dump();
	const cookie = [login.headers['set-cookie']].flat().join(';').split(';')[0]!;
	const headers = { cookie, 'content-type': 'application/json' };

	async function call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<string> {
		const response = await request(`${url}/rest${path}`, {
			method,
			headers,
			reset: true,
			body: body === undefined ? null : JSON.stringify(body),
		});
		const text = await response.body.text();
		if (response.statusCode >= 300) throw new Error(`${path}: ${response.statusCode} ${text}`);
		return text;
	}

	return {
		async download(row) {
			const { data, id } = fileSchema.parse(row).binary.data;
			// An n8n that keeps no files holds them in the run itself.
			if (id === undefined) return Buffer.from(data, 'base64').toString('utf8');
			return await call('GET', `/binary-data?action=download&id=${encodeURIComponent(id)}`);
		},
		async upload(id, { name, webhookId }, file) {
			const { data: workflowData } = JSON.parse(await call('GET', `/workflows/${id}`)) as {
				data: unknown;
			};
			const run = { workflowData, triggerToStartFrom: { name } };
			waitingSchema.parse(JSON.parse(await call('POST', `/workflows/${id}/run`, run)));
			const form = new FormData();
			form.append('field-0', file, file.name);
			const { statusCode, body } = await request(`${url}/form-test/${webhookId}`, {
				method: 'POST',
				body: form,
			});
			const text = await body.text();
			if (statusCode !== 200) throw new Error(`The form responded with ${statusCode}: ${text}`);
			const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
			// n8n may respond before it has noted the run.
			const runId = async () => {
				const runs = await call('GET', `/executions?filter=${filter}`);
				return runsSchema.parse(JSON.parse(runs)).data.results[0]?.id;
			};
			const failure = () => 'The form started no run within 20 s.';
			return await poll(runId, { within: 20_000, failure });
		},
	};
}
