import type { INodeProperties } from 'n8n-workflow';
import type { FieldName } from '../mapping/feedbackItem';

type Display = NonNullable<INodeProperties['displayOptions']>['show'];

/** A resource mapper for the fields that items and messages have in common. */
export function mapper(
	name: 'item' | 'message',
	displayName: string,
	description: string,
	show: Display,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceMapper',
		default: { mappingMode: 'defineBelow', value: null },
		noDataExpression: true,
		required: true,
		description,
		displayOptions: { show },
		typeOptions: {
			resourceMapper: {
				localResourceMapperMethod: 'getMappingFields',
				mode: 'add',
				// The same for replies: n8n keeps a mapper of the same name with its old label.
				valuesLabel: name === 'item' ? 'Fields of the Item' : 'Fields of the Message',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: true,
			},
		},
	};
}

/** A line above a mapper: n8n shows neither its name nor its description. */
export function notice(name: string, displayName: string, show: Display): INodeProperties {
	return { displayName, name, type: 'notice', default: '', displayOptions: { show } };
}

/** The array that holds the messages or replies of a row. */
export function messageArray(displayName: string, show: Display): INodeProperties {
	return {
		displayName,
		name: 'messageArray',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.comments }}',
		description: 'An expression that gives the array itself. Drag the array here from the input.',
		displayOptions: { show },
	};
}

const FIELD_OPTIONS: readonly { name: FieldName; displayName: string; description: string }[] = [
	{ name: 'author', displayName: 'Author', description: 'Property with the name of the person' },
	{
		name: 'created_at',
		displayName: 'Created At',
		description: 'Property with the time of the message',
	},
	{ name: 'email', displayName: 'Email', description: 'Property with the email of the person' },
	{
		name: 'body',
		displayName: 'Text (Body)',
		description: 'Property with the text of the message',
	},
	{
		name: 'unique_id',
		displayName: 'Unique ID',
		description: 'Property with an ID that stays the same for this message',
	},
	{ name: 'url', displayName: 'URL', description: 'Property with a link to the message' },
	{
		name: 'user_id',
		displayName: 'User ID',
		description: 'Property with the ID of the user in Amplitude',
	},
];

/** Where the fields are in each element of the array. */
export function messageFields(displayName: string, show: Display): INodeProperties {
	return {
		displayName,
		name: 'messageFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		description:
			'Where each field is found in a message of the array: the name of a property, or a path such as author.name. Only the fields added here are read. Without any, they are read from properties with the API names, such as body.',
		displayOptions: { show },
		options: FIELD_OPTIONS.map(({ name, displayName, description }) => ({
			displayName,
			name,
			type: 'string',
			// One path for all rows: a field dragged here would give a value and not the way to it.
			noDataExpression: true,
			default: name,
			placeholder: 'e.g. author.name',
			description,
		})),
	};
}
