import type { INodeProperties } from 'n8n-workflow';
import { mapper, messageArray, messageFields } from '../parameters/blocks';

const show = { operation: ['appendReplies'] };

export const appendRepliesDescription: INodeProperties[] = [
	{
		displayName: 'Replies',
		name: 'replies',
		type: 'options',
		noDataExpression: true,
		default: 'rows',
		description: 'Where the new replies are',
		displayOptions: { show },
		options: [
			{ name: 'One per Row', value: 'rows', description: 'Each row is one reply' },
			{
				name: 'In an Array',
				value: 'array',
				description: 'Each row is one item, with its new replies in an array',
			},
		],
	},
	{
		displayName: 'Item ID',
		name: 'itemId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.ticket_id }}',
		description: 'The unique ID under which the item was ingested',
		displayOptions: { show },
	},
	mapper('message', 'Reply', 'The reply that the row holds', { ...show, replies: ['rows'] }),
	messageArray('Reply Array', { ...show, replies: ['array'] }),
	messageFields('Reply Fields', { ...show, replies: ['array'] }),
];
