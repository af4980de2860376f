import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { reviews, SOURCE } from '../../../tools/engine/feedback.mts';
import { attempt, MESSAGES } from './scenario.mts';

const emulator = useEmulator({ badPartFails: 'part', partErrorNames: 'part' });

const call = (id: string, ...messages: string[]) => ({
	unique_id: id,
	conversation_parts: messages.map((unique_id) => ({ unique_id, body: `Text of ${unique_id}` })),
});

describe("a message's id in errors", () => {
	test('makes its item partial, and names the message', async () => {
		emulator().faults.add({ kind: 'errors', errors: [{ unique_id: 'm-2', error: 'Too rude' }] });
		const rows = [...reviews(2), call('call', 'm-1', 'm-2', 'm-3')];
		const { statuses, requests, result } = await attempt(emulator(), rows);

		expect(statuses).toStrictEqual(['ingested', 'ingested', 'partial']);
		expect(result.raw[2]?.json.reason).toMatch(/"m-2": .*"Too rude"/);
		expect(requests).toHaveLength(2);
	});

	test('rejects the row that is this message', async () => {
		emulator().faults.add({ kind: 'errors', errors: [{ unique_id: 'm-2', error: 'Too rude' }] });
		const rows = ['m-1', 'm-2', 'm-3'].map((unique_id) => ({
			ticket: 'call',
			unique_id,
			body: `Text of ${unique_id}`,
		}));
		const { statuses, requests } = await attempt(emulator(), rows, {}, { parameters: MESSAGES });

		expect(statuses).toStrictEqual(['ingested', 'rejected', 'ingested']);
		expect(requests).toHaveLength(2);
	});

	test('is told as it is where the API drops the whole item for it', async () => {
		emulator().settings.badPartFails = 'item';
		emulator().faults.add({
			kind: 'errors',
			errors: [{ unique_id: 'm-2', error: 'Too rude' }],
			match: { uniqueId: 'm-2' },
			times: 'always',
		});
		const { statuses } = await attempt(emulator(), [
			...reviews(2),
			call('call', 'm-1', 'm-2', 'm-3'),
		]);

		expect(statuses.slice(0, 2)).toStrictEqual(['ingested', 'ingested']);
		const isStored = emulator().store.item(SOURCE, 'call') !== undefined;
		expect(statuses[2]).toBe(isStored ? 'partial' : 'rejected');
	});
});

describe('a message id that two items share', () => {
	const rows = [call('call-1', 'm-1', 'm-2'), call('call-2', 'm-1', 'm-3'), ...reviews(2)];

	test('is no fault in itself', async () => {
		const { told, requests } = await attempt(emulator(), rows);

		expect(told).toStrictEqual({ ingested: 4 });
		expect(requests).toHaveLength(1);
	});

	test('in errors: the item it belongs to is found by sending the two apart', async () => {
		emulator().faults.add({
			kind: 'errors',
			errors: [{ unique_id: 'm-1', item_id: 'call-2', error: 'Too rude' }],
			match: { uniqueId: 'call-2' },
			times: 'always',
		});
		const { statuses, requests } = await attempt(emulator(), rows);

		expect(statuses).toStrictEqual(['ingested', 'partial', 'ingested', 'ingested']);
		// All four; the two calls together; each by itself; the two reviews.
		expect(requests).toHaveLength(6);
	});

	test('in errors for both: each of the two is partial', async () => {
		emulator().faults.add({
			kind: 'errors',
			errors: [{ unique_id: 'm-1', error: 'Too rude' }],
			match: { uniqueId: 'm-1' },
			times: 'always',
		});
		const { statuses, requests } = await attempt(emulator(), rows);

		expect(statuses).toStrictEqual(['partial', 'partial', 'ingested', 'ingested']);
		expect(requests).toHaveLength(7);
	});

	test("may be another item's own id as well", async () => {
		emulator().faults.add({
			kind: 'errors',
			errors: [{ unique_id: 'review-1', error: 'Too rude' }],
			match: { uniqueId: 'review-1' },
			times: 'always',
		});
		const given = [call('call', 'review-1', 'm-2'), ...reviews(2)];
		const { statuses } = await attempt(emulator(), given);

		expect(statuses).toStrictEqual(['partial', 'ingested', 'rejected']);
	});
});

describe('a message that fails without a name', () => {
	test('the conversation is divided until the fault stands alone', async () => {
		emulator().faults.add({
			kind: 'status',
			status: 413,
			match: { uniqueId: 'm-3' },
			times: 'always',
		});
		const { statuses, requests } = await attempt(emulator(), [
			call('call', 'm-1', 'm-2', 'm-3', 'm-4'),
		]);

		expect(statuses).toStrictEqual(['partial']);
		expect(emulator().store.item(SOURCE, 'call')?.conversation_parts).toHaveLength(3);
		expect(requests.map(({ partIds }) => partIds.length)).toStrictEqual([4, 2, 2, 1, 1]);
	});
});

test('one id twice in a run, at random latency: the later text stands, both rows are told', async () => {
	emulator().faults.add({ kind: 'delay', delayMs: [0, 60], match: { seed: 7 }, times: 'always' });
	const rows = reviews(300);
	for (const [first, second] of [
		[7, 250],
		[3, 4],
		[95, 299],
		[100, 200],
	]) {
		rows[second!] = { unique_id: rows[first!]!.unique_id, body: `Later text of row ${second}` };
	}
	const { told, requests } = await attempt(emulator(), rows, { batchSize: 10 });

	expect(told).toStrictEqual({ ingested: 300 });
	expect(emulator().store.item(SOURCE, 'review-7')?.body).toBe('Later text of row 250');
	expect(emulator().store.items(SOURCE)).toHaveLength(296);
	expect(requests).toHaveLength(30);
});
