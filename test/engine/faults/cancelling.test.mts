import { describe, expect, test } from '@jest/globals';
import { until, useEmulator } from '../../support/emulator.mts';
import { reviews } from '../../../tools/engine/feedback.mts';
import { attempt } from './scenario.mts';

const emulator = useEmulator();
/** Whether a request was answered long enough ago for the node to have read it. */
const isAnswered = (request: number) =>
	(emulator().requests[request - 1]?.endedAt ?? Infinity) < Date.now() - 100;
const throttleHalf = (row: string) =>
	emulator().faults.add({
		kind: 'status',
		status: 429,
		headers: { 'retry-after': 100 },
		match: { uniqueId: row },
		times: 'always',
	});
const refuseOnce = () => emulator().faults.add({ kind: 'status', status: 413 });
/** Within a second of the cancelling, no request is in flight and no sleep runs. */
const expectQuiet = async (cancelledAt: number) => {
	const { length } = emulator().requests;
	// The end of a connection takes a moment to reach the other side.
	await until(() => emulator().log.inFlight === 0);
	expect(Date.now() - cancelledAt).toBeLessThan(1_000);
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(emulator().requests).toHaveLength(length);
};

/** Cancels when the condition holds. */
function cancelWhen(condition: () => boolean) {
	const moment = { at: 0 };
	const reached = until(condition).then(() => {
		moment.at = Date.now();
	});
	return { moment, cancel: { cancelWhen: reached } };
}

describe('a cancelled run', () => {
	test('in a sleep: nothing was taken, nothing more is sent', async () => {
		throttleHalf('review-0');
		const { moment, cancel } = cancelWhen(() => isAnswered(1));
		const { told, requests, result } = await attempt(emulator(), reviews(150), {}, cancel);

		await expectQuiet(moment.at);
		expect(result.status).toBe('canceled');
		expect(told).toStrictEqual({ unsent: 150 });
		expect(requests).toHaveLength(1);
	});

	test('in a sleep after a server error: what may have arrived is unknown', async () => {
		emulator().faults.add({
			kind: 'status',
			status: 503,
			headers: { 'retry-after': 100 },
			when: 'after',
			times: 'always',
		});
		const { moment, cancel } = cancelWhen(() => isAnswered(1));
		const { told, requests } = await attempt(emulator(), reviews(150), {}, cancel);

		await expectQuiet(moment.at);
		expect(told).toStrictEqual({ unknown: 100, unsent: 50 });
		expect(requests).toHaveLength(1);
	});

	test('in flight: what was answered counts, what was in flight is unknown', async () => {
		emulator().faults.add({ kind: 'stall', skip: 1, times: 'always' });
		const { moment, cancel } = cancelWhen(() => (emulator().requests[2]?.items ?? 0) > 0);
		const two = { maxConcurrentRequests: 2 };
		const { statuses, requests, result } = await attempt(emulator(), reviews(500), two, cancel);

		await expectQuiet(moment.at);
		expect(result.status).toBe('canceled');
		// The first request was answered, two lanes stalled, the rest was waiting.
		expect(statuses.slice(0, 100).every((status) => status === 'ingested')).toBe(true);
		expect(statuses.slice(100, 300).every((status) => status === 'unknown')).toBe(true);
		expect(statuses.slice(300).every((status) => status === 'unsent')).toBe(true);
		expect(requests).toHaveLength(3);
		expect(requests.slice(1).every(({ ending }) => ending === 'client-left')).toBe(true);
	});

	test('while an answer trickles in: it is unknown', async () => {
		emulator().faults.add({ kind: 'trickle', everyMs: 50, padBytes: 10_000 });
		const { moment, cancel } = cancelWhen(() => emulator().requests[0]?.applied === true);
		const { told, requests } = await attempt(emulator(), reviews(20), {}, cancel);

		await expectQuiet(moment.at);
		expect(told).toStrictEqual({ unknown: 20 });
		expect(requests).toHaveLength(1);
	});

	test('between halves: the first counts, the second was never taken', async () => {
		refuseOnce();
		throttleHalf('review-19');
		const { moment, cancel } = cancelWhen(() => isAnswered(3));
		const { statuses, requests } = await attempt(emulator(), reviews(20), {}, cancel);

		await expectQuiet(moment.at);
		expect(statuses.slice(0, 10).every((status) => status === 'ingested')).toBe(true);
		expect(statuses.slice(10).every((status) => status === 'unsent')).toBe(true);
		expect(requests).toHaveLength(3);
	});

	test('while the first half is in flight: the second is not sent any more', async () => {
		refuseOnce();
		emulator().faults.add({ kind: 'stall' });
		const { moment, cancel } = cancelWhen(() => (emulator().requests[1]?.items ?? 0) > 0);
		const { statuses, requests } = await attempt(emulator(), reviews(20), {}, cancel);

		await expectQuiet(moment.at);
		expect(statuses.slice(0, 10).every((status) => status === 'unknown')).toBe(true);
		expect(statuses.slice(10).every((status) => status === 'unsent')).toBe(true);
		expect(requests).toHaveLength(2);
	});
});
