import { describe, expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { reviews } from '../../../tools/engine/feedback.mts';
import { attempt } from './scenario.mts';

const emulator = useEmulator();
const refuseKeys = (more: Partial<FaultPlan> = {}) =>
	emulator().faults.add({
		kind: 'status',
		status: 401,
		json: { error: 'Invalid API key' },
		times: 'always',
		...(more as object),
	});

describe('keys that are refused', () => {
	test('at once: one request, and nothing was sent', async () => {
		refuseKeys();
		const { told, requests } = await attempt(emulator(), reviews(250));

		expect(told).toStrictEqual({ unsent: 250 });
		expect(requests).toHaveLength(1);
	});

	test('in mid-run: what was ingested stays so, the rest is unsent', async () => {
		refuseKeys({ skip: 2 });
		const { statuses, requests } = await attempt(emulator(), reviews(500), {
			maxConcurrentRequests: 1,
		});

		expect(statuses.slice(0, 200).every((status) => status === 'ingested')).toBe(true);
		expect(statuses.slice(200).every((status) => status === 'unsent')).toBe(true);
		expect(requests).toHaveLength(3);
	});

	test('in mid-run with five lanes: no lane starts another request', async () => {
		emulator().settings.responseDelayMs = 20;
		refuseKeys({ skip: 20 });
		const { told, requests } = await attempt(emulator(), reviews(5_000));

		expect(told).toStrictEqual({ ingested: 2_000, unsent: 3_000 });
		expect(requests.length).toBeLessThanOrEqual(25);
	});
});
