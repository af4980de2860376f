import { byHand } from '../../shared/mapper.mts';
import type { Scenario } from './scenario.mts';
import { ticketSource } from './ticket.mts';

/** Each row is a reply to an item that is there already; this one comes after the ticket. */
export const laterReply: Scenario = {
	title: 'A later reply to that ticket',
	sourceId: ticketSource,
	rows: async () => [
		{
			ticket: 'ticket-456',
			comment: 'ticket-456-3',
			text: 'We have added Excel export in the latest release. Can you try again?',
			name: 'Support Agent',
			mail: 'agent@company.com',
			at: '2026-03-11T10:00:00Z',
		},
	],
	parameters: {
		operation: 'appendReplies',
		sourceId: ticketSource,
		replies: 'rows',
		itemId: '={{ $json.ticket }}',
		message: byHand({
			unique_id: '={{ $json.comment }}',
			body: '={{ $json.text }}',
			author: '={{ $json.name }}',
			email: '={{ $json.mail }}',
			created_at: '={{ $json.at }}',
		}),
		options: {},
	},
	expected: {
		rows: 1,
		requests: 1,
		items: 1,
		messages: 3,
		statuses: { ingested: 1 },
		onErrorOutput: 0,
	},
};
