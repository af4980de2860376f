import type { INodeProperties, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import { FIELD_NAMES, type FieldName } from '../mapping/feedbackItem';

/** The labels of the seven fields, and what a path to each leads to. */
const FIELDS: Readonly<Record<FieldName, { displayName: string; path: string }>> = {
	unique_id: {
		displayName: 'Unique ID',
		path: 'Property with an ID that stays the same for this message',
	},
	body: { displayName: 'Text (Body)', path: 'Property with the text of the message' },
	author: { displayName: 'Author', path: "Property with the person's name" },
	email: { displayName: 'Email', path: "Property with the person's email address" },
	user_id: { displayName: 'User ID', path: "Property with the person's user ID in Amplitude" },
	created_at: { displayName: 'Created At', path: 'Property with the time of the message' },
	url: { displayName: 'URL', path: 'Property with a link to the message' },
};

/**
 * Lists the fields of an item or a message for the resource mapper. A local method, so that they
 * appear before there is a credential.
 *
 * - The type is always "string": with "dateTime" n8n refuses a whole run for one date that it cannot
 *   read, and changes the dates that it can.
 * - None is required: which fields a row needs depends on its messages and on "Generate Missing IDs",
 *   and n8n refuses a whole run for a required field that is missing in one row.
 */
export async function getMappingFields(): Promise<ResourceMapperFields> {
	const fields = FIELD_NAMES.map((id): ResourceMapperField => ({
		id,
		displayName: FIELDS[id].displayName,
		required: false,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: 'string',
	}));
	return { fields };
}

/** The labels of the fields, in the editor's form and in reasons. */
export const FIELD_LABELS: Readonly<Record<FieldName, string>> = eachField(
	(name) => FIELDS[name].displayName,
);

/** The paths to the fields in a message of an array, in the order of the item's fields. */
export const FIELD_PATHS: readonly INodeProperties[] = FIELD_NAMES.map((name) => ({
	displayName: FIELDS[name].displayName,
	name,
	type: 'string',
	// One path for all rows: a field dragged here gives its path and not its value.
	requiresDataPath: 'single',
	default: '',
	placeholder: 'e.g. author.name',
	description: FIELDS[name].path,
}));

/** What the collection of paths holds at first: all fields, to be filled in. */
export const EMPTY_FIELD_PATHS: Readonly<Record<FieldName, string>> = eachField(() => '');

function eachField(valueOf: (name: FieldName) => string): Record<FieldName, string> {
	return Object.fromEntries(FIELD_NAMES.map((name) => [name, valueOf(name)])) as Record<
		FieldName,
		string
	>;
}
