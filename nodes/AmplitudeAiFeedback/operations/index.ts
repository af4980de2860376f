import type { INodeProperties } from 'n8n-workflow';
import { appendRepliesDescription } from './appendReplies';
import { ingestItemsDescription } from './ingestItems';
import { optionsDescription } from '../parameters/options';

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'ingestItems',
		options: [
			{
				name: 'Ingest Items',
				value: 'ingestItems',
				action: 'Ingest items',
				description: 'Send reviews, survey answers, tickets, chats or calls',
			},
			{
				name: 'Append Replies',
				value: 'appendReplies',
				action: 'Append replies',
				description: 'Add new messages to items that were sent before',
			},
		],
	},
	{
		displayName: 'Source ID',
		name: 'sourceId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 8f14e45f-ceea-4a67-9f3c-0d1b2a3c4d5e',
		description: 'The webhook source in Amplitude that receives the feedback',
		hint: 'In Amplitude: AI Feedback, your source, three-dot menu, Settings',
	},
	...ingestItemsDescription,
	...appendRepliesDescription,
	optionsDescription,
];
