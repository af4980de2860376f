import { commentsOf, laterComments, tickets } from '../../../fixtures/sources/zendesk.mts';
import type { Expectation } from './expectation.mts';

const NODE = 'Amplitude AI Feedback';
const AGENT = { author: 'Support Agent', email: 'agent@example.com' };

const parts = [
	{
		unique_id: '1274',
		body: 'I need to export my dashboard data to Excel but I cannot find the option',
		author: 'Jane Doe',
		email: 'jane.doe@example.com',
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
];
const later = {
	unique_id: '1300',
	body: 'Excel export is live now.',
	...AGENT,
	created_at: '2026-03-12T10:00:00Z',
};

const ticketWith = (conversation_parts: unknown[]) => ({
	unique_id: '35436',
	body: 'Excel export',
	created_at: '2026-03-10T09:00:00Z',
	url: 'https://example.zendesk.com/agent/tickets/35436',
	conversation_parts,
});
const call = {
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

/** Zendesk: tickets with their comments, and comments that come later. */
export const zendesk: Record<string, Expectation> = {
	'zendesk-tickets': {
		start: 'Every Night at 2',
		pinned: { Tickets: tickets, Comments: tickets.map(({ id }) => commentsOf[String(id)]!) },
		items: [ticketWith(parts), call],
		statuses: { [NODE]: ['ingested', 'ingested', 'skipped', 'ingested', 'ingested'] },
		ends: { Delivered: [4, 0], 'Nothing to Send': [1, 1], 'Needs a Look': [0, 4] },
	},
	'zendesk-new-comments': {
		after: 'zendesk-tickets',
		start: 'Every Hour',
		pinned: { Tickets: tickets.slice(0, 1), Comments: [laterComments] },
		items: [ticketWith([...parts, later]), call],
		statuses: { [NODE]: ['ingested'] },
		ends: { Delivered: [1, 0], 'Nothing to Send': [0, 0], 'Needs a Look': [0, 1] },
	},
};
