/** The building blocks of the editor's form. */
import type { INodeProperties } from 'n8n-workflow';
import { KNOWN_FORMATS } from '../mapping/formats/index';
import { FIELD_NAMES } from '../mapping/feedbackItem';
import type { FilterOperator } from '../mapping/messageFilter';
import { EMPTY_FIELD_PATHS, FIELD_PATHS } from './fields';

/** The values of other parameters with which a parameter is shown. */
type Show = NonNullable<INodeProperties['displayOptions']>['show'];

/** The source that receives the feedback. */
export const sourceId: INodeProperties = {
	displayName: 'Source ID',
	name: 'sourceId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 8f14e45f-ceea-4a67-9f3c-0d1b2a3c4d5e',
	description: 'The webhook source in Amplitude that receives the feedback',
	hint: 'In Amplitude: AI Feedback, your source, three-dot menu, Settings',
};

/** A resource mapper for the fields that items and messages have in common. */
export function fieldMapper(
	name: 'item' | 'message',
	displayName: string,
	description: string,
	show?: Show,
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
				// The same for replies: n8n keeps the old label when a mapper of the same name replaces another.
				valuesLabel: name === 'item' ? 'Fields of the Item' : 'Fields of the Message',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: true,
			},
		},
	};
}

/** A line of text above a mapper, because n8n shows neither the mapper's name nor its description. */
export function notice(name: string, displayName: string, show: Show): INodeProperties {
	return { displayName, name, type: 'notice', default: '', displayOptions: { show } };
}

/** A line of text below a mapper that maps automatically: n8n does not say which fields it then reads. */
export function automaticFields(
	mapper: 'item' | 'message',
	more: readonly string[] = [],
	show?: Show,
): INodeProperties {
	return notice(
		`${mapper}Fields`,
		`Only these fields of the row are read: ${[...FIELD_NAMES, ...more].join(', ')}`,
		{ ...show, [`/${mapper}.mappingMode`]: ['autoMapInputData'] },
	);
}

/** The array that holds a row's messages or replies. */
export function messageArray(displayName: string, show: Show): INodeProperties {
	return {
		displayName,
		name: 'messageArray',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.comments }}',
		description: 'An expression that returns the array. Drag the array here from the input.',
		displayOptions: { show },
	};
}

/** The formats that messages of an array can have. */
export const FORMAT_CHOICES = [
	{
		name: "Amplitude's Field Names",
		value: 'api',
		description: 'Messages with properties such as unique_id, body and created_at',
	},
	{
		name: 'Custom',
		value: 'custom',
		description: 'Messages in any other format. Map the fields, and choose which messages to send.',
	},
	...KNOWN_FORMATS.map(({ name, value, description }) => ({ name, value, description })),
];

/** What the messages of the array look like. */
export function messageFormat(displayName: string, show: Show): INodeProperties {
	return {
		displayName,
		name: 'messageFormat',
		type: 'options',
		noDataExpression: true,
		default: 'api',
		description:
			'Where the messages come from. For a known source, the node finds the text, author and time of each message, and leaves out what is not public.',
		displayOptions: { show },
		options: FORMAT_CHOICES,
	};
}

const custom = { messageFormat: ['custom'] };

/** Where a message of the array has each field. */
export function messageFields(displayName: string, show: Show): INodeProperties {
	return {
		displayName,
		name: 'messageFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: { ...EMPTY_FIELD_PATHS },
		description:
			'Where to find each field in a message of the array: a property name, or a path such as author.name. Drag a property of any message here. Empty fields are not sent.',
		displayOptions: { show: { ...show, ...custom } },
		options: [...FIELD_PATHS],
	};
}

/** How a property is compared. */
export const FILTER_OPERATORS: readonly { name: string; value: FilterOperator }[] = [
	{ name: 'Is', value: 'is' },
	{ name: 'Is Not', value: 'isNot' },
	{ name: 'Is One Of', value: 'isOneOf' },
];

/** Which messages of the array are sent. */
export function messageFilter(displayName: string, show: Show): INodeProperties {
	return {
		displayName,
		name: 'messageFilter',
		type: 'fixedCollection',
		placeholder: 'Add Condition',
		default: {},
		typeOptions: { multipleValues: true },
		description:
			'Conditions that a message must all meet to be sent, for example to leave out internal notes. A message without the property is not sent.',
		displayOptions: { show: { ...show, ...custom } },
		options: [
			{
				displayName: 'Conditions',
				name: 'conditions',
				values: [
					{
						displayName: 'Property',
						name: 'property',
						type: 'string',
						requiresDataPath: 'single',
						default: '',
						placeholder: 'e.g. public',
						description: 'Property name, or a path such as author.type',
					},
					{
						displayName: 'Operator',
						name: 'operator',
						type: 'options',
						noDataExpression: true,
						default: 'is',
						options: [...FILTER_OPERATORS],
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. true',
						description:
							'What to compare the property with, as text. For "Is One Of", separate values with commas.',
					},
				],
			},
		],
	};
}

/** Fields of items that the API does not document. */
export const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'fixedCollection',
	placeholder: 'Add Field',
	default: {},
	typeOptions: { multipleValues: true },
	description:
		'More fields to send with the item, such as a rating. Amplitude does not document any, so it may ignore or refuse them.',
	options: [
		{
			displayName: 'Fields',
			name: 'fields',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					noDataExpression: true,
					default: '',
					placeholder: 'e.g. rating',
					description: 'Name under which the field is sent',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. {{ $json.rating }}',
					description:
						'Fixed text, or an expression. Numbers, booleans, arrays and objects are sent unchanged.',
				},
			],
		},
	],
};
