import { describe, expect, test } from '@jest/globals';
import type { Batch } from '../../../nodes/AmplitudeAiFeedback/batching/batches.ts';
import type { OutgoingItem } from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';
import type {
	DeliveryResult,
	ItemResult,
} from '../../../nodes/AmplitudeAiFeedback/delivery/results.ts';
import type { RowResult } from '../../../nodes/AmplitudeAiFeedback/output/rowResult.ts';
import {
	addDeliveredRows,
	addMessageErrors,
	addPlannedRows,
	unsentRowResults,
} from '../../../nodes/AmplitudeAiFeedback/output/rowResults.ts';
import { atOnce } from '../../../tools/shared/at-once.mts';

const sent = { request: 2, attempts: 1 };
const accepted: DeliveryResult = { status: 'accepted', ...sent };
const unknown: DeliveryResult = { status: 'unknown', ...sent };
const unsent: DeliveryResult = { status: 'unsent', attempts: 0 };
const refused = (detail: string): DeliveryResult => ({
	status: 'refused',
	cause: 'api',
	detail,
	...sent,
});

function outgoing(more: Partial<OutgoingItem> = {}): OutgoingItem {
	return {
		sourceId: 's',
		id: 'call',
		sourceRows: [{ row: 0 }],
		chunkCount: 1,
		oversizedMessages: new Map(),
		...more,
	};
}

/** Returns the row results of one item. */
function rowsOf(item: OutgoingItem, result?: ItemResult, failureMessage?: string): RowResult[] {
	const rows: RowResult[] = [];
	atOnce(addDeliveredRows(rows, [item], new Map(result && [[item, result]]), failureMessage));
	return rows;
}

/** Returns the result of the row that is a whole item. */
function wholeRow(own: DeliveryResult, messages: Record<string, DeliveryResult> = {}) {
	return rowsOf(outgoing(), { own, messages: new Map(Object.entries(messages)) })[0];
}

const tooLarge = (what: string) =>
	`${what} is 6.0 MB in size, and a request can hold at most 5 MB. Shorten its text.`;

describe('a row that is a whole item', () => {
	test('is ingested when the item and all of its messages were accepted', () => {
		expect(wholeRow(accepted, { '7': accepted })).toEqual({
			status: 'ingested',
			uniqueId: 'call',
			request: 2,
			attempts: 1,
		});
	});

	test('is partial when a message was refused, and names it with the words of the API', () => {
		expect(wholeRow(accepted, { '2': refused('too long') })).toEqual({
			status: 'partial',
			uniqueId: 'call',
			reason:
				'the item was saved, but 1 message of its conversation was not. "2": Amplitude refused it: "too long". Correct the row, then send it again. If every row is refused, check the Source ID.',
			request: 2,
			attempts: 1,
		});
	});

	test('is partial when more messages were not saved, and names three of them', () => {
		const missing = { '2': unknown, '3': unknown, '4': unsent, '5': unsent };
		const { status, reason } = wholeRow(accepted, missing)!;
		expect(status).toBe('partial');
		expect(reason).toMatch(
			/but 4 messages of its conversation were not\. "2": .* "3": .* "4": .* And 1 more\.$/,
		);
		expect(reason).not.toContain('"5"');
	});

	test('is partial when a message is too large for any request', () => {
		const item = outgoing({ oversizedMessages: new Map([['7', 6_000_000]]) });
		expect(rowsOf(item, { own: accepted })[0]).toMatchObject({
			status: 'partial',
			reason: `the item was saved, but 1 message of its conversation was not. "7": ${tooLarge('the message "7"')}`,
		});
	});

	test('has the status of the item when that was not accepted', () => {
		expect(wholeRow(refused('no'), { '7': unsent })).toMatchObject({
			status: 'rejected',
			reason:
				'Amplitude refused it: "no". Correct the row, then send it again. If every row is refused, check the Source ID.',
		});
		expect(wholeRow(unknown)).toMatchObject({ status: 'unknown', ...sent });
	});

	test('is unsent, with why the run stopped, when no request carried it', () => {
		expect(rowsOf(outgoing(), undefined, 'Amplitude refused the keys (401)')).toEqual([
			{
				uniqueId: 'call',
				status: 'unsent',
				reason:
					'the run stopped before it was sent. Amplitude refused the keys (401). Sending it again is safe.',
			},
		]);
	});

	test('is rejected with its size when nothing of it fits into a request', () => {
		const fields = outgoing({ chunkCount: 0, oversizedFields: 6_000_000 });
		expect(rowsOf(fields)).toEqual([
			{ uniqueId: 'call', status: 'rejected', reason: tooLarge('the item') },
		]);
		const messages = outgoing({ chunkCount: 0, oversizedMessages: new Map([['7', 6_000_000]]) });
		expect(rowsOf(messages)).toEqual([
			{ uniqueId: 'call', status: 'rejected', reason: tooLarge('the message "7"') },
		]);
	});
});

