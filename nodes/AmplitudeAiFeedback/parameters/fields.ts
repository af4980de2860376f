import type { ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import { FIELD_NAMES, type FieldName } from '../mapping/feedbackItem';

const LABELS: Readonly<Record<FieldName, string>> = {
	unique_id: 'Unique ID',
	body: 'Text (Body)',
	author: 'Author',
	email: 'Email',
	user_id: 'User ID',
	created_at: 'Created At',
	url: 'URL',
};

/**
 * The fields of an item or a message, for the resource mapper. A local method, so that they appear
 * before there are any credentials. All are of the type "string": with "dateTime" n8n itself would
 * refuse a whole run for one date it cannot read, and would change the dates it can. None is marked
 * as required: which ones are depends on the messages and on "Generate Missing IDs", and a row
 * without them is answered by name.
 */
export async function getMappingFields(): Promise<ResourceMapperFields> {
	return {
		fields: FIELD_NAMES.map((id): ResourceMapperField => ({
			id,
			displayName: LABELS[id],
			required: false,
			defaultMatch: false,
			canBeUsedToMatch: false,
			display: true,
			type: 'string',
		})),
	};
}
