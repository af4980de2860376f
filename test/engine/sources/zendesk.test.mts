import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { commentsOf, laterComments, tickets } from '../../fixtures/sources/zendesk.mts';
import { byHand, run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { filter, httpRequest, rowsOf, splitOut } from './steps.mts';
import { runTwice } from './twice.mts';

const emulator = useEmulator();

const ITEM = byHand({
	unique_id: "={{ $('Tickets').item.json.id }}",
	body: "={{ $('Tickets').item.json.subject }}",
	created_at: "={{ $('Tickets').item.json.created_at }}",
	url: "=https://example.zendesk.com/agent/tickets/{{ $('Tickets').item.json.id }}",
});
const MESSAGE = byHand({
	unique_id: '={{ $json.id }}',
	body: '={{ $json.plain_body }}',
	author: "={{ $('Comments').item.json.users.find(user => user.id === $json.author_id)?.name }}",
	email: "={{ $('Comments').item.json.users.find(user => user.id === $json.author_id)?.email }}",
	created_at: '={{ $json.created_at }}',
});
const INGEST = { messages: 'rows', item: ITEM, message: MESSAGE };
const APPEND = {
	operation: 'appendReplies',
	replies: 'rows',
	itemId: "={{ $('Tickets').item.json.id }}",
	message: MESSAGE,
};

const comments = httpRequest('Comments', ({ id }) => commentsOf[String(id)]!);
const isPublic = filter((comment) => comment.public === true);
const upstream = [rowsOf('Tickets'), comments, splitOut('comments'), isPublic];

const JANE = { author: 'Jane Doe', email: 'jane.doe@example.com' };
const AGENT = { author: 'Support Agent', email: 'agent@example.com' };
const CALL = {
	unique_id: '35437',
	body: 'Call from Jane Doe',
	created_at: '2026-03-11T08:00:00Z',
	url: 'https://example.zendesk.com/agent/tickets/35437',
	conversation_parts: [
		{
			unique_id: '1292',
			body: 'Thanks for the call.',
			...AGENT,
			created_at: '2026-03-11T08:05:00Z',
		},
	],
};
const EXPORT = {
	unique_id: '35436',
	body: 'Excel export',
	created_at: '2026-03-10T09:00:00Z',
	url: 'https://example.zendesk.com/agent/tickets/35436',
	conversation_parts: [
		{
			unique_id: '1274',
			body: 'I need to export my dashboard data to Excel but I cannot find the option',
			...JANE,
			created_at: '2026-03-10T09:00:00Z',
		},
		{
			unique_id: '1278',
			body: 'It is under Settings > Data Export.',
			...AGENT,
			created_at: '2026-03-10T09:15:00Z',
		},
		// Its author was deleted, so there is no name.
		{
			unique_id: '1282',
			body: 'We really need native Excel support.',
			created_at: '2026-03-10T09:20:00Z',
		},
	],
};

describe('Zendesk tickets', () => {
	test('public comments, one per row, become the conversation of their ticket', async () => {
		const { result, stored } = await runTwice(emulator(), tickets, INGEST, { upstream });

		expect(stored).toStrictEqual([EXPORT, CALL]);
		expect(result.success.map(({ json }) => [json.message_id, json.status])).toStrictEqual([
			['1274', 'ingested'],
			['1278', 'ingested'],
			['1280', 'skipped'],
			['1282', 'ingested'],
			['1292', 'ingested'],
		]);
		expect(result.hints.map(({ message }) => message)).toStrictEqual([
			'4 of 5 rows ingested in 1 request; 1 skipped.',
		]);
	});

	test('later comments are appended, and the ticket keeps what it has', async () => {
		await run(emulator(), tickets, INGEST, { upstream });
		const later = httpRequest('Comments', () => laterComments);
		const { result, stored } = await runTwice(emulator(), [tickets[0]!], APPEND, {
			upstream: [rowsOf('Tickets'), later, splitOut('comments'), isPublic],
		});

		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(stored).toStrictEqual([
			{
				...EXPORT,
				conversation_parts: [
					...EXPORT.conversation_parts,
					{
						unique_id: '1300',
						body: 'Excel export is live now.',
						...AGENT,
						created_at: '2026-03-12T10:00:00Z',
					},
				],
			},
			CALL,
		]);
	});

	test('without names, the comments can stay in the array of their ticket', async () => {
		const result = await run(
			emulator(),
			tickets,
			{
				messages: 'array',
				item: ITEM,
				messageArray: '={{ $json.comments.filter(comment => comment.public) }}',
				messageFields: { unique_id: 'id', body: 'plain_body', created_at: 'created_at' },
			},
			{ upstream: [rowsOf('Tickets'), comments] },
		);

		const withoutNames = [EXPORT, CALL].map((item) => ({
			...item,
			conversation_parts: item.conversation_parts.map(({ unique_id, body, created_at }) => ({
				unique_id,
				body,
				created_at,
			})),
		}));
		expect(emulator().store.items(SOURCE)).toStrictEqual(withoutNames);
		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(result.hints.map(({ message }) => message)).toStrictEqual([
			'2 of 2 rows ingested in 1 request; 1 message without text left out.',
		]);
	});
});
