import {
	automaticFields,
	fieldMapper,
	messageArray,
	messageFields,
	messageFilter,
	messageFormat,
} from '../parameters/blocks';
import type { Operation } from './operation';

const inRows = { replies: ['rows'] };
const inArray = { replies: ['array'] };

/** Adds messages to items that were sent before. */
export const appendReplies: Operation = {
	name: 'Append Replies',
	value: 'appendReplies',
	action: 'Append replies to feedback items',
	description: 'Add new messages to feedback items that already exist',
	rowsAre: 'replies',
	messageLayout: {
		displayName: 'Replies',
		name: 'replies',
		type: 'options',
		noDataExpression: true,
		required: true,
		default: 'rows',
		description: 'Where the new replies are',
		options: [
			{
				name: 'In an Array',
				value: 'array',
				description: 'Each row is one item, with its new replies in an array',
			},
			{ name: 'One per Row', value: 'rows', description: 'Each row is one reply' },
		],
	},
	parameters: [
		{
			displayName: 'Item ID',
			name: 'itemId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. {{ $json.ticket_id }}',
			description: 'The Unique ID that the item was ingested with',
		},
		fieldMapper('message', 'Reply', 'The reply in this row', inRows),
		automaticFields('message', [], inRows),
		messageArray('Reply Array', inArray),
		messageFormat('Reply Format', inArray),
		messageFields('Reply Fields', inArray),
		messageFilter('Only Replies Where', inArray),
	],
	readItem: (reader, row) => ({ unique_id: reader.rowParameter('itemId', row) }),
	readItemId: (reader, row) => reader.rowParameter('itemId', row),
	itemParameter: () => 'itemId',
};
