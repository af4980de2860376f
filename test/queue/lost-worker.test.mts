import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tarball, testedN8n, testedVersion } from '../e2e/packed.mts';
import { startEmulator, type Emulator } from '../../tools/emulator/server.mts';
import { createReporter } from '../../tools/shared/reporter.mts';
import { allRows, batches, batchOf } from './batches.mts';
import { startDeployment, type Deployment } from './deployment.mts';
import { countSends, figures } from './figures.mts';
import { loseWorker, type Recovery } from './lost-worker.mts';
import { sourceId } from './workflow.mts';

/** Makes an execution of 50 requests, five at a time, last five seconds or more. */
const responseDelayMs = 500;

describe(`n8n ${testedVersion()}, queue mode`, () => {
	let api: Emulator;
	let deployment: Deployment | undefined;
	let recovery: Recovery;

	beforeAll(async () => {
		api = await startEmulator({ responseDelayMs });
		deployment = await startDeployment(await testedN8n(), tarball());
		recovery = await loseWorker(deployment, api);
		createReporter(process.stderr).line(figures(recovery, api));
	}, 280_000);

	afterAll(async () => {
		await deployment?.stop();
		await api?.close();
	}, 60_000);

	/** Few of many, so that a failure can be read. */
	const some = <T,>(values: readonly T[]) => values.slice(0, 10);
	const isFailed = (number: number) => recovery.failed.some((batch) => batch.number === number);
	const succeeded = () =>
		[...recovery.first, ...recovery.second].filter(({ status }) => status === 'success');

	test('a worker is killed while it delivers', () => {
		expect(recovery.activeWhenKilled.length).toBeGreaterThan(0);
		expect(api.requests.filter(({ ending }) => ending === 'client-left')).not.toEqual([]);
	});

	test('n8n fails executions that this worker was running, and the other worker completes all others', () => {
		const failed = recovery.first.filter(({ status }) => status !== 'success');
		expect(failed).not.toEqual([]);
		expect(failed.filter(({ id }) => !recovery.activeWhenKilled.includes(id))).toEqual([]);
		expect(failed.map(({ status }) => status)).toEqual(failed.map(() => 'error'));
		expect(recovery.failed).toHaveLength(failed.length);
	});

	test('what has failed had arrived in part', () => {
		const partly = recovery.failed.filter(({ rows }) => {
			const held = rows.filter(({ id }) => recovery.storedAfterFirst.has(id));
			return held.length > 0 && held.length < rows.length;
		});
		expect(partly).not.toEqual([]);
	});

	test('what has not failed had arrived as a whole', () => {
		const lacking = allRows.filter(({ id }) => !recovery.storedAfterFirst.has(id));
		expect(some(lacking.filter(({ id }) => !isFailed(batchOf(id))))).toEqual([]);
	});

	test('what failed succeeds when it is run again', () => {
		expect(recovery.second.map(({ status }) => status)).toEqual(
			recovery.failed.map(() => 'success'),
		);
	});

	test('every batch has one successful execution, whose rows are ingested, in the order of the input', () => {
		const byNumber = (a?: number, b?: number) => (a ?? -1) - (b ?? -1);
		expect(
			succeeded()
				.map(({ batch }) => batch)
				.sort(byNumber),
		).toEqual(batches.map(({ number }) => number));
		const wrong = succeeded().flatMap(({ batch, output }) => {
			const { rows } = batches[batch!]!;
			const expected = rows.map(({ id }, item) => ({
				id,
				status: 'ingested',
				pairedItem: { item },
			}));
			const same = JSON.stringify(output) === JSON.stringify(expected);
			return same ? [] : [{ batch, rows: output.length }];
		});
		expect(wrong).toEqual([]);
	});

	test('in the end the API holds every item once, as it was sent, and no other', () => {
		const held = api.store.items(sourceId);
		const bodies = new Map(held.map(({ unique_id, body }) => [unique_id, body]));
		expect(some(allRows.filter(({ id, text }) => bodies.get(id) !== text))).toEqual([]);
		expect(held).toHaveLength(allRows.length);
		expect(api.store.counts()).toEqual([{ source_id: sourceId, items: allRows.length, parts: 0 }]);
	});

	test('an item is sent twice only if its first execution was lost', () => {
		const sends = countSends(api);
		const tooOften = allRows.filter(({ id }) => sends.get(id)! > (isFailed(batchOf(id)) ? 2 : 1));
		expect(some(tooOften)).toEqual([]);
	});

	test('no two requests carry one item at the same time, and all are as documented', () => {
		expect(some(api.requests.flatMap(({ overlappingIds }) => overlappingIds))).toEqual([]);
		expect(some(api.requests.flatMap(({ unknownFields }) => unknownFields))).toEqual([]);
		expect(api.requests.every(({ authorized }) => authorized)).toBe(true);
	});
});
