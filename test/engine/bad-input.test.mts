import { expect, test } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { useEmulator } from '../support/emulator.mts';
import { byHand, reviews, run, SOURCE, statuses } from '../../tools/engine/feedback.mts';

// Each rule is proven in test/unit/mapping; here rows go through n8n's engine to the API.
const emulator = useEmulator();
const storedIds = () =>
	emulator()
		.store.items(SOURCE)
		.map(({ unique_id }) => unique_id);

test('rows that cannot be sent are rejected with their reasons, and the others arrive', async () => {
	const bad: [IDataObject, RegExp][] = [
		[
			{ body: 'x' },
			/^Row 2: Unique ID, from the field "unique_id", has no value in this row\. The row has "body"\. .* "Generate Missing IDs"\.$/,
		],
		[
			{ unique_id: 'x' },
			/^Row 3: Text, from the field "body", has no value in this row, and there are no messages/,
		],
		[
			{ unique_id: 'x', body: 'x', created_at: 'next Tuesday' },
			/^Row 4: Created At, from the field "created_at", is "next Tuesday", which cannot be read as a date/,
		],
		[
			{ unique_id: Number('12345678901234567890'), body: 'x' },
			/^Row 5: Unique ID, from the field "unique_id", is the number 12345678901234567000, which is too large to be exact/,
		],
		[
			{ unique_id: 'x', body: { text: 'hi' } },
			/^Row 6: Text, from the field "body", is "{"text":"hi"}", which is an object and not text/,
		],
		[
			{ unique_id: 'x', conversation_parts: [{ unique_id: 'p', body: '' }, { body: 'y' }] },
			/^Row 7: Unique ID of message 2 of the array, from "unique_id", has no value in this row/,
		],
		[
			{ unique_id: 'x', conversation_parts: ['hello'] },
			/^Row 8: message 1 of the array is "hello", which is not an object/,
		],
		[
			{ unique_id: 'x', conversation_parts: [{ conversation_parts: [{ body: 'y' }] }] },
			/^Row 9: message 1 of the array has "conversation_parts" of its own/,
		],
		[
			{ unique_id: 'x', body: 'x', created_at: 46_096.4375 },
			/^Row 10: Created At, from the field "created_at", is "46096.4375", the serial number of a date in a spreadsheet\. .* "Date Formatting" to "Formatted Text"/,
		],
		[
			{ unique_id: 'x', body: 'é'.repeat(2_600_000) },
			/^Row 11: the item is 5\.2 MB in size, and a request can hold at most 5 MB/,
		],
	];
	const rows = [
		{ unique_id: 'a', body: 'one' },
		...bad.map(([row]) => row),
		{ unique_id: 'b', body: 'two' },
	];
	const result = await run(emulator(), rows);

	expect(statuses(result)).toStrictEqual(['ingested', ...Array(10).fill('rejected'), 'ingested']);
	for (const [index, [, reason]] of bad.entries()) {
		expect(result.success[index + 1]).toMatchObject({
			json: { reason: expect.stringMatching(reason) },
			pairedItem: { item: index + 1 },
		});
	}
	expect(storedIds()).toStrictEqual(['a', 'b']);
	expect(result.hints[0]?.message).toContain('2 of 12 rows ingested in 1 request; 10 rejected.');
});

test.each<[string, INodeParameters, RegExp]>([
	[
		'an array that is not one',
		{ messages: 'array', messageArray: '={{ $json.bad ? "none" : [] }}' },
		/^Row 2: Message Array, from {{ \$json.bad \? "none" : \[\] }}, is "none", which is not an array/,
	],
	[
		'an empty source ID',
		{ sourceId: `={{ $json.bad ? "" : "${SOURCE}" }}` },
		/^Row 2: the Source ID, from {{ .* }}, is empty/,
	],
	[
		'a source ID that is an object',
		{ sourceId: `={{ $json.bad ? { id: 1 } : "${SOURCE}" }}` },
		/^Row 2: the Source ID, from {{ .* }}, is "{"id":1}", which is an object and not text\. Copy it/,
	],
	[
		'a source ID of 129 characters',
		{ sourceId: `={{ $json.bad ? "s".repeat(129) : "${SOURCE}" }}` },
		/^Row 2: the Source ID, from {{ .* }}, "s{79}…" has 129 characters, and Amplitude accepts at most 128/,
	],
	[
		'an expression that fails',
		{
			item: byHand({
				unique_id: '={{ $json.unique_id }}',
				body: '={{ $json.bad ? $("Nowhere").item.json.text : $json.body }}',
			}),
		},
		/^Row 2: Text, from {{ \$json.bad \? .* }}, fails in this row: .* \$json\.bad is "true"\. \$json\.body is "text"\.$/,
	],
])('a row with %s is rejected, and the others arrive', async (_what, parameters, reason) => {
	const rows = ['a', 'x', 'b'].map((unique_id) => ({
		unique_id,
		body: 'text',
		bad: unique_id === 'x',
	}));
	const result = await run(emulator(), rows, parameters);

	expect(statuses(result)).toStrictEqual(['ingested', 'rejected', 'ingested']);
	expect(result.success[1]?.json.reason).toMatch(reason);
	expect(storedIds()).toStrictEqual(['a', 'b']);
});

