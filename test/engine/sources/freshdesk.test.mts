import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import {
	conversationsOf,
	tickets,
	ticketsWithConversations,
} from '../../fixtures/sources/freshdesk.mts';
import { byHand } from '../../../tools/engine/feedback.mts';
import { filter, httpRequest, rowsOf } from './steps.mts';
import { runTwice } from './twice.mts';

const emulator = useEmulator();

const ITEM = byHand({
	unique_id: '={{ $json.id }}',
	body: '={{ $json.description_text }}',
	author: '={{ $json.requester.name }}',
	email: '={{ $json.requester.email }}',
	created_at: '={{ $json.created_at }}',
	url: '=https://example.freshdesk.com/a/tickets/{{ $json.id }}',
});
const APPEND = {
	operation: 'appendReplies',
	replies: 'rows',
	itemId: '={{ $json.ticket_id }}',
	message: byHand({
		unique_id: '={{ $json.id }}',
		body: '={{ $json.body_text }}',
		author: "={{ $json.incoming ? $('Tickets').item.json.requester.name : 'Support' }}",
		created_at: '={{ $json.created_at }}',
	}),
};
const upstream = [
	rowsOf('Tickets'),
	httpRequest('Conversations', ({ id }) => conversationsOf[String(id)]!),
	filter((message) => message.private === false),
];

const JANE = { author: 'Jane Doe', email: 'jane.doe@example.com' };
const EXPORT = {
	unique_id: '20',
	body: 'Where is the Excel export?',
	...JANE,
	created_at: '2026-03-10T09:00:00Z',
	url: 'https://example.freshdesk.com/a/tickets/20',
};
const API = {
	unique_id: '21',
	body: 'Do you have an API?',
	...JANE,
	created_at: '2026-03-10T10:00:00Z',
	url: 'https://example.freshdesk.com/a/tickets/21',
	conversation_parts: [],
};
const ANSWER = {
	unique_id: '43018001',
	body: 'Under Settings > Data Export.',
	created_at: '2026-03-10T09:15:00Z',
};
const QUESTION = {
	unique_id: '43018004',
	body: 'It only exports CSV.',
	created_at: '2026-03-10T09:20:00Z',
};

describe('Freshdesk tickets', () => {
	test('tickets are ingested, also those without messages; messages are appended', async () => {
		const ingested = await runTwice(emulator(), tickets, { messages: 'none', item: ITEM });
		const { result, stored } = await runTwice(emulator(), tickets, APPEND, { upstream });

		expect(ingested.stored).toStrictEqual([{ ...EXPORT, conversation_parts: [] }, API]);
		expect(ingested.result.hints).toStrictEqual([]);
		expect(stored).toStrictEqual([
			{
				...EXPORT,
				conversation_parts: [
					{ ...ANSWER, author: 'Support' },
					{ ...QUESTION, author: 'Jane Doe' },
				],
			},
			API,
		]);
		expect(result.success.map(({ json }) => [json.message_id, json.status])).toStrictEqual([
			['43018001', 'ingested'],
			['43018003', 'skipped'],
			['43018004', 'ingested'],
		]);
		expect(result.hints.map(({ message }) => message)).toStrictEqual([
			'2 of 3 rows ingested in 1 request; 1 skipped.',
		]);
	});

	test('messages inside of their ticket go with it', async () => {
		const { result, stored } = await runTwice(emulator(), ticketsWithConversations, {
			messages: 'array',
			item: ITEM,
			messageArray: '={{ $json.conversations.filter(message => !message.private) }}',
			// Not `user_id`: there it is Freshdesk's own id.
			messageFields: { unique_id: 'id', body: 'body_text', created_at: 'created_at' },
		});

		expect(stored).toStrictEqual([{ ...EXPORT, conversation_parts: [ANSWER, QUESTION] }, API]);
		expect(result.success.map(({ json }) => [json.unique_id, json.status])).toStrictEqual([
			['20', 'ingested'],
			['21', 'ingested'],
		]);
		expect(result.hints.map(({ message }) => message)).toStrictEqual([
			'2 of 2 rows ingested in 1 request; 1 message without text left out.',
		]);
	});
});
