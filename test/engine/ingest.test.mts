import { expect, test } from '@jest/globals';
import { useEmulator } from '../support/emulator.mts';
import { byHand, reviews, run, SOURCE, statuses } from '../../tools/engine/feedback.mts';

const emulator = useEmulator();
/** The result of a row that the first request delivered. */
const INGESTED = { status: 'ingested', next: 'done', reason: '', request: 1, attempts: 1 };
const stored = () => emulator().store.items(SOURCE);

test('each row mapped by hand becomes an item, and has a result in its place', async () => {
	const rows = [
		{ id: 789, text: 'The search feature is broken on mobile', when: 1773570600 },
		{ id: 'nps-4822', text: 'Confusing onboarding', when: '2026-03-20T15:00:00+02:00' },
	];
	const result = await run(emulator(), rows, {
		item: byHand({
			unique_id: '={{ $json.id }}',
			body: '={{ $json.text }}',
			author: 'Jane Doe',
			email: '={{ $json.email }}',
			created_at: '={{ $json.when }}',
			url: '=https://feedback.example.com/reviews/{{ $json.id }}',
		}),
	});

	expect(result.success).toStrictEqual([
		{
			json: { unique_id: '789', ...INGESTED },
			pairedItem: { item: 0 },
		},
		{
			json: { unique_id: 'nps-4822', ...INGESTED },
			pairedItem: { item: 1 },
		},
	]);
	expect(result.pairedInput(1)).toStrictEqual(rows[1]);
	expect(result.hints).toStrictEqual([]);
	expect(stored()).toStrictEqual([
		{
			unique_id: '789',
			body: 'The search feature is broken on mobile',
			author: 'Jane Doe',
			created_at: '2026-03-15T10:30:00Z',
			url: 'https://feedback.example.com/reviews/789',
			conversation_parts: [],
		},
		{
			unique_id: 'nps-4822',
			body: 'Confusing onboarding',
			author: 'Jane Doe',
			created_at: '2026-03-20T13:00:00Z',
			url: 'https://feedback.example.com/reviews/nps-4822',
			conversation_parts: [],
		},
	]);
});

test("automatic mapping takes the fields with the API's names, a conversation among them", async () => {
	const part = { unique_id: 'call-123-1', body: 'How does that compare?', author: 'Buyer' };
	await run(emulator(), [
		{ unique_id: 'call-123', author: 'Sales Rep', other: 'x', conversation_parts: [part] },
	]);

	expect(stored()).toStrictEqual([
		{ unique_id: 'call-123', author: 'Sales Rep', conversation_parts: [part] },
	]);
	expect(emulator().requests[0]?.unknownFields).toStrictEqual([]);
});

test('times without an offset are read in the time zone of the workflow', async () => {
	const rows = [{ unique_id: 'a', body: 'x', created_at: '2026-07-01 09:00' }];
	await run(emulator(), rows, {}, { timezone: 'Europe/Berlin' });

	expect(stored()[0]?.created_at).toBe('2026-07-01T07:00:00Z');
});

test('an item that comes twice in a run is one item with the later values, and both rows have results', async () => {
	const result = await run(emulator(), [
		{ unique_id: 'a', body: 'first', author: 'Jane Doe' },
		{ unique_id: 'b', body: 'other' },
		{ unique_id: 'a', body: 'second' },
	]);

	expect(statuses(result)).toStrictEqual(['ingested', 'ingested', 'ingested']);
	expect(stored()).toMatchObject([
		{ unique_id: 'a', body: 'second', author: 'Jane Doe' },
		{ unique_id: 'b', body: 'other' },
	]);
	expect(emulator().requests).toHaveLength(1);
});

test('rows with different source ids are delivered to each source', async () => {
	const rows = [
		{ unique_id: 'a', body: 'x', source: 's-1' },
		{ unique_id: 'a', body: 'y', source: 's-2' },
	];
	const result = await run(emulator(), rows, { sourceId: '={{ $json.source }}' });

	expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
	expect(emulator().store.items('s-1')[0]?.body).toBe('x');
	expect(emulator().store.items('s-2')[0]?.body).toBe('y');
});

