import { automatic, byHand } from '../../shared/mapper.mts';
import type { Scenario } from './scenario.mts';

export const ticketSource = 'support-tickets';

/** The ticket of the API's documentation, as a query over tickets and comments gives it out. */
const ticketColumns = {
	ticket_id: 'ticket-456',
	ticket_text: 'I need to export my dashboard data to Excel but I cannot find the option',
	ticket_author: 'Jane Doe',
	ticket_user_id: 'user-123',
	ticket_created_at: '2026-03-10T09:00:00Z',
	ticket_url: 'https://support.example.com/tickets/456',
};

const messages = [
	{
		unique_id: 'ticket-456-1',
		body: 'Thanks for reaching out! The export feature is under Settings > Data Export.',
		author: 'Support Agent',
		email: 'agent@company.com',
		url: 'https://support.example.com/tickets/456/1',
		created_at: '2026-03-10T09:15:00Z',
	},
	// Help desks list what happened to a ticket among its messages; such a row has no text to send.
	{
		unique_id: 'ticket-456-assigned',
		body: null,
		author: 'Support Agent',
		created_at: '2026-03-10T09:16:00Z',
	},
	{
		unique_id: 'ticket-456-2',
		body: 'I see it now, but it only exports CSV. We really need native Excel support.',
		author: 'Jane Doe',
		user_id: 'user-123',
		created_at: '2026-03-10T09:20:00Z',
	},
];

/** Each row is a message, with the ticket it belongs to beside it. */
export const ticket: Scenario = {
	title: 'Ticket, one message per row',
	sourceId: ticketSource,
	rows: async () => messages.map((message) => ({ ...ticketColumns, ...message })),
	parameters: {
		operation: 'ingestItems',
		sourceId: ticketSource,
		messages: 'rows',
		item: byHand({
			unique_id: '={{ $json.ticket_id }}',
			body: '={{ $json.ticket_text }}',
			author: '={{ $json.ticket_author }}',
			user_id: '={{ $json.ticket_user_id }}',
			created_at: '={{ $json.ticket_created_at }}',
			url: '={{ $json.ticket_url }}',
		}),
		message: automatic(),
		options: {},
	},
	expected: {
		rows: 3,
		requests: 1,
		items: 1,
		messages: 2,
		statuses: { ingested: 2, skipped: 1 },
		onErrorOutput: 0,
	},
};