describe('a row whose array has messages that cannot be sent', () => {
	const missingId = (index: number) =>
		({ kind: 'missingId', subject: { of: 'message', index } }) as const;
	const row = (result: RowResult, indexes: number[]) => {
		const results = [result];
		atOnce(addMessageErrors(results, new Map([[0, indexes.map(missingId)]])));
		return results[0];
	};
	const WHY =
		'has no Unique ID. Drag a value that stays the same for it, such as its comment ID, to "Unique ID", or turn on the option "Generate Missing IDs".';

	test('is partial where the item was saved, or would be, and names the message', () => {
		expect(row({ status: 'ingested', uniqueId: 'call', ...sent }, [1])).toEqual({
			status: 'partial',
			uniqueId: 'call',
			reason: `the item was saved, but 1 message cannot be sent. Message 2 of the array ${WHY}`,
			...sent,
		});
		expect(row({ status: 'ready', uniqueId: 'call' }, [1])).toMatchObject({
			status: 'partial',
			reason: `the item would be sent, but 1 message cannot be sent. Message 2 of the array ${WHY}`,
		});
	});

	test('names three of them, after those that the API refused', () => {
		const refusedToo = wholeRow(accepted, { '2': refused('too long') })!;
		const { status, reason } = row(refusedToo, [3, 4, 5, 6])!;
		expect(status).toBe('partial');
		expect(reason).toMatch(
			/^the item was saved, but 1 message .*"too long".* And 4 messages cannot be sent\. Message 4 .* Message 5 .* Message 6 .* And 1 more\.$/,
		);
	});

	test.each(['rejected', 'unknown', 'unsent'] as const)(
		'stays %s where the item was not saved',
		(status) => {
			const result = { status, uniqueId: 'call', reason: 'because.' };
			expect(row(result, [0])).toEqual(result);
		},
	);
});

describe('a row that is one message', () => {
	const item = outgoing({
		sourceRows: ['1', '2', '3', '4', '5'].map((messageId, row) => ({ row, messageId })),
		oversizedMessages: new Map([['5', 6_000_000]]),
	});
	const messages = new Map([
		['2', refused('too long')],
		['3', unknown],
		['4', unsent],
	]);

	test("has the result of that message alone, or the item's where it has none", () => {
		const rows = rowsOf(item, { own: accepted, messages });
		expect(rows).toMatchObject([
			{ messageId: '1', status: 'ingested', ...sent },
			{ messageId: '2', status: 'rejected', ...sent },
			{ messageId: '3', status: 'unknown', ...sent },
			{ messageId: '4', status: 'unsent' },
			{ messageId: '5', status: 'rejected', reason: tooLarge('the message "5"') },
		]);
		expect(rows[3]).not.toHaveProperty('attempts');
	});

	test('says that it waited for an earlier part of its conversation', () => {
		expect(rowsOf(item, { own: accepted, messages })[3]?.reason).toBe(
			'an earlier part of its conversation was not accepted, so it was not sent. Sending it again is safe.',
		);
	});
});

describe('the rows of a run', () => {
	test('all get the result of their item, wherever they stand', () => {
		const items = [
			outgoing({ id: 'a', sourceRows: [{ row: 3 }, { row: 0 }] }),
			outgoing({ id: 'b', sourceRows: [{ row: 1 }] }),
		] as const;
		const rows = atOnce(
			unsentRowResults({
				errors: [],
				skipped: [{ row: 2, itemId: 'c', isFiltered: false }],
			}),
		);
		atOnce(addDeliveredRows(rows, items, new Map([[items[0], { own: accepted }]]), undefined));
		expect(rows.map(({ uniqueId, status }) => `${uniqueId} ${status}`)).toEqual([
			'a ingested',
			'b unsent',
			'c skipped',
			'a ingested',
		]);
	});

	test('take linear work for one item: its messages are gone through once, not once a row', () => {
		const ids = Array.from({ length: 20_000 }, (_, index) => `message-${index}`);
		const messages = new CountedMap(ids.map((id) => [id, unknown] as const));
		const messageRows = ids.map((messageId, row) => ({ row, messageId }));
		const itemRows = ids.map((_, index) => ({ row: ids.length + index }));
		const item = outgoing({ sourceRows: [...messageRows, ...itemRows] });

		const rows = rowsOf(item, { own: accepted, messages });

		expect(rows).toHaveLength(40_000);
		expect(rows[19_999]).toMatchObject({ messageId: 'message-19999', status: 'unknown' });
		expect(rows[39_999]?.reason).toContain('20,000 messages of its conversation were not');
		expect(messages.iterations).toBe(1);
	});
});

