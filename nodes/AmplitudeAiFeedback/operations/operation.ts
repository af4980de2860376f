import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { FieldName } from '../mapping/feedbackItem';
import type { MappingPlan, MessageLayout, RawRow } from '../mapping/mapRow';
import type { ParameterReader } from '../reading/parameterReader';

/** All that the node knows about one of its operations. */
export interface Operation {
	/** Label in the Operation dropdown. */
	name: string;
	/** Name in a saved workflow. */
	value: string;
	/** What n8n's list of nodes calls it. */
	action: string;
	description: string;
	/** Whether rows are whole items, or replies to items that were sent before. */
	rowsAre: MappingPlan['operation'];
	/** The parameter that says where the messages are. It comes first in the form. */
	messageLayout: INodeProperties & {
		default: MessageLayout;
		options: (INodePropertyOptions & { value: MessageLayout })[];
	};
	/** The other parameters of the form. */
	parameters: INodeProperties[];
	/** Reads the item's values for a row, by field name. @throws as ParameterReader does */
	readItem(reader: ParameterReader, row: number): RawRow['item'];
	/** Reads the item's id alone. @throws as ParameterReader does */
	readItemId(reader: ParameterReader, row: number): unknown;
	/** Names the parameter that a field of the item is read from. */
	itemParameter(field: FieldName): string;
}
