import { z } from 'zod';
import { feedbackName } from '../../tools/editor/workflows/nodes.mts';
import { poll } from '../../tools/shared/poll.mts';
import type { Execution } from '../../tools/editor/n8n/execution.mts';
import { underWay, type N8nRest } from '../../tools/editor/n8n/rest.mts';
import type { Deployment } from './deployment.mts';
import { webhookName } from './workflow.mts';

/** What is left to see of an execution that has ended. */
export interface EndedExecution {
	readonly id: string;
	readonly status: string;
	readonly error: string | undefined;
	/** The number of the batch it received; n8n forgets it where the worker was lost. */
	readonly batch: number | undefined;
	/** The output of the node under test. */
	readonly output: ReadonlyArray<{
		readonly id: unknown;
		readonly status: unknown;
		readonly pairedItem: unknown;
	}>;
}

const listSchema = z.object({ results: z.array(z.object({ id: z.string(), status: z.string() })) });
const statusSchema = z.object({ status: z.string() });
const versionSchema = z.object({ versionId: z.string() });
const bodySchema = z.object({ body: z.object({ number: z.number() }) });
const within = 180_000;

/** Lets a workflow receive what comes to its production address, and waits until it does. */
export async function publish({ send }: N8nRest, workflowId: string): Promise<void> {
	const { versionId } = versionSchema.parse(await send('GET', `/workflows/${workflowId}`));
	await send('POST', `/workflows/${workflowId}/activate`, { versionId });
	const isPublished = async () =>
		statusSchema.parse(await send('GET', `/workflows/${workflowId}/publication-status`)).status ===
		'published';
	await poll(isPublished, { within, failure: () => 'n8n did not publish the workflow.' });
}

function summarise(id: string, execution: Execution): EndedExecution {
	const received = bodySchema.safeParse(execution.rows(webhookName)[0]?.json);
	return {
		id,
		status: execution.status,
		error: execution.error,
		batch: received.data?.body.number,
		output: execution.rows(feedbackName).map(({ json, pairedItem }) => ({
			id: json.unique_id,
			status: json.status,
			pairedItem,
		})),
	};
}

async function idsWhenEnded(
	{ send }: N8nRest,
	workflowId: string,
	count: number,
): Promise<string[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	let states = '';
	return await poll(
		async () => {
			const list = await send('GET', `/executions?limit=100&filter=${filter}`);
			const { results } = listSchema.parse(list);
			states = results.map(({ id, status }) => `${id} ${status}`).join(', ');
			const allEnded = results.every(({ status }) => !underWay.includes(status));
			return allEnded && results.length === count && results.map(({ id }) => id);
		},
		{ every: 500, within, failure: () => `Of ${count} executions not all have ended: ${states}` },
	);
}

/** Waits until a workflow has had this many executions and all have ended; gives those not yet known. */
export async function endedExecutions(
	{ rest }: Deployment,
	workflowId: string,
	count: number,
	known: readonly EndedExecution[] = [],
): Promise<EndedExecution[]> {
	const ids = await idsWhenEnded(rest, workflowId, count);
	const ended: EndedExecution[] = [];
	// One after the other, as each is some megabytes.
	for (const id of ids.filter((each) => known.every((execution) => execution.id !== each))) {
		ended.push(summarise(id, await rest.finished(id)));
	}
	return ended;
}
