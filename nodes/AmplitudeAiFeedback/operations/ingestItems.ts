import {
	automaticFields,
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
		description: 'Whether the feedback has messages, and where they are',
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
		notice('itemNotice', 'The item: what all messages of the conversation have in common', inRows),
		fieldMapper('item', 'Item', 'The feedback itself: the review, answer, ticket, chat or call'),
		automaticFields('item', ['conversation_parts'], { messages: ['none'] }),
		automaticFields('item', [], { messages: ['array', 'rows'] }),
		messageArray('Message Array', inArray),
		messageFormat('Message Format', inArray),
		messageFields('Message Fields', inArray),
		messageFilter('Only Messages Where', inArray),
		notice('messageNotice', 'The message: the content of this row', inRows),
		fieldMapper('message', 'Message', 'The message in this row', inRows),
		automaticFields('message', [], inRows),
		additionalFields,
	],
	readItem: (reader, row) => reader.mappedFields('item', row),
	readItemId: (reader, row) => reader.mappedField('item', 'unique_id', row),
	itemParameter: (field) => `item.value.${field}`,
};
