import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { findText } from '../../support/find-text.mts';
import { createHostRequire, hostRequire } from '../../../tools/shared/realm.mts';
import { credentialsFor, reviews, run } from '../../../tools/engine/feedback.mts';
import { type EngineRun, startEngine } from '../../../tools/engine/harness.mts';

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

const closed = () => ({ ...credentialsFor(emulator()), baseUrl: 'http://127.0.0.1:9' });

/** Runs the node under each setting of On Error, and looks for the keys in all that it leaves. */
async function expectNoSecrets(fault: FaultPlan | undefined, more: Partial<EngineRun> = {}) {
	for (const onError of ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const) {
		if (fault) emulator().faults.add({ ...fault, times: 'always' });
		const options = { timeout: 1, retryBudget: 0 };
		const result = await run(emulator(), reviews(3), { options }, { onError, ...more });

		expect(result.failure !== undefined || result.hints.length > 0).toBe(true);
		expect(logged.length).toBeGreaterThan(0);
		for (const secret of secrets()) {
			expect(findText({ result, logged }, secret)).toStrictEqual([]);
		}
		emulator().reset();
	}
}

test.each<[string, FaultPlan | undefined, (() => Partial<EngineRun>)?]>([
	['refused keys', { kind: 'status', status: 401, json: { error: 'no' } }],
	['a forbidden project', { kind: 'status', status: 403, text: 'no' }],
	['a host that cannot be reached', undefined, () => ({ credentials: closed() })],
	['a web page', { kind: 'html' }],
	['a redirect', { kind: 'redirect' }],
	['a broken connection', { kind: 'reset' }],
	['no response in time', { kind: 'stall' }],
	['a spent budget', { kind: 'status', status: 503 }],
	['refused rows', { kind: 'status', status: 400, json: { error: 'Bad' } }],
])('the keys are in nothing that a run leaves after %s', async (...[, fault, more]) => {
	await expectNoSecrets(fault, more?.());
});

test.each<[string, (text: string) => FaultPlan]>([
	['401', (error) => ({ kind: 'status', status: 401, json: { error } })],
	['400', (error) => ({ kind: 'status', status: 400, json: { error } })],
	[
		'an entry of "errors"',
		(error) => ({ kind: 'errors', errors: [{ unique_id: 'review-0', error }] }),
	],
])('the keys are removed from the words of %s that repeats them', async (_what, saying) => {
	await expectNoSecrets(saying(`The pair ${secrets().join(' and ')} is not known`));
});