test('no request is sent for no rows', async () => {
	const result = await run(emulator(), []);

	expect(result.status).toBe('success');
	expect(emulator().requests).toHaveLength(0);
});

const comments = [
	{ id: 1, author: { name: 'Support Agent' }, plain_body: 'Thanks for reaching out!' },
	{ id: 2, author: { name: 'Jane Doe' }, plain_body: '' },
	{ id: 3, author: { name: 'Jane Doe' }, plain_body: 'I see it now.' },
];
const parts = [
	{ unique_id: '1', body: 'Thanks for reaching out!', author: 'Support Agent' },
	{ unique_id: '3', body: 'I see it now.', author: 'Jane Doe' },
];
const item = byHand({ unique_id: '={{ $json.ticket }}', body: '={{ $json.subject }}' });

test('messages in an array become the parts of their row, those without text are left out', async () => {
	const result = await run(emulator(), [{ ticket: 456, subject: 'Export', comments }], {
		messages: 'array',
		item,
		messageArray: '={{ $json.comments }}',
		messageFormat: 'custom',
		messageFields: { unique_id: 'id', body: 'plain_body', author: 'author.name' },
	});

	expect(statuses(result)).toStrictEqual(['ingested']);
	expect(stored()).toStrictEqual([{ unique_id: '456', body: 'Export', conversation_parts: parts }]);
	expect(result.hints[0]?.message).toBe(
		'1 of 1 row ingested in 1 request; 1 message without text left out.',
	);
});

test('rows that are messages are grouped by item, and each has the result of its message', async () => {
	const rows = comments.map((comment) => ({ ticket: 456, subject: 'Export', ...comment }));
	const other = { ...rows[0], ticket: 457, id: 9 };
	const result = await run(emulator(), [rows[0]!, other, rows[1]!, rows[2]!], {
		messages: 'rows',
		item,
		message: byHand({
			unique_id: '={{ $json.id }}',
			body: '={{ $json.plain_body }}',
			author: '={{ $json.author.name }}',
		}),
	});

	expect(result.success.map(({ json }) => json)).toMatchObject([
		{ unique_id: '456', message_id: '1', status: 'ingested' },
		{ unique_id: '457', message_id: '9', status: 'ingested' },
		{ unique_id: '456', message_id: '2', status: 'skipped' },
		{ unique_id: '456', message_id: '3', status: 'ingested' },
	]);
	expect(stored()[0]).toStrictEqual({
		unique_id: '456',
		body: 'Export',
		conversation_parts: parts,
	});
});

test('replies in rows are appended to the item that each row names, whose own values stay', async () => {
	await run(emulator(), [{ unique_id: 'ticket-1', body: 'Export to Excel' }]);
	const rows = [
		{ ticket: 'ticket-1', comment: 'c-1', text: 'We have added it.' },
		{ ticket: 'ticket-2', comment: 'c-2', text: 'Fixed.' },
	];
	const result = await run(emulator(), rows, {
		operation: 'appendReplies',
		replies: 'rows',
		itemId: '={{ $json.ticket }}',
		message: byHand({ unique_id: '={{ $json.comment }}', body: '={{ $json.text }}' }),
	});

	expect(result.success.map(({ json }) => json)).toMatchObject([
		{ unique_id: 'ticket-1', message_id: 'c-1', status: 'ingested' },
		{ unique_id: 'ticket-2', message_id: 'c-2', status: 'ingested' },
	]);
	expect(stored()).toStrictEqual([
		{
			unique_id: 'ticket-1',
			body: 'Export to Excel',
			conversation_parts: [{ unique_id: 'c-1', body: 'We have added it.' }],
		},
		{ unique_id: 'ticket-2', conversation_parts: [{ unique_id: 'c-2', body: 'Fixed.' }] },
	]);
});

