import { expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { reviews, SOURCE } from '../../../tools/engine/feedback.mts';
import { MESSAGES, runChecked } from './checked-run.mts';

const emulator = useEmulator({ badPartFails: 'part', partErrorNames: 'part' });

const call = (id: string, ...messages: string[]) => ({
	unique_id: id,
	conversation_parts: messages.map((unique_id) => ({ unique_id, body: `Text of ${unique_id}` })),
});
/** The API names this id in "errors", whenever a request carries it. */
const fail = (unique_id: string, more: { item_id?: string } = {}) =>
	emulator().faults.add({
		kind: 'errors',
		errors: [{ unique_id, error: 'Too rude', ...more }],
		match: { uniqueId: more.item_id ?? unique_id },
		times: 'always',
	});

test('a message that the API names makes its item partial', async () => {
	fail('m-2');
	const rows = [...reviews(2), call('call', 'm-1', 'm-2', 'm-3')];
	const { statuses, requests, result } = await runChecked(emulator(), rows);

	expect(statuses).toStrictEqual(['ingested', 'ingested', 'partial']);
	expect(result.raw[2]?.json.reason).toMatch(/1 message .*"m-2": .*"Too rude"/);
	expect(requests).toHaveLength(2);
});

test('a message that the API names rejects the row that it is', async () => {
	fail('m-2');
	const rows = ['m-1', 'm-2', 'm-3'].map((unique_id) => ({
		ticket: 'call',
		unique_id,
		body: `Text of ${unique_id}`,
	}));
	const { statuses, requests } = await runChecked(emulator(), rows, {}, { parameters: MESSAGES });

	expect(statuses).toStrictEqual(['ingested', 'rejected', 'ingested']);
	expect(requests).toHaveLength(2);
});

test('an item that the API drops for one of its messages is sent again without that message', async () => {
	emulator().settings.badPartFails = 'item';
	fail('m-2');
	const rows = [...reviews(2), call('call', 'm-1', 'm-2', 'm-3')];
	const { statuses } = await runChecked(emulator(), rows);

	expect(statuses).toStrictEqual(['ingested', 'ingested', 'partial']);
	expect(emulator().store.item(SOURCE, 'call')?.conversation_parts).toHaveLength(2);
});

const twoCalls = () => [call('call-1', 'm-1', 'm-2'), call('call-2', 'm-1', 'm-3'), ...reviews(2)];

test('a message id that two items share is no failure in itself', async () => {
	const { counts, requests } = await runChecked(emulator(), twoCalls());

	expect(counts).toStrictEqual({ ingested: 4 });
	expect(requests).toHaveLength(1);
});

test('a failed message id that two items share is attributed by sending the two apart', async () => {
	fail('m-1', { item_id: 'call-2' });
	const { statuses, requests } = await runChecked(emulator(), twoCalls());

	expect(statuses).toStrictEqual(['ingested', 'partial', 'ingested', 'ingested']);
	// All four; the two calls together; each by itself; the two reviews.
	expect(requests).toHaveLength(6);
});

test('a message id that fails in both of its items makes both partial', async () => {
	fail('m-1');
	const { statuses, requests } = await runChecked(emulator(), twoCalls());

	expect(statuses).toStrictEqual(['partial', 'partial', 'ingested', 'ingested']);
	expect(requests).toHaveLength(7);
});

test("a failed id that is an item's own and another one's message counts for both", async () => {
	fail('review-1');
	const rows = [call('call', 'review-1', 'm-2'), ...reviews(2)];
	const { statuses } = await runChecked(emulator(), rows);

	expect(statuses).toStrictEqual(['partial', 'ingested', 'rejected']);
});

test('a conversation is bisected for a message that is refused without a name', async () => {
	emulator().faults.add({
		kind: 'status',
		status: 413,
		match: { uniqueId: 'm-3' },
		times: 'always',
	});
	const rows = [call('call', 'm-1', 'm-2', 'm-3', 'm-4')];
	const { statuses, requests } = await runChecked(emulator(), rows);

	expect(statuses).toStrictEqual(['partial']);
	expect(emulator().store.item(SOURCE, 'call')?.conversation_parts).toHaveLength(3);
	expect(requests.map(({ partIds }) => partIds.length)).toStrictEqual([4, 2, 2, 1, 1]);
});

test('a conversation is bisected for a message that is counted as failed without a name', async () => {
	emulator().faults.add({
		kind: 'response',
		when: 'before',
		json: { ingested: 0, failed: 1, errors: [] },
		match: { uniqueId: 'm-3' },
		times: 'always',
	});
	const rows = [{ ...call('call', 'm-1', 'm-2', 'm-3', 'm-4'), body: 'The call' }];
	const { statuses, result } = await runChecked(emulator(), rows);

	expect(statuses).toStrictEqual(['partial']);
	expect(result.raw[0]?.json.reason).toMatch(
		/1 message .* "m-3": Amplitude refused it without saying why/,
	);
});

test('an id that comes twice in a run, at random latency, ends with its later text', async () => {
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
	const { counts, requests } = await runChecked(emulator(), rows, { batchSize: 10 });

	expect(counts).toStrictEqual({ ingested: 300 });
	expect(emulator().store.item(SOURCE, 'review-7')?.body).toBe('Later text of row 250');
	expect(emulator().store.items(SOURCE)).toHaveLength(296);
	expect(requests).toHaveLength(30);
});
