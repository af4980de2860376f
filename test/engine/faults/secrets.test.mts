import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { findText } from '../../support/find-text.mts';
import { createHostRequire, hostRequire } from '../../../tools/shared/realm.mts';
import { credentialsFor, reviews, run } from '../../../tools/engine/feedback.mts';
import { type EngineResult, type EngineRun, startEngine } from '../../../tools/engine/harness.mts';
import { expectInvariants } from './invariants.mts';
import { IMPATIENT } from './scenario.mts';

const emulator = useEmulator();
const logged: unknown[][] = [];

beforeAll(async () => {
	await startEngine();
	const coreRequire = createHostRequire(hostRequire.resolve('n8n-core'));
	const { Logger } = coreRequire('@n8n/backend-common') as {
		Logger: { prototype: { log(...entry: unknown[]): void } };
	};
	jest.spyOn(Logger.prototype, 'log').mockImplementation((...entry) => {
		logged.push(entry);
	});
});
beforeEach(() => {
	logged.length = 0;
});
afterAll(() => {
	jest.restoreAllMocks();
});

/** Both keys, and the pair as Basic auth sends it. */
function secrets(): string[] {
	const { apiKey, secretKey } = emulator().settings;
	return [apiKey, secretKey, Buffer.from(`${apiKey}:${secretKey}`).toString('base64')];
}

/** All that n8n keeps, shows and logs of a run. */
function expectNoSecret(result: EngineResult): void {
	expect(logged.length).toBeGreaterThan(0);
	for (const secret of secrets()) expect(findText({ result, logged }, secret)).toStrictEqual([]);
}

describe('keys are in nothing that a failing run leaves', () => {
	const closed = () => ({ ...credentialsFor(emulator()), baseUrl: 'http://127.0.0.1:9' });
	const failures: [string, FaultPlan | undefined, (() => Partial<EngineRun>)?][] = [
		['refused keys', { kind: 'status', status: 401, json: { error: 'no' }, times: 'always' }],
		['a forbidden project', { kind: 'status', status: 403, text: 'no', times: 'always' }],
		['a host that cannot be reached', undefined, () => ({ credentials: closed() })],
		['a web page', { kind: 'html', times: 'always' }],
		['a redirect', { kind: 'redirect', times: 'always' }],
		['a broken connection', { kind: 'reset', times: 'always' }],
		['no answer in time', { kind: 'stall', times: 'always' }],
		['a budget that is spent', { kind: 'status', status: 503, times: 'always' }],
		['refused rows', { kind: 'status', status: 400, json: { error: 'Bad' }, times: 'always' }],
	];
	const modes = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

	test.each(failures)('%s', async (_name, fault, more = () => ({})) => {
		const rows = reviews(3);
		for (const onError of modes) {
			if (fault) emulator().faults.add(fault);
			const options = { timeout: 1, retryBudget: 1 };
			const result = await run(emulator(), rows, { options }, { onError, ...more() });

			const isSaid = result.failure !== undefined || result.hints.length > 0;
			expect(isSaid).toBe(true);
			expectNoSecret(result);
			if (onError !== 'stopWorkflow') expectInvariants({ emulator: emulator(), rows, result });
			emulator().reset();
		}
	});

	const echoes: [string, (text: string) => FaultPlan][] = [
		['the answer 401', (error) => ({ kind: 'status', status: 401, json: { error } })],
		['the answer 400', (error) => ({ kind: 'status', status: 400, json: { error } })],
		[
			'an entry of "errors"',
			(error) => ({ kind: 'errors', errors: [{ unique_id: 'review-0', error }] }),
		],
	];
	test.each(echoes)('%s that repeats them', async (_name, faultThatSays) => {
		const rows = reviews(3);
		for (const onError of modes) {
			const said = `The pair ${secrets().join(' and ')} is not known`;
			emulator().faults.add({ ...faultThatSays(said), times: 'always' });
			const result = await run(emulator(), rows, { options: IMPATIENT }, { onError });

			expectNoSecret(result);
			if (onError !== 'stopWorkflow') expectInvariants({ emulator: emulator(), rows, result });
			emulator().reset();
		}
	});
});
