import type { INodeProperties } from 'n8n-workflow';
import { mapper, messageArray, messageFields, notice } from '../parameters/blocks';

const show = { operation: ['ingestItems'] };
const withRows = { ...show, messages: ['rows'] };

export const ingestItemsDescription: INodeProperties[] = [
	{
		displayName: 'Messages',
		name: 'messages',
		type: 'options',
		noDataExpression: true,
		default: 'none',
		description: 'Whether the feedback is a conversation, and where its messages are',
		displayOptions: { show },
		options: [
			{
				name: 'None',
				value: 'none',
				description: 'Each row is one review, survey answer or other single text',
			},
			{
				name: 'In an Array',
				value: 'array',
				description: 'Each row is one ticket, chat or call, with its messages in an array',
			},
			{
				name: 'One per Row',
				value: 'rows',
				description: 'Each row is one message. Rows with the same item ID form a conversation.',
			},
		],
	},
	notice('itemNotice', 'The item: what all messages of a conversation share', withRows),
	mapper('item', 'Item', 'The feedback itself: the review, answer, ticket, chat or call', show),
	messageArray('Message Array', { ...show, messages: ['array'] }),
	messageFields('Message Fields', { ...show, messages: ['array'] }),
	notice('messageNotice', 'The message: what this row says', withRows),
	mapper('message', 'Message', 'The message that the row holds', withRows),
];
