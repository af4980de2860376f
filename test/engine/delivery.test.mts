import { describe, expect, test } from '@jest/globals';
import type { FaultPlan } from '../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../support/emulator.mts';
import { credentialsFor, reviews, run, SOURCE, statuses } from '../../tools/engine/feedback.mts';

const emulator = useEmulator();
const sizes = () => emulator().requests.map(({ items }) => items);
const storedIds = () =>
	emulator()
		.store.items(SOURCE)
		.map(({ unique_id }) => unique_id);
const all = (status: string, amount: number) => Array.from({ length: amount }, () => status);

describe('passing trouble', () => {
	test('a server error is sent again, and the row says how often it was sent', async () => {
		emulator().faults.add({ kind: 'status', status: 503, times: 2 });
		const result = await run(emulator(), reviews(3));

		expect(statuses(result)).toStrictEqual(all('ingested', 3));
		expect(result.success[0]?.json).toMatchObject({ request: 3, attempts: 3 });
		expect(result.hints).toStrictEqual([]);
	});

	test('Retry-After is waited for, and the hint says that the API asked to slow down', async () => {
		emulator().faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '1' } });
		const result = await run(emulator(), reviews(3));
		const [first, second] = emulator().requests;

		expect(statuses(result)).toStrictEqual(all('ingested', 3));
		expect(second!.receivedAt - first!.receivedAt).toBeGreaterThanOrEqual(1000);
		expect(result.hints[0]?.message).toBe(
			'3 of 3 rows ingested in 2 requests; Amplitude asked to slow down once.',
		);
	});

	const noAnswers: [string, FaultPlan][] = [
		['a reset connection', { kind: 'reset', when: 'after' }],
		['a page with status 200', { kind: 'html' }],
		['an empty answer', { kind: 'empty' }],
		['half an answer', { kind: 'truncated' }],
		['an answer cut off', { kind: 'truncated', cut: 'connection' }],
		[
			'an answer about other items',
			{
				kind: 'response',
				patch: { failedBy: 1, errors: [{ unique_id: 'nobody', error: 'Refused' }] },
			},
		],
		['a redirect, which is not followed', { kind: 'redirect' }],
	];
	test.each(noAnswers)('%s is no answer: it is sent again', async (_name, fault) => {
		emulator().faults.add(fault);
		const result = await run(emulator(), reviews(3));

		expect(statuses(result)).toStrictEqual(all('ingested', 3));
		expect(emulator().requests.map(({ endpoint }) => endpoint)).toStrictEqual(['ingest', 'ingest']);
	});

	test('an answer that trickles ends at the request timeout', async () => {
		emulator().faults.add({ kind: 'trickle', everyMs: 200, padBytes: 1000 });
		const started = Date.now();
		const result = await run(emulator(), reviews(1), { options: { timeout: 1 } });

		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(emulator().requests[0]?.ending).toBe('client-left');
		expect(Date.now() - started).toBeLessThan(5_000);
	});
});

describe('splitting', () => {
	test('413 halves a request until it fits', async () => {
		emulator().faults.add({
			kind: 'status',
			status: 413,
			match: { itemsOver: 5 },
			times: 'always',
		});
		const result = await run(emulator(), reviews(20));

		expect(statuses(result)).toStrictEqual(all('ingested', 20));
		expect(storedIds()).toHaveLength(20);
		// The second ten are not tried once the first ten were refused.
		expect(sizes()).toStrictEqual([20, 10, 5, 5, 5, 5]);
	});

	test('413 for a row on its own rejects that row', async () => {
		emulator().faults.add({
			kind: 'status',
			status: 413,
			match: { uniqueId: 'review-1' },
			times: 'always',
		});
		const result = await run(emulator(), reviews(3));

		expect(statuses(result)).toStrictEqual(['ingested', 'rejected', 'ingested']);
		expect(result.success[1]?.json.reason).toMatch(/^Row 2: Amplitude says that it is too large/);
	});

	test('one bad row in 100 costs at most 15 requests, and none of the other 99', async () => {
		emulator().faults.add({
			kind: 'status',
			status: 400,
			json: { error: 'Bad item' },
			match: { uniqueId: 'review-42' },
			times: 'always',
		});
		const result = await run(emulator(), reviews(100));

		expect(statuses(result).filter((status) => status === 'ingested')).toHaveLength(99);
		expect(result.success[42]?.json).toMatchObject({
			status: 'rejected',
			reason: 'Row 43: Amplitude refused it: "Bad item". Correct the row, then send it again.',
		});
		expect(sizes().length).toBeLessThanOrEqual(15);
	});

	test('failures without a name are looked for by halving', async () => {
		emulator().faults.add({
			kind: 'errors',
			unnamed: ['review-3'],
			match: { uniqueId: 'review-3' },
			times: 'always',
		});
		const result = await run(emulator(), reviews(8));

		expect(result.success[3]?.json).toMatchObject({ status: 'rejected' });
		expect(statuses(result).filter((status) => status === 'ingested')).toHaveLength(7);
	});
});

describe('messages that fail', () => {
	const call = {
		unique_id: 'call',
		conversation_parts: [
			{ unique_id: 'p-1', body: 'one' },
			{ unique_id: 'p-2', body: 'two' },
		],
	};

	test('make their item partial where the API names them', async () => {
		emulator().settings.badPartFails = 'part';
		emulator().settings.partErrorNames = 'part';
		emulator().settings.maxBodyLength = 3;
		const parts = [call.conversation_parts[0]!, { unique_id: 'p-2', body: 'too long' }];
		const result = await run(emulator(), [{ unique_id: 'call', conversation_parts: parts }]);

		expect(result.success[0]?.json).toMatchObject({ unique_id: 'call', status: 'partial' });
		expect(result.success[0]?.json.reason).toMatch(
			/1 message of its conversation did not arrive\. "p-2": /,
		);
	});
});

