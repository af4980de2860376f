import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tarball, testedN8n, testedVersion } from '../e2e/packed.mts';
import { startEmulator, type Emulator } from '../../tools/emulator/server.mts';
import { createReporter } from '../../tools/shared/reporter.mts';
import { startDeployment, type Deployment } from './deployment.mts';
import { describeArrivals, runManyAtOnce, type Load, type ManyAtOnce } from './many-at-once.mts';

const LOADS: Readonly<Record<string, Load>> = {
	small: { executions: 10, rowsEach: 2_000, webhooksPerSecond: 5, requestsPerSecond: 20 },
	/** Takes ten times as long. */
	large: { executions: 10, rowsEach: 10_000, webhooksPerSecond: 40, requestsPerSecond: 100 },
};
const load = LOADS[process.env.QUEUE_LOAD || 'small']!;
/** Of each worker: more than there are large executions, which would keep webhooks waiting in n8n's own queue. */
const executionsAtOnce = 20;

let api: Emulator;
let deployment: Deployment | undefined;
let seen: ManyAtOnce;

describe(`n8n ${testedVersion()}, queue mode`, () => {
	beforeAll(async () => {
		api = await startEmulator({ responseDelayMs: 50 });
		deployment = await startDeployment(await testedN8n(), tarball(), executionsAtOnce);
		seen = await runManyAtOnce(deployment, api, load);
		createReporter(process.stderr).line(describeArrivals(load, seen));
	}, 600_000);

	afterAll(async () => {
		await deployment?.stop();
		await api?.close();
	}, 60_000);

	test('executions of two workers that share one quota deliver every row once', () => {
		const { large, small } = seen.together.arrived;
		expect(large).toEqual({
			items: load.executions * load.rowsEach,
			accepted: load.executions * load.rowsEach,
		});
		expect(small).toEqual({ items: seen.together.webhooks, accepted: seen.together.webhooks });
		expect(seen.together.webhooks).toBeGreaterThan(0);
		// Otherwise the quota was no limit.
		expect(seen.together.throttled).toBeGreaterThan(0);
	});
});
