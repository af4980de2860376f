import {
	additionalFields,
	fieldMapper,
	messageArray,
	messageFields,
	messageFilter,
	messageFormat,
	notice,
} from '../parameters/blocks';
import type { Operation } from './operation';

const inArray = { messages: ['array'] };
const inRows = { messages: ['rows'] };

/** Sends items, with or without a conversation. */
export const ingestItems: Operation = {
	name: 'Ingest Items',
	value: 'ingestItems',
	action: 'Ingest feedback items',
	description: 'Create feedback items, or update those with the same Unique ID',
	rowsAre: 'items',
	messageLayout: {
		displayName: 'Messages',
		name: 'messages',
		type: 'options',
		noDataExpression: true,
		required: true,
		default: 'none',
		description: 'Whether the feedback is a conversation, and where its messages are',
		options: [
			{
				name: 'In an Array',
				value: 'array',
				description: 'Each row is one ticket, chat or call, with its messages in an array',
			},
			{
				name: 'None',
				value: 'none',
				description: 'Each row is one review, survey answer or other single text',
			},
			{
				name: 'One per Row',
				value: 'rows',
				description: 'Each row is one message. Rows with the same item ID form a conversation.',
			},
		],
	},
	parameters: [
		notice('itemNotice', 'The item: what all messages of a conversation share', inRows),
		fieldMapper('item', 'Item', 'The feedback itself: the review, answer, ticket, chat or call'),
		messageArray('Message Array', inArray),
		messageFormat('Message Format', inArray),
		messageFields('Message Fields', inArray),
		messageFilter('Only Messages Where', inArray),
		notice('messageNotice', 'The message: what this row says', inRows),
		fieldMapper('message', 'Message', 'The message that the row holds', inRows),
		additionalFields,
	],
	readItem: (reader, row) => reader.mappedFields('item', row),
	readItemId: (reader, row) => reader.mappedField('item', 'unique_id', row),
	itemParameter: (field) => `item.value.${field}`,
};
