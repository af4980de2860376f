import type { FieldName } from '../mapping/feedbackItem';
import type { MappingPlan, RawRow } from '../mapping/mapRow';
import type { RowReader } from './rowReader';

/** What sets the two operations apart when rows are read. */
export interface Operation {
	kind: MappingPlan['kind'];
	/** The parameter that says where the messages are. */
	layout: 'messages' | 'replies';
	/** The item's values for a row, by field name. @throws as RowReader does */
	readItem(reader: RowReader, row: number): RawRow['item'];
	/** The item's id alone. @throws as RowReader does */
	readId(reader: RowReader, row: number): unknown;
	/** The parameter that a field of the item is read from. */
	itemPath(field: FieldName): string;
}

/** The operations by their names in a saved workflow. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
	ingestItems: {
		kind: 'items',
		layout: 'messages',
		readItem: (reader, row) => reader.mapped('item', row),
		readId: (reader, row) => reader.field('item', 'unique_id', row),
		itemPath: (field) => `item.value.${field}`,
	},
	appendReplies: {
		kind: 'replies',
		layout: 'replies',
		readItem: (reader, row) => ({ unique_id: reader.value('itemId', row) }),
		readId: (reader, row) => reader.value('itemId', row),
		itemPath: () => 'itemId',
	},
};