describe('a conversation that is not taken whole', () => {
	const parts = Array.from({ length: 5 }, (_, index) => ({
		unique_id: `p-${index}`,
		body: 'x'.repeat(1_000),
	}));
	const rows = [{ unique_id: 'call', body: 'The call', conversation_parts: parts }];

	test('goes in smaller pieces where the API takes less than is documented', async () => {
		emulator().settings.maxBytes = 2_500;
		const result = await run(emulator(), rows);

		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(emulator().store.item(SOURCE, 'call')).toStrictEqual(rows[0]);
	});

	test('is searched for the message that fails without a name; the others stand', async () => {
		emulator().faults.add({
			kind: 'response',
			when: 'before',
			json: { ingested: 0, failed: 1, errors: [] },
			match: { uniqueId: 'p-3' },
			times: 'always',
		});
		const result = await run(emulator(), rows);

		expect(result.success[0]?.json).toMatchObject({ status: 'partial' });
		expect(result.success[0]?.json.reason).toMatch(
			/1 message .* "p-3": Amplitude refused it without saying why/,
		);
		expect(emulator().store.item(SOURCE, 'call')?.conversation_parts).toStrictEqual(
			parts.filter(({ unique_id }) => unique_id !== 'p-3'),
		);
	});
});

describe('lasting trouble', () => {
	test('a host that does not answer stops the run with its name and what to check', async () => {
		const closed = { ...credentialsFor(emulator()), baseUrl: 'http://127.0.0.1:9' };
		const result = await run(
			emulator(),
			reviews(2),
			{ options: { retryBudget: 2, timeout: 1 } },
			{ credentials: closed },
		);

		expect(result.failure?.message).toBe('127.0.0.1:9 does not answer');
		expect(result.failure?.description).toMatch(
			/^Tried several times: no connection could be made \(ECONNREFUSED\)\. Check the network/,
		);
	});

	test('what never left is unsent, what may have arrived is unknown', async () => {
		const options = { retryBudget: 0 };
		const more = { onError: 'continueRegularOutput' } as const;
		const closed = { ...credentialsFor(emulator()), baseUrl: 'http://127.0.0.1:9' };
		const unsent = await run(emulator(), reviews(1), { options }, { ...more, credentials: closed });
		emulator().faults.add({ kind: 'reset', when: 'after', times: 'always' });
		const unknown = await run(emulator(), reviews(1), { options }, more);

		expect(statuses(unsent)).toStrictEqual(['unsent']);
		expect(statuses(unknown)).toStrictEqual(['unknown']);
		expect(unknown.success[0]?.json.reason).toBe(
			'Row 1: it was sent once, and no answer that can be trusted came back. It may have arrived. Sending it again is safe.',
		);
	});

	test('throttling beyond the budget says the wait that was asked for', async () => {
		emulator().faults.add({
			kind: 'status',
			status: 429,
			headers: { 'retry-after': '3600' },
			times: 'always',
		});
		const result = await run(emulator(), reviews(150));

		expect(result.failure).toMatchObject({ httpCode: '429' });
		expect(result.failure?.description).toMatch(/It asked to wait 3600 seconds\./);
		expect(emulator().requests).toHaveLength(1);
	});

	test.each([403, 404])('%i stops after one request', async (status) => {
		emulator().faults.add({ kind: 'status', status, json: { error: 'no' }, times: 'always' });
		const result = await run(emulator(), reviews(250));

		expect(result.failure).toMatchObject({ httpCode: String(status) });
		expect(emulator().requests).toHaveLength(1);
	});

	test('the same refusal of three rows alone means that the request is wrong', async () => {
		emulator().faults.add({
			kind: 'status',
			status: 400,
			json: { error: 'Unknown field items' },
			times: 'always',
		});
		const result = await run(emulator(), reviews(100));

		expect(result.failure?.message).toBe(
			'Amplitude refuses every row in the same way: "Unknown field items"',
		);
		expect(emulator().requests.length).toBeLessThanOrEqual(15);
	});
});

describe('many requests', () => {
	test('start with one, go on with the maximum, and never carry an item twice at a time', async () => {
		emulator().settings.responseDelayMs = 20;
		await run(emulator(), reviews(2_000), { options: { maxConcurrentRequests: 3 } });

		expect(emulator().requests[0]?.peakInFlight).toBe(1);
		expect(emulator().log.peakInFlight).toBe(3);
		expect(emulator().requests.flatMap(({ overlappingIds }) => overlappingIds)).toStrictEqual([]);
		expect(emulator().requests).toHaveLength(20);
	});

	test('a cancelled run ends within a second, in flight and asleep', async () => {
		emulator().faults.add({ kind: 'stall', times: 'always' });
		const inFlight = await run(emulator(), reviews(5), {}, { cancelAfterMs: 200 });
		emulator().reset();
		emulator().faults.add({
			kind: 'status',
			status: 503,
			headers: { 'retry-after': '100' },
			times: 'always',
		});
		const asleep = await run(emulator(), reviews(5), {}, { cancelAfterMs: 200 });

		expect(inFlight.status).toBe('canceled');
		expect(asleep.status).toBe('canceled');
		expect(inFlight.durationMs).toBeLessThan(1_200);
		expect(asleep.durationMs).toBeLessThan(1_200);
		expect(emulator().log.inFlight).toBe(0);
	});
});
