import * as freshdesk from '../../../fixtures/sources/freshdesk.mts';
import * as hubspot from '../../../fixtures/sources/hubspot.mts';
import * as intercom from '../../../fixtures/sources/intercom.mts';
import { times, type Expectation } from './expectation.mts';

const JANE = { author: 'Jane Doe', email: 'jane.doe@example.com' };

/** Helpdesks whose conversations go in two steps: the items, then their messages. */
export const helpdesks: Record<string, Expectation> = {
	'intercom-conversations': {
		start: 'Every Night at 2',
		pinned: {
			'Changed Conversations': [
				{
					type: 'conversation.list',
					total_count: 2,
					conversations: intercom.conversations.map(
						({ type, id, created_at, updated_at, state }) => ({
							type,
							id,
							created_at,
							updated_at,
							state,
						}),
					),
				},
			],
			Conversation: intercom.conversations,
		},
		items: [
			{
				unique_id: '215473840',
				body: 'Where is the Excel export?',
				...JANE,
				user_id: 'user-123',
				created_at: '2026-03-10T09:00:00Z',
				url: 'https://app.intercom.com/a/inbox/abc123/inbox/conversation/215473840',
				conversation_parts: [
					{
						unique_id: '1001',
						body: 'I will get a colleague.',
						author: 'Fin',
						email: 'operator+abcd1234@example.com',
						created_at: '2026-03-10T09:00:05Z',
					},
					{
						unique_id: '1004',
						body: 'Under Settings > Data Export.',
						author: 'Support Agent',
						email: 'agent@example.com',
						created_at: '2026-03-10T09:15:00Z',
					},
					{
						unique_id: '1005',
						body: 'It only exports **CSV**.',
						...JANE,
						created_at: '2026-03-10T09:20:00Z',
					},
				],
			},
			{
				unique_id: '215473841',
				body: 'Do you have an API?',
				created_at: '2026-03-11T09:06:40Z',
				url: 'https://app.intercom.com/a/inbox/abc123/inbox/conversation/215473841',
				conversation_parts: [],
			},
		],
		statuses: {
			'Send Conversations': times(2, 'ingested'),
			// The assignment and the closing have no text.
			'Append Messages': ['ingested', 'skipped', 'ingested', 'ingested', 'skipped'],
		},
		ends: {
			'Conversations Delivered': [2, 0],
			'Conversations to Look At': [0, 2],
			'Messages Delivered': [3, 0],
			'Nothing to Send': [2, 2],
			'Messages to Look At': [0, 3],
		},
		// Each message is in a row of its own, so that a Markdown node can take it.
		ownExpressions: ["{{ $('Conversation').item.json.id }}", '{{ $json.author.email }}'],
	},
	'hubspot-tickets': {
		start: 'Every Night at 2',
		pinned: { Tickets: hubspot.tickets, Engagements: hubspot.engagements },
		items: [
			{
				unique_id: '176602',
				body: 'I need to export my dashboard data to Excel.\nWhere is the option?',
				created_at: '2026-03-10T09:00:00Z',
				url: 'https://app.hubspot.com/contacts/62515/ticket/176602',
				conversation_parts: [
					{
						unique_id: '29090716',
						body: 'It only exports CSV.',
						author: 'Jane',
						email: 'jane.doe@example.com',
						created_at: '2026-03-10T10:10:00Z',
					},
					{
						unique_id: '29090718',
						body: 'Excel is planned for May.',
						author: 'agent@example.com',
						email: 'agent@example.com',
						created_at: '2026-03-10T11:10:00Z',
					},
				],
			},
			{
				unique_id: '176603',
				body: 'Please call me back',
				created_at: '2026-03-10T10:00:00.456Z',
				url: 'https://app.hubspot.com/contacts/62515/ticket/176603',
				conversation_parts: [],
			},
		],
		statuses: {
			'Send Tickets': times(2, 'ingested'),
			'Append E-mails': ['ingested', 'skipped', 'ingested'],
		},
		ends: {
			'Tickets Delivered': [2, 0],
			'Tickets to Look At': [0, 2],
			'E-mails Delivered': [2, 0],
			'Nothing to Send': [1, 1],
			'E-mails to Look At': [0, 2],
		},
	},
	'freshdesk-tickets': {
		start: 'Every Night at 2',
		pinned: {
			Tickets: freshdesk.tickets,
			Conversations: freshdesk.conversationsOf['20']!,
		},
		items: [
			{
				unique_id: '20',
				body: 'Where is the Excel export?',
				...JANE,
				created_at: '2026-03-10T09:00:00Z',
				url: 'https://example.freshdesk.com/a/tickets/20',
				conversation_parts: [
					{
						unique_id: '43018001',
						body: 'Under Settings > Data Export.',
						author: 'Support',
						created_at: '2026-03-10T09:15:00Z',
					},
					{
						unique_id: '43018004',
						body: 'It only exports CSV.',
						author: 'Jane Doe',
						created_at: '2026-03-10T09:20:00Z',
					},
				],
			},
			{
				unique_id: '21',
				body: 'Do you have an API?',
				...JANE,
				created_at: '2026-03-10T10:00:00Z',
				url: 'https://example.freshdesk.com/a/tickets/21',
				conversation_parts: [],
			},
		],
		statuses: {
			'Send Tickets': times(2, 'ingested'),
			'Append Messages': ['ingested', 'skipped', 'ingested'],
		},
		ends: {
			'Tickets Delivered': [2, 0],
			'Tickets to Look At': [0, 2],
			'Messages Delivered': [2, 0],
			'Nothing to Send': [1, 1],
			'Messages to Look At': [0, 2],
		},
	},
};
