import type { FieldName } from '../mapping/feedbackItem';
import type { MappingPlan, RawRow } from '../mapping/mapRow';
import type { ParameterReader } from '../reading/parameterReader';

/** What sets the two operations apart when rows are read. */
export interface Operation {
	kind: MappingPlan['operation'];
	/** The parameter that says where the messages are. */
	layout: 'messages' | 'replies';
	/** The item's values for a row, by field name. @throws as RowReader does */
	readItem(reader: ParameterReader, row: number): RawRow['item'];
	/** The item's id alone. @throws as RowReader does */
	readId(reader: ParameterReader, row: number): unknown;
	/** The parameter that a field of the item is read from. */
	itemPath(field: FieldName): string;
}

/** The operations by their names in a saved workflow. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
	ingestItems: {
		kind: 'items',
		layout: 'messages',
		readItem: (reader, row) => reader.mappedFields('item', row),
		readId: (reader, row) => reader.mappedField('item', 'unique_id', row),
		itemPath: (field) => `item.value.${field}`,
	},
	appendReplies: {
		kind: 'replies',
		layout: 'replies',
		readItem: (reader, row) => ({ unique_id: reader.rowParameter('itemId', row) }),
		readId: (reader, row) => reader.rowParameter('itemId', row),
		itemPath: () => 'itemId',
	},
};
