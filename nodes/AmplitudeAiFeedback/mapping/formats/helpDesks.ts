/**
 * The messages of help desks, as their APIs give them. Each format names what is public: a note, an event
 * and whatever a vendor adds later stay out. The pages were read on 24 November 2026.
 */
import { property } from '../fields';
import { condition } from '../messageFilter';
import { at, firstOf, html, joined, person } from '../messageFormat';
import { valueAt } from '../messagePaths';
import type { KnownFormat } from './knownFormat';

/**
 * Comments of `GET /api/v2/tickets/{id}/comments`. With `include=users` the row lists their authors.
 * Source: https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/
 */
const zendesk: KnownFormat = {
	value: 'zendesk',
	name: 'Zendesk Comments',
	description:
		'Public comments of a ticket, with the names of their authors if the row has "users"',
	marks: ['public'],
	sentWhen: [[condition('public', 'is', 'true')]],
	fields: {
		unique_id: at('id'),
		body: firstOf(at('plain_body'), html('html_body'), at('body')),
		author: person({ list: 'users', id: 'id', of: 'author_id' }, 'name'),
		email: person({ list: 'users', id: 'id', of: 'author_id' }, 'email'),
		created_at: at('created_at'),
	},
};

/**
 * Parts of `GET /conversations/{id}`. A customer's message that opens a closed conversation again is of
 * the type "open"; all other types but comments and quick replies are notes and events.
 * Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/Models/conversation_part/
 */
const intercom: KnownFormat = {
	value: 'intercom',
	name: 'Intercom Conversation Parts',
	description: 'Comments by customers, teammates and bots in a conversation',
	marks: ['part_type'],
	sentWhen: [
		[condition('part_type', 'isOneOf', 'comment, quick_reply')],
		[
			condition('part_type', 'is', 'open'),
			condition('author.type', 'isOneOf', 'user, lead, contact'),
		],
	],
	fields: {
		unique_id: at('id'),
		body: html('body'),
		author: at('author.name'),
		email: at('author.email'),
		created_at: at('created_at'),
	},
};

/**
 * Messages of `GET /api/v2/tickets/{id}/conversations`. With `include=requester` the ticket has the name
 * of the person who asked.
 * Source: https://developers.freshdesk.com/api/#conversations
 */
const freshdesk: KnownFormat = {
	value: 'freshdesk',
	name: 'Freshdesk Conversations',
	description: 'Replies and public notes of a ticket',
	marks: ['private'],
	sentWhen: [[condition('private', 'is', 'false')]],
	fields: {
		unique_id: at('id'),
		body: firstOf(at('body_text'), html('body')),
		author: person({ list: 'requester', id: 'id', of: 'user_id' }, 'name'),
		email: person({ list: 'requester', id: 'id', of: 'user_id' }, 'email'),
		created_at: at('created_at'),
	},
};

/**
 * Messages of `GET /conversations/{id}/messages`. Comments of teammates are not among them; drafts are.
 * Source: https://dev.frontapp.com/reference/messages
 */
const front: KnownFormat = {
	value: 'front',
	name: 'Front Messages',
	description: 'Received and sent messages of a conversation',
	marks: ['is_draft'],
	sentWhen: [
		[condition('is_draft', 'is', 'false'), condition('is_inbound', 'isOneOf', 'true, false')],
	],
	fields: {
		unique_id: at('id'),
		body: firstOf(at('text'), html('body')),
		author: joined('author.first_name', 'author.last_name'),
		email: {
			paths: ['author.email', 'recipients'],
			// A message of a customer has no author; where it comes from is among its recipients.
			read(message) {
				const recipients = valueAt(message, 'recipients');
				const all: unknown[] = Array.isArray(recipients) ? recipients : [];
				const sender = all.find((one) => property(Object(one) as object, 'role') === 'from');
				const handle = property(Object(sender) as object, 'handle');
				// In other channels than email it is a phone number or a name.
				const isAddress = typeof handle === 'string' && handle.includes('@');
				return valueAt(message, 'author.email') ?? (isAddress ? handle : undefined);
			},
		},
		created_at: at('created_at'),
	},
};

/**
 * Messages of `GET /api/tickets/{id}/messages`, or of a ticket itself.
 * Source: https://developers.gorgias.com/reference/the-ticketmessage-object
 */
const gorgias: KnownFormat = {
	value: 'gorgias',
	name: 'Gorgias Messages',
	description: 'Incoming and outgoing messages of a ticket',
	marks: ['public'],
	sentWhen: [[condition('public', 'is', 'true')]],
	fields: {
		unique_id: at('id'),
		body: firstOf(at('body_text'), html('body_html')),
		author: at('sender.name'),
		email: at('sender.email'),
		created_at: at('created_datetime', 'sent_datetime'),
	},
};

/**
 * Threads of `GET /v2/conversations/{id}/threads`, in the row's `_embedded.threads`.
 * Source: https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/list/
 */
const helpScout: KnownFormat = {
	value: 'helpScout',
	name: 'Help Scout Threads',
	description: 'Published messages from customers, and replies to them',
	marks: ['state'],
	sentWhen: [
		[condition('type', 'isOneOf', 'customer, message'), condition('state', 'is', 'published')],
	],
	fields: {
		unique_id: at('id'),
		body: html('body'),
		author: joined('createdBy.first', 'createdBy.last'),
		email: at('createdBy.email'),
		created_at: at('createdAt'),
	},
};

/**
 * Messages of `GET /conversations/v3/conversations/threads/{id}/messages`. Comments are internal.
 * Source: https://developers.hubspot.com/docs/api-reference/legacy/conversations/conversations/threads/get-conversations-threadId
 */
const hubspot: KnownFormat = {
	value: 'hubspot',
	name: 'HubSpot Conversation Messages',
	description: 'Messages of a thread in the conversations inbox',
	marks: ['conversationsThreadId'],
	sentWhen: [[condition('type', 'is', 'MESSAGE')]],
	fields: {
		unique_id: at('id'),
		body: firstOf(at('text'), html('richText')),
		author: at('senders.0.name'),
		email: {
			paths: ['senders.0.deliveryIdentifier.value'],
			// For other channels it is a phone number or an ID.
			read(message) {
				const type = valueAt(message, 'senders.0.deliveryIdentifier.type');
				const isAddress = type === 'HS_EMAIL_ADDRESS';
				return isAddress ? valueAt(message, 'senders.0.deliveryIdentifier.value') : undefined;
			},
		},
		created_at: at('createdAt'),
	},
};

/**
 * Comments of `GET /rest/servicedeskapi/request/{key}/comment`, in the row's `values`.
 * Source: https://developer.atlassian.com/cloud/jira/service-desk/rest/api-group-request/
 */
const jiraServiceManagement: KnownFormat = {
	value: 'jiraServiceManagement',
	name: 'Jira Service Management Comments',
	description: 'Public comments of a customer request',
	marks: ['public'],
	sentWhen: [[condition('public', 'is', 'true')]],
	fields: {
		unique_id: at('id'),
		body: at('body'),
		author: at('author.displayName'),
		email: at('author.emailAddress'),
		created_at: at('created.iso8601'),
	},
};

export const helpDesks: readonly KnownFormat[] = [
	freshdesk,
	front,
	gorgias,
	helpScout,
	hubspot,
	intercom,
	jiraServiceManagement,
	zendesk,
];
