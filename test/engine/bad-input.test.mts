import { describe, expect, test } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { useEmulator } from '../support/emulator.mts';
import { byHand, run, SOURCE } from '../../tools/engine/feedback.mts';

const emulator = useEmulator();

/** Each row that cannot be sent, how it is mapped, and what its reason says. */
const CASES: [string, IDataObject, INodeParameters, RegExp][] = [
	['an item without an id', { body: 'x' }, {}, /^Row 2: the item has no "unique_id"/],
	['an item with an empty id', { unique_id: '', body: 'x' }, {}, /^Row 2: .* no "unique_id"/],
	['no text and no conversation', { unique_id: 'x' }, {}, /^Row 2: the item has no "body" and no/],
	[
		'a date that cannot be read',
		{ unique_id: 'x', body: 'x', created_at: 'next Tuesday' },
		{},
		/^Row 2: "created_at" is "next Tuesday", which cannot be read as a date/,
	],
	[
		'a date that does not exist',
		{ unique_id: 'x', body: 'x', created_at: '2026-02-30T10:00:00Z' },
		{},
		/^Row 2: "created_at" is "2026-02-30T10:00:00Z"/,
	],
	[
		'an id that has lost digits',
		{ unique_id: Number('12345678901234567890'), body: 'x' },
		{},
		/^Row 2: "unique_id" is the number 12345678901234567000, which is too long to be exact/,
	],
	[
		'an object where text is expected',
		{ unique_id: 'x', body: { text: 'hi' } },
		{},
		/^Row 2: "body" is "{"text":"hi"}", which is an object and not text/,
	],
	[
		'the serial day of a spreadsheet',
		{ unique_id: 'x', body: 'x', created_at: 46_096.4375 },
		{},
		/^Row 2: "created_at" is "46096.4375", the serial day .* "Date Formatting" to "Formatted Text"/,
	],
	[
		'nested parts',
		{
			unique_id: 'x',
			conversation_parts: [
				{ unique_id: 'p', body: 'x', conversation_parts: [{ unique_id: 'q', body: 'y' }] },
			],
		},
		{},
		/^Row 2: message 1 of the array has "conversation_parts" of its own/,
	],
	[
		'a message without an id in an array',
		{ unique_id: 'x', conversation_parts: [{ unique_id: 'p', body: 'x' }, { body: 'y' }] },
		{},
		/^Row 2: message 2 of the array has no "unique_id"/,
	],
	[
		'an array that is not one',
		{ unique_id: 'x', body: 'x', comments: 'none' },
		{ messages: 'array', messageArray: '={{ $json.comments }}' },
		/^Row 2: the messages are "none", which is not an array/,
	],
	[
		'a message that is not an object',
		{ unique_id: 'x', body: 'x', comments: ['hello'] },
		{ messages: 'array', messageArray: '={{ $json.comments }}' },
		/^Row 2: message 1 of the array is "hello", which is not an object/,
	],
	[
		'an empty source id',
		{ unique_id: 'x', body: 'x', bad: true },
		{ sourceId: `={{ $json.bad ? "" : "${SOURCE}" }}` },
		/^Row 2: the source ID is empty/,
	],
	[
		'a source id that is an object',
		{ unique_id: 'x', body: 'x', bad: true },
		{ sourceId: `={{ $json.bad ? { id: 1 } : "${SOURCE}" }}` },
		/^Row 2: the source ID is "{"id":1}", which is an object and not text\. Copy it/,
	],
	[
		'a source id of 129 characters',
		{ unique_id: 'x', body: 'x', bad: true },
		{ sourceId: `={{ $json.bad ? "s".repeat(129) : "${SOURCE}" }}` },
		/^Row 2: the source ID "s{79}…" has 129 characters, and Amplitude takes 128 at most/,
	],
	[
		'a row over 5 MB',
		{ unique_id: 'x', body: 'é'.repeat(2_600_000) },
		{},
		/^Row 2: the item is 5\.2 MB long, and a request takes 5 MB at most/,
	],
	[
		'an expression that fails',
		{ unique_id: 'x', body: 'x', bad: true },
		{
			item: byHand({
				unique_id: '={{ $json.unique_id }}',
				body: '={{ $json.bad ? $("Nowhere").item.json.text : $json.body }}',
			}),
		},
		/^Row 2: its values cannot be read\. /,
	],
];

describe('a row that cannot be sent is rejected by name and value, and the others arrive', () => {
	test.each(CASES)('%s', async (_name, bad, parameters, reason) => {
		const rows = [{ unique_id: 'a', body: 'one' }, bad, { unique_id: 'b', body: 'two' }];
		const result = await run(emulator(), rows, parameters);

		expect(result.success.map(({ json }) => json.status)).toStrictEqual([
			'ingested',
			'rejected',
			'ingested',
		]);
		expect(result.success[1]?.json.reason).toMatch(reason);
		expect(result.success[1]?.pairedItem).toStrictEqual({ item: 1 });
		expect(
			emulator()
				.store.items(SOURCE)
				.map((item) => item.unique_id),
		).toStrictEqual(['a', 'b']);
		expect(result.hints[0]?.message).toContain('2 of 3 rows ingested in 1 request; 1 rejected.');
	});
});

