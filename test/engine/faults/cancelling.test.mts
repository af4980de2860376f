import { expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { until, useEmulator } from '../../support/emulator.mts';
import { reviews } from '../../../tools/engine/feedback.mts';
import { runChecked } from './checked-run.mts';

const emulator = useEmulator();

const throttleFor = (row: string): FaultPlan => ({
	kind: 'status',
	status: 429,
	headers: { 'retry-after': 100 },
	match: { uniqueId: row },
	times: 'always',
});
/** Whether a request was answered long enough ago for the node to have read it. */
const isAnswered = (request: number) =>
	(emulator().requests[request - 1]?.endedAt ?? Infinity) < Date.now() - 100;
const isInFlight = (request: number) => (emulator().requests[request - 1]?.items ?? 0) > 0;

/** Runs the node, cancels when the condition holds, and checks that it ends within a second. */
async function cancelWhen(
	condition: () => boolean,
	rows: number,
	faults: FaultPlan[],
	maxConcurrentRequests = 5,
) {
	emulator().faults.add(...faults);
	let cancelledAt = 0;
	const reached = until(condition).then(() => {
		cancelledAt = Date.now();
	});
	const options = { maxConcurrentRequests };
	const run = await runChecked(emulator(), reviews(rows), options, { cancelWhen: reached });
	// The end of a connection takes a moment to reach the other side.
	await until(() => emulator().log.inFlight === 0);
	expect(Date.now() - cancelledAt).toBeLessThan(1_000);
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(emulator().requests).toHaveLength(run.requests.length);
	expect(run.result.status).toBe('canceled');
	return run;
}

test('a run cancelled while it waits for a Retry-After sends nothing more', async () => {
	const { counts, requests } = await cancelWhen(() => isAnswered(1), 150, [
		throttleFor('review-0'),
	]);

	expect(counts).toStrictEqual({ unsent: 150 });
	expect(requests).toHaveLength(1);
});

test('rows that a failing server may have stored are unknown after a run is cancelled', async () => {
	const { counts, requests } = await cancelWhen(() => isAnswered(1), 150, [
		{
			kind: 'status',
			status: 503,
			headers: { 'retry-after': 100 },
			when: 'after',
			times: 'always',
		},
	]);

	expect(counts).toStrictEqual({ unknown: 100, unsent: 50 });
	expect(requests).toHaveLength(1);
});

test('a run cancelled with requests in flight keeps what was answered before', async () => {
	const stall: FaultPlan = { kind: 'stall', skip: 1, times: 'always' };
	const { statuses, requests } = await cancelWhen(() => isInFlight(3), 500, [stall], 2);

	expect(statuses).toStrictEqual([
		...Array<string>(100).fill('ingested'),
		...Array<string>(200).fill('unknown'),
		...Array<string>(200).fill('unsent'),
	]);
	expect(requests.map(({ ending }) => ending)).toStrictEqual([
		'responded',
		'client-left',
		'client-left',
	]);
});

test('rows whose response is still coming in are unknown after a run is cancelled', async () => {
	const { counts, requests } = await cancelWhen(
		() => emulator().requests[0]?.applied === true,
		20,
		[{ kind: 'trickle', everyMs: 50, padBytes: 10_000 }],
	);

	expect(counts).toStrictEqual({ unknown: 20 });
	expect(requests).toHaveLength(1);
});

test('a run cancelled between the halves of a request keeps the first', async () => {
	const { statuses, requests } = await cancelWhen(() => isAnswered(3), 20, [
		{ kind: 'status', status: 413 },
		throttleFor('review-19'),
	]);

	expect(statuses).toStrictEqual([
		...Array<string>(10).fill('ingested'),
		...Array<string>(10).fill('unsent'),
	]);
	expect(requests).toHaveLength(3);
});

test('a run cancelled while the first half of a request is in flight does not send the second', async () => {
	const { statuses, requests } = await cancelWhen(() => isInFlight(2), 20, [
		{ kind: 'status', status: 413 },
		{ kind: 'stall' },
	]);

	expect(statuses).toStrictEqual([
		...Array<string>(10).fill('unknown'),
		...Array<string>(10).fill('unsent'),
	]);
	expect(requests).toHaveLength(2);
});