test('replies in an array are appended to the item that their row names', async () => {
	const reply = (unique_id: string) => ({ unique_id, body: `Reply ${unique_id}` });
	const rows = [
		{ ticket: 1, replies: [reply('c-1'), reply('c-2')] },
		{ ticket: 2, replies: [] },
		{ ticket: 3, replies: [reply('c-3')] },
	];
	const result = await run(emulator(), rows, {
		operation: 'appendReplies',
		replies: 'array',
		itemId: '={{ $json.ticket }}',
		messageArray: '={{ $json.replies }}',
	});

	expect(result.success.map(({ json }) => [json.unique_id, json.status])).toStrictEqual([
		['1', 'ingested'],
		['2', 'skipped'],
		['3', 'ingested'],
	]);
	expect(stored()).toStrictEqual([
		{ unique_id: '1', conversation_parts: rows[0]!.replies },
		{ unique_id: '3', conversation_parts: rows[2]!.replies },
	]);
});

test('a dry run sends nothing, and says what would go in which request', async () => {
	const rows = [...reviews(3), { unique_id: '', body: 'no id' }];
	const result = await run(emulator(), rows, { options: { dryRun: true, batchSize: 2 } });

	expect(result.success.map(({ json }) => [json.status, json.request])).toStrictEqual([
		['ready', 1],
		['ready', 1],
		['ready', 2],
		['rejected', null],
	]);
	expect(result.hints[0]?.message).toMatch(
		/^Dry run, nothing was sent: 3 of 4 rows would be sent in 2 requests; 1 rejected\. Row 4: /,
	);
	expect(emulator().requests).toHaveLength(0);
});

test('a dry run shows each item exactly as it would be sent, and says what is unusual', async () => {
	const row = { unique_id: 7, body: '<p>Too slow</p>', created_at: '2026-03-15 10:30' };
	const result = await run(emulator(), [row], { options: { dryRun: true } });

	const { item } = result.success[0]?.json ?? {};
	expect(item).toStrictEqual({
		unique_id: '7',
		body: '<p>Too slow</p>',
		created_at: '2026-03-15T10:30:00Z',
	});
	expect(result.hints[0]).toMatchObject({
		type: 'info',
		message: expect.stringMatching(
			/1 of 1 row have no Email\. .*"2026-03-15 10:30", are read in .* UTC\. .*Text Format/,
		),
	});
	await run(emulator(), [row]);
	expect(stored()).toMatchObject([item as object]);
});

test('generated ids make a second run update what the first one sent', async () => {
	const rows = [{ body: 'Great' }, { body: 'Poor' }, { body: 'Great' }];
	const options = { generateIds: true };
	const first = await run(emulator(), rows, { options });
	const afterFirst = stored();
	const second = await run(emulator(), rows, { options });

	expect(statuses(first)).toStrictEqual(['ingested', 'ingested', 'ingested']);
	expect(second.success[0]?.json.unique_id).toBe(first.success[0]?.json.unique_id);
	expect(afterFirst).toHaveLength(2);
	expect(stored()).toStrictEqual(afterFirst);
});

test('input fields are put around the result where they are asked for', async () => {
	const rows = [{ unique_id: 'a', body: 'x', plan: 'pro' }];
	const result = await run(emulator(), rows, { options: { includeInputFields: true } });

	expect(result.success[0]?.json).toStrictEqual({ ...rows[0], ...INGESTED });
});

test('the binary data of a row is kept with its input fields', async () => {
	const binary = { file: { data: 'eA==', mimeType: 'text/plain' } };
	const items = [{ json: { unique_id: 'a', body: 'x' }, binary }];
	const parameters = { options: { includeInputFields: true } };
	const result = await run(emulator(), [], parameters, { items });

	expect(result.raw[0]?.binary).toStrictEqual(binary);
});

test('fields that have the names of results keep their values under a key of their own, and never repeat the run', async () => {
	const rows = [
		{ unique_id: 'a', body: 'x', status: 'open', error: 'none' },
		{ unique_id: 'b', body: 'x', plan: 'pro' },
	];
	const retryOnFail = { maxTries: 3, waitBetweenTries: 1 };
	const parameters = { options: { includeInputFields: true } };
	const result = await run(emulator(), rows, parameters, { retryOnFail });

	expect(result.success.map(({ json }) => json)).toStrictEqual([
		{ unique_id: 'a', body: 'x', ...INGESTED, input: { status: 'open', error: 'none' } },
		{ ...rows[1], ...INGESTED },
	]);
	expect(result.runs).toBe(1);
});