describe('a reason names the expression that the value came from, and the answer keeps the id', () => {
	const row = { id: 7, plan: { name: 'pro' }, on: '15/03/2026' };

	test.each<[string, Record<string, string>, RegExp]>([
		[
			'an object',
			{ body: '={{ $json.plan }}' },
			/^Row 1: "body" \(from {{ \$json.plan }}\) is "{"name":"pro"}", which is an object and not text/,
		],
		[
			'an object in the middle of a text',
			{ body: '=Plan: {{ $json.plan }}' },
			/^Row 1: "Plan: {{ \$json.plan }}" puts an object or a list of objects into a text/,
		],
		[
			'a date in another format',
			{ body: 'x', created_at: "={{ DateTime.fromFormat($json.on, 'yyyy-MM-dd') }}" },
			/^Row 1: "created_at" \(from {{ DateTime.fromFormat\(\$json.on, 'yyyy-MM-dd'\) }}\) is "Invalid DateTime"/,
		],
		[
			'an expression that fails',
			{ body: "={{ $('Nowhere').item.json.text }}" },
			/^Row 1: its values cannot be read\. /,
		],
	])('%s', async (_name, fields, reason) => {
		const item = byHand({ ...fields, unique_id: '={{ $json.id }}' });
		const result = await run(emulator(), [row], { item });

		expect(result.success[0]?.json).toMatchObject({
			unique_id: '7',
			status: 'rejected',
			reason: expect.stringMatching(reason),
		});
	});

	test('an object in an array, by its path', async () => {
		const result = await run(
			emulator(),
			[{ ...row, said: [{ id: 1, by: { name: 'Jane' }, text: 'x' }] }],
			{
				item: byHand({ unique_id: '={{ $json.id }}' }),
				messages: 'array',
				messageArray: '={{ $json.said }}',
				messageFields: { unique_id: 'id', body: 'text', author: 'by' },
			},
		);

		expect(result.success[0]?.json.reason).toMatch(
			/^Row 1: "author" of message 1 of the array \(from by\) is "{"name":"Jane"}", which is an object/,
		);
	});
});

test('feedback about a text such as [object Object] is text', async () => {
	const body = 'The page shows [object Object].';
	await run(emulator(), [{ body }], {
		item: byHand({ unique_id: '1', body: '=It says: {{ $json.body }}' }),
	});

	expect(emulator().store.items(SOURCE)[0]?.body).toBe(`It says: ${body}`);
});

test('a single message over 5 MB is named, and the rest of its conversation stands', async () => {
	const parts = [
		{ unique_id: 'p-1', body: 'short' },
		{ unique_id: 'p-2', body: 'x'.repeat(5_000_000) },
	];
	const result = await run(emulator(), [{ unique_id: 'call', conversation_parts: parts }]);

	expect(result.success[0]?.json).toMatchObject({ unique_id: 'call', status: 'partial' });
	expect(result.success[0]?.json.reason).toBe(
		'Row 1: the item stands, but 1 message of its conversation did not arrive. "p-2": the message "p-2" is 5.0 MB long, and a request takes 5 MB at most. Shorten its text.',
	);
	expect(emulator().store.items(SOURCE)[0]?.conversation_parts).toStrictEqual([parts[0]]);
});

test('a message without text is no error', async () => {
	const result = await run(emulator(), [{ id: 1, event: 'assigned' }], {
		operation: 'appendReplies',
		replies: 'rows',
		itemId: 'ticket-1',
		message: byHand({ unique_id: '={{ $json.id }}', body: '={{ $json.text }}' }),
	});

	expect(result.success[0]?.json).toStrictEqual({
		unique_id: 'ticket-1',
		message_id: '1',
		status: 'skipped',
		reason: 'Row 1: it has no text, so there is nothing to send.',
	});
	expect(emulator().requests).toHaveLength(0);
});

test('a message that cannot be sent keeps its ids in the answer', async () => {
	const result = await run(emulator(), [{ id: 'c-1', text: 'x', when: 'soon' }], {
		operation: 'appendReplies',
		replies: 'rows',
		itemId: 'ticket-1',
		message: byHand({
			unique_id: '={{ $json.id }}',
			body: '={{ $json.text }}',
			created_at: '={{ $json.when }}',
		}),
	});

	expect(result.success[0]?.json).toMatchObject({
		unique_id: 'ticket-1',
		message_id: 'c-1',
		status: 'rejected',
		reason: expect.stringMatching(
			/^Row 1: "created_at" of the message \(from {{ \$json.when }}\) is "soon"/,
		),
	});
});
