/** Field mappings of the node, as n8n's editor saves them. */
import type { ResourceMapperField, ResourceMapperValue } from 'n8n-workflow';

/** The API's fields, and what the node calls them. */
const labels = {
	unique_id: 'Unique ID',
	body: 'Text',
	author: 'Author',
	email: 'Email',
	user_id: 'User ID',
	created_at: 'Created At',
	url: 'URL',
};

function schema(): ResourceMapperField[] {
	return Object.entries(labels).map(([id, displayName]) => ({
		id,
		displayName,
		required: false,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: 'string',
		removed: false,
	}));
}

function mapper(part: Pick<ResourceMapperValue, 'mappingMode' | 'value'>): ResourceMapperValue {
	return {
		...part,
		matchingColumns: [],
		schema: schema(),
		attemptToConvertTypes: false,
		convertFieldsToString: false,
	};
}

/** Fields mapped one by one: API field to text or expression. */
export function byHand(value: Record<string, string>): ResourceMapperValue {
	return mapper({ mappingMode: 'defineBelow', value });
}

/** Fields taken from columns of the same name. */
export function automatic(): ResourceMapperValue {
	return mapper({ mappingMode: 'autoMapInputData', value: null });
}
