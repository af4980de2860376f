import type { INodeProperties, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import { FIELD_LABELS, FIELD_NAMES, type FieldName } from '../mapping/feedbackItem';

/** What a path to each field leads to. */
const PATH_DESCRIPTIONS: Readonly<Record<FieldName, string>> = {
	unique_id: 'Property with an ID that stays the same for this message',
	body: 'Property with the text of the message',
	author: "Property with the person's name",
	email: "Property with the person's email address",
	user_id: "Property with the person's user ID in Amplitude",
	created_at: 'Property with the time of the message',
	url: 'Property with a link to the message',
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
		displayName: FIELD_LABELS[id],
		required: false,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: 'string',
	}));
	return { fields };
}

/** The paths to the fields in a message of an array, in the order of the item's fields. */
export const FIELD_PATHS: readonly INodeProperties[] = FIELD_NAMES.map((name) => ({
	displayName: FIELD_LABELS[name],
	name,
	type: 'string',
	// One path for all rows: a field dragged here gives its path and not its value.
	requiresDataPath: 'single',
	default: '',
	placeholder: 'e.g. author.name',
	description: PATH_DESCRIPTIONS[name],
}));

/** What the collection of paths holds at first: all fields, to be filled in. */
export const EMPTY_FIELD_PATHS = Object.fromEntries(FIELD_NAMES.map((name) => [name, '']));