/** A map that counts how often it is gone through. */
class CountedMap<K, V> extends Map<K, V> {
	iterations = 0;

	override [Symbol.iterator]() {
		return this.entries();
	}

	override entries() {
		this.iterations++;
		return super.entries();
	}

	override keys() {
		this.iterations++;
		return super.keys();
	}

	override values() {
		this.iterations++;
		return super.values();
	}

	override forEach(visit: (value: V, key: K, map: Map<K, V>) => void) {
		this.iterations++;
		super.forEach(visit);
	}
}

describe('rows that are not sent', () => {
	test('are rejected with what is wrong, or skipped, at their places', () => {
		const rows = atOnce(
			unsentRowResults({
				errors: [
					{ row: 2, itemId: null, messageId: '7', error: { kind: 'emptyItem' } },
					{ row: 0, itemId: 'a', error: { kind: 'sourceId', value: '' } },
				],
				skipped: [
					{ row: 1, itemId: 'b', messageId: '8', isFiltered: false },
					{ row: 3, itemId: 'c', isFiltered: true },
				],
			}),
		);
		expect(rows).toEqual([
			{
				status: 'rejected',
				uniqueId: 'a',
				reason: expect.stringMatching(/^the Source ID is empty\. /),
			},
			{
				status: 'skipped',
				uniqueId: 'b',
				messageId: '8',
				reason: 'it has no text, so there is nothing to send.',
			},
			{
				status: 'rejected',
				uniqueId: null,
				messageId: '7',
				reason: expect.stringMatching(/^the item has no Text and no messages/),
			},
			{
				status: 'skipped',
				uniqueId: 'c',
				reason: 'all of its messages with a text are left out, so there is nothing to send.',
			},
		]);
	});
});

describe('the rows of a dry run', () => {
	const part = (unique_id: string) => ({ unique_id, body: 'x' });

	/** Plans a run whose requests carry these items, each in a chunk with a message and one without. */
	function plan(items: readonly OutgoingItem[], requests: readonly OutgoingItem[][]) {
		const rows: RowResult[] = [];
		const chunks = (unique_id: string) => [
			{ unique_id, body: 'Text', conversation_parts: [part('8')] },
			{ unique_id, conversation_parts: [part('9')] },
		];
		const batches = requests.map((own): Batch => {
			return { sourceId: 's', items: own.map((item) => ({ item, chunks: chunks(item.id) })) };
		});
		// Batches can be read once.
		const count = atOnce(addPlannedRows(rows, items, batches.values()));
		return { count, rows };
	}

	test('are ready, with the request that they would go in and the whole item', () => {
		const items = ['a', 'b', 'c'].map((id, row) => outgoing({ id, sourceRows: [{ row }] }));
		const ready = (unique_id: string, request: number) => ({
			uniqueId: unique_id,
			status: 'ready',
			request,
			preview: { unique_id, body: 'Text', conversation_parts: [part('8'), part('9')] },
		});
		expect(plan(items, [items.slice(0, 2), items.slice(2)])).toEqual({
			count: 2,
			rows: [ready('a', 1), ready('b', 1), ready('c', 2)],
		});
	});

	test('are rejected where they are too large for any request', () => {
		const fields = outgoing({ chunkCount: 0, oversizedFields: 6_000_000 });
		const message = outgoing({
			sourceRows: [
				{ row: 1, messageId: '7' },
				{ row: 2, messageId: '8' },
			],
			oversizedMessages: new Map([['7', 6_000_000]]),
		});
		expect(plan([fields, message], [[message]])).toMatchObject({
			count: 1,
			rows: [
				{ status: 'rejected', reason: tooLarge('the item') },
				{ messageId: '7', status: 'rejected', reason: tooLarge('the message "7"') },
				{ messageId: '8', status: 'ready', request: 1, preview: part('8') },
			],
		});
	});
});