test.each<[string, Record<string, string>, RegExp]>([
	[
		'is an object',
		{ body: '={{ $json.plan }}' },
		/^Row 1: Text, from {{ \$json.plan }}, is "{"name":"pro"}", which is an object and not text/,
	],
	[
		'puts an object into a text',
		{ body: '=Plan: {{ $json.plan }}' },
		/^Row 1: Text, from Plan: {{ \$json.plan }}, puts an object or an array of objects into a text/,
	],
	[
		'fails',
		{ body: 'x', created_at: '={{ $json.on.toDateTime() }}' },
		/^Row 1: Created At, from {{ \$json.on.toDateTime\(\) }}, fails in this row: cannot convert to Luxon DateTime\. \$json\.on is "15\/03\/2026"\.$/,
	],
	[
		'gives nothing',
		{ body: '={{ $json.answer }}' },
		/^Row 1: Text, from {{ \$json.answer }}, has no value in this row, .* The row has "id", "plan", "on"\.$/,
	],
	[
		'is an invalid date',
		{ body: 'x', created_at: "={{ DateTime.fromFormat($json.on, 'yyyy-MM-dd') }}" },
		/^Row 1: Created At, from {{ DateTime.fromFormat\(\$json.on, 'yyyy-MM-dd'\) }}, is "Invalid DateTime"/,
	],
])(
	'the reason for an expression that %s names it, and the row keeps its id',
	async (_what, fields, reason) => {
		const rows = [{ id: 7, plan: { name: 'pro' }, on: '15/03/2026' }];
		const item = byHand({ ...fields, unique_id: '={{ $json.id }}' });
		const result = await run(emulator(), rows, { item });

		expect(result.success[0]?.json).toMatchObject({
			unique_id: '7',
			status: 'rejected',
			reason: expect.stringMatching(reason),
		});
	},
);

test('the reason for an object in an array of messages names its path', async () => {
	const rows = [{ id: 7, said: [{ id: 1, by: { name: 'Jane' }, text: 'x' }] }];
	const result = await run(emulator(), rows, {
		item: byHand({ unique_id: '={{ $json.id }}' }),
		messages: 'array',
		messageArray: '={{ $json.said }}',
		messageFormat: 'custom',
		messageFields: { unique_id: 'id', body: 'text', author: 'by' },
	});

	expect(result.success[0]?.json.reason).toMatch(
		/^Row 1: Author of message 1 of the array, from "by", is "{"name":"Jane"}", which is an object and not text\. Choose a value inside it: "name"\./,
	);
});

test('one message that cannot be sent does not keep back its ticket, whose row says which it was', async () => {
	const said = (id: number, by: unknown, at: unknown = '2026-03-15') => ({ id, by, at, text: 'x' });
	const rows = [
		{ id: 7, said: [said(1, 'Jane'), said(2, { name: 'Jane' }), said(3, 'Jane')] },
		{ id: 8, said: [said(4, 'Jane'), said(5, 'Jane', 'soon'), 'x'] },
	];
	const parameters = {
		item: byHand({ unique_id: '={{ $json.id }}' }),
		messages: 'array',
		messageArray: '={{ $json.said }}',
		messageFormat: 'custom',
		messageFields: { unique_id: 'id', body: 'text', author: 'by', created_at: 'at' },
	};
	const REASONS = [
		/^Row 1: the item was saved, but 1 message cannot be sent\. Author of message 2 of the array/,
		/^Row 2: the item was saved, but 2 messages cannot be sent\. Created At of message 2 .*Message 3 of the array is "x"/,
	];
	const planned = await run(emulator(), rows, { ...parameters, options: { dryRun: true } });
	const result = await run(emulator(), rows, parameters);

	expect(statuses(planned)).toStrictEqual(['partial', 'partial']);
	expect(statuses(result)).toStrictEqual(['partial', 'partial']);
	for (const [row, reason] of REASONS.entries()) {
		expect(result.success[row]?.json.reason).toMatch(reason);
	}
	const stored = emulator().store.items(SOURCE);
	const ids = stored.map((item) => item.conversation_parts.map(({ unique_id }) => unique_id));
	expect(ids).toStrictEqual([['1', '3'], ['4']]);
	expect(result.hints[0]?.message).toContain('0 of 2 rows ingested in 1 request; 2 partial.');
});

