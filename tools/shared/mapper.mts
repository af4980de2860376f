import type { ResourceMapperField, ResourceMapperValue } from 'n8n-workflow';

/** The API's seven fields, under the names it has for them and the node shows. */
const fields = {
	unique_id: 'Unique ID',
	body: 'Body',
	author: 'Author',
	email: 'Email',
	user_id: 'User ID',
	created_at: 'Created At',
	url: 'URL',
} as const;

export type FieldName = keyof typeof fields;

function schema(): ResourceMapperField[] {
	return Object.entries(fields).map(([id, displayName]) => ({
		id,
		displayName,
		required: id === 'unique_id',
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		removed: false,
		type: id === 'created_at' ? 'dateTime' : 'string',
	}));
}

function mapper(part: Pick<ResourceMapperValue, 'mappingMode' | 'value'>): ResourceMapperValue {
	return {
		...part,
		matchingColumns: [],
		schema: schema(),
		attemptToConvertTypes: false,
		convertFieldsToString: true,
	};
}

/** Fields mapped by hand, as the editor saves them: expressions by field. */
export function byHand(value: Partial<Record<FieldName, string>>): ResourceMapperValue {
	return mapper({ mappingMode: 'defineBelow', value });
}

/** Fields taken from columns of the same name. */
export function automatic(): ResourceMapperValue {
	return mapper({ mappingMode: 'autoMapInputData', value: null });
}
