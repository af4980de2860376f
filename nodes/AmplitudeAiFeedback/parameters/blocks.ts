/** The building blocks of the editor's form. */
import type { INodeProperties } from 'n8n-workflow';
import { FIELD_PATHS } from './fields';

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

/** The array that holds a row's messages or replies. */
export function messageArray(displayName: string, show: Show): INodeProperties {
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

/** Where an element of the array has each field. */
export function messageFields(displayName: string, show: Show): INodeProperties {
	return {
		displayName,
		name: 'messageFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		description:
			'Where each field is found in a message of the array: the name of a property, or a path such as author.name. Only the fields added here are read. Without any, they are read from properties with the API names, such as body.',
		displayOptions: { show },
		options: [...FIELD_PATHS],
	};
}
