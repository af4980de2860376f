import { beforeAll, expect, test } from '@jest/globals';
import type { INode } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution } from '../../../tools/editor/n8n/execution.mts';
import type { RunningN8n } from '../running-n8n.mts';
import { triggerName } from '../../../tools/editor/workflows/nodes.mts';
import { poll } from '../../../tools/shared/poll.mts';
import { retrying } from './retry-on-fail.mts';
import { delivering, good, other } from '../workflow.mts';
import { outputOf, lookedUp, requestsFor } from '../executions.mts';

/** How long the API asks to wait, in seconds. */
const retryAfter = 4;
const onErrors = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
const cases = onErrors.flatMap((onError) => [
	{ name: onError, settings: { onError } },
	{ name: `${onError}, with Retry On Fail`, settings: { ...retrying, onError } },
]);

/** Runs that somebody stops while the node waits to try again. */
export function cancellingCases(n8n: () => RunningN8n): void {
	const runs = new Map<string, { execution: Execution; requests: number }>();
	const sourceOf = (name: string) => `cancelled, ${name}`;

	async function startAndStop(name: string, settings: Partial<INode>): Promise<void> {
		const sourceId = sourceOf(name);
		const { session, credentials } = n8n();
		const { rest } = session.instance;
		session.api.faults.add({
			kind: 'status',
			status: 429,
			headers: { 'retry-after': retryAfter },
			match: { sourceId },
			times: 'always',
		});
		const rows = [good, other];
		const workflow = delivering({ credentialId: credentials.right, sourceId, rows, settings });
		const id = await rest.startWorkflow(await rest.createWorkflow(workflow), triggerName);
		const hasResponded = () =>
			session.api.requests.some((request) => request.sourceId === sourceId && request.endedAt);
		const failure = () => `No request came for "${sourceId}".`;
		await poll(hasResponded, { every: 20, within: 30_000, failure });
		await rest.stopExecution(id);
		const execution = await rest.finished(id);
		runs.set(name, { execution, requests: requestsFor(n8n(), sourceId) });
	}

	// One after the other: runs at once take turns, and the last ones would wait too long for theirs.
	beforeAll(async () => {
		for (const { name, settings } of cases) await startAndStop(name, settings);
		await sleep((retryAfter + 2) * 1000);
	});

	test.each(cases)('sends nothing more, and no node behind it runs ($name)', ({ name }) => {
		const { execution, requests } = runs.get(name)!;
		expect(requests).toBeGreaterThan(0);
		expect(requestsFor(n8n(), sourceOf(name))).toBe(requests);
		expect(execution.status).toBe('canceled');
		expect(outputOf(execution, 1)).toEqual([]);
		expect(lookedUp(execution, 'delivered')).toEqual([]);
		expect(lookedUp(execution, 'failed')).toEqual([]);
	});
}
