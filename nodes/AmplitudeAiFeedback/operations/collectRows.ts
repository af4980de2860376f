import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ItemCollector, type CollectedItem } from '../mapping/itemCollector';
import { isEmpty } from '../mapping/fields';
import { mapRow, type MappingPlan, type MessageLayout, type RawRow } from '../mapping/mapRow';
import type { RowErrorDetails } from '../mapping/rowError';
import { readPaths } from '../mapping/messagePaths';
import type { Options } from '../parameters/options';
import { OPERATIONS, type Operation } from './operation';
import { locateError } from '../reading/locateError';
import { ParameterReader } from '../reading/parameterReader';

/** A row that is not sent, with its ids as far as they can be read, so that its result can be matched. */
interface RowIds {
	row: number;
	itemId: string | null;
	messageId?: string;
}

/** Rows that are answered without being sent. */
export interface UnsentRows {
	/** Rows that cannot be sent. */
	errors: (RowIds & { error: RowErrorDetails })[];
	/** Rows that have nothing to send. */
	skipped: RowIds[];
	/** Messages without text that were left out of arrays. */
	omittedMessages: number;
}

/** The rows of a run in the API's terms. */
export interface CollectedRows {
	items: CollectedItem[];
	unsentRows: UnsentRows;
}

/** Reads and maps every row. A row that cannot be sent is set aside, and never stops the others. */
export function collectRows(
	context: IExecuteFunctions,
	input: readonly INodeExecutionData[],
	{ generateIds }: Pick<Options, 'generateIds'>,
): CollectedRows {
	const reader = new ParameterReader(context, input);
	const operation = OPERATIONS[reader.runParameter('operation') as string] as Operation;
	const layout = reader.runParameter(operation.layout) as MessageLayout;
	const plan: MappingPlan = {
		operation: operation.kind,
		messageLayout: layout,
		paths: readPaths(layout === 'array' ? reader.runParameter('messageFields') : {}),
		generateIds,
		timeZone: context.getTimezone(),
	};
	const conversations = new ItemCollector(plan);
	const errors: UnsentRows['errors'] = [];
	const silentMessages = new Map<number, string | undefined>();
	const messageIdOf = (row: number) =>
		layout === 'rows' ? readId(() => reader.mappedField('message', 'unique_id', row)) : undefined;
	let messagesLeftOut = 0;
	for (let row = 0; row < input.length; row++) {
		try {
			const raw: RawRow = {
				sourceId: reader.rowParameter('sourceId', row),
				item: operation.readItem(reader, row),
				message: layout === 'rows' ? reader.mappedFields('message', row) : undefined,
				messageArray: layout === 'array' ? reader.rowParameter('messageArray', row) : undefined,
			};
			const mapped = mapRow(raw, plan);
			conversations.add(row, mapped);
			if (layout !== 'rows') messagesLeftOut += mapped.omittedMessages;
			else if (mapped.omittedMessages > 0) silentMessages.set(row, messageIdOf(row));
		} catch (error) {
			errors.push({
				row,
				itemId: readId(() => operation.readId(reader, row)) ?? null,
				messageId: messageIdOf(row),
				error: locateError(error, reader, operation, plan),
			});
		}
	}
	const finished = conversations.finish();
	const skipped = finished.skipped.map(({ row, itemId }) => ({
		row,
		itemId,
		messageId: silentMessages.get(row),
	}));
	return {
		items: finished.conversations,
		unsentRows: { errors, skipped, omittedMessages: messagesLeftOut },
	};
}

/** An id to know a row by; where its own expression fails there is none. */
function readId(read: () => unknown): string | undefined {
	try {
		const id = read();
		const isText = typeof id === 'string' || typeof id === 'number';
		return isText && !isEmpty(id) ? String(id) : undefined;
	} catch {
		return undefined;
	}
}