test('feedback about a text such as [object Object] is sent as text', async () => {
	const body = 'The page shows [object Object].';
	await run(emulator(), [{ body }], {
		item: byHand({ unique_id: '1', body: '=It says: {{ $json.body }}' }),
	});

	expect(emulator().store.items(SOURCE)[0]?.body).toBe(`It says: ${body}`);
});

test('a message over 5 MB is named, and the rest of its conversation is saved', async () => {
	const parts = [
		{ unique_id: 'p-1', body: 'short' },
		{ unique_id: 'p-2', body: 'x'.repeat(5_000_000) },
	];
	const result = await run(emulator(), [{ unique_id: 'call', conversation_parts: parts }]);

	expect(result.success[0]?.json).toMatchObject({ unique_id: 'call', status: 'partial' });
	expect(result.success[0]?.json.reason).toMatch(/1 message .*"p-2": .* is 5\.0 MB in size/);
	expect(emulator().store.items(SOURCE)[0]?.conversation_parts).toStrictEqual([parts[0]]);
});

const REPLY = {
	operation: 'appendReplies',
	replies: 'rows',
	itemId: 'ticket-1',
	message: byHand({
		unique_id: '={{ $json.id }}',
		body: '={{ $json.text }}',
		created_at: '={{ $json.when }}',
	}),
};

test('a reply without text is skipped, and is no error', async () => {
	const result = await run(emulator(), [{ id: 1, event: 'assigned' }], REPLY);

	expect(result.success[0]?.json).toMatchObject({
		unique_id: 'ticket-1',
		message_id: '1',
		status: 'skipped',
		reason: 'Row 1: it has no text, so there is nothing to send.',
	});
	expect(emulator().requests).toHaveLength(0);
});

test('a reply that cannot be sent is reported with its ids', async () => {
	const result = await run(emulator(), [{ id: 'c-1', text: 'x', when: 'soon' }], REPLY);

	expect(result.success[0]?.json).toMatchObject({
		unique_id: 'ticket-1',
		message_id: 'c-1',
		status: 'rejected',
		reason: expect.stringMatching(
			/^Row 1: Created At of the message, from {{ \$json.when }}, is "soon"/,
		),
	});
});

test('a text that is there but blank is skipped, one that is missing is rejected with the fields of its row', async () => {
	const rows: IDataObject[] = [
		{ id: 'a', survey: { answer: '' } },
		{ id: 'b', survey: { answer: ' \n' } },
		{ id: 'c', survey: { answer: null } },
		{ id: 'd', survey: {} },
		{ id: 'e', comment: 'Hello' },
		{ id: 'f', survey: { answer: 'Hello' } },
	];
	const item = byHand({ unique_id: '={{ $json.id }}', body: '={{ $json.survey.answer }}' });
	const result = await run(emulator(), rows, { item });

	const rejected = ['rejected', 'rejected'];
	expect(statuses(result)).toStrictEqual([
		'skipped',
		'skipped',
		'skipped',
		...rejected,
		'ingested',
	]);
	expect(result.success[4]?.json.reason).toMatch(
		/^Row 5: Text, from {{ \$json.survey.answer }}, has no value in this row, .* The row has "id", "comment"\.$/,
	);
});

test.each(['', '=', null])(
	'a text that is not mapped is missing in every row: %j',
	async (body) => {
		const item = byHand({ unique_id: '={{ $json.unique_id }}', body: body as string });
		const result = await run(emulator(), reviews(1), { item });

		expect(statuses(result)).toStrictEqual(['rejected']);
		expect(result.success[0]?.json.reason).toMatch(/Drag its text to "Text"\.$/);
	},
);
