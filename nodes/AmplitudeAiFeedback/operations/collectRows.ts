import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Conversations, type Conversation } from '../mapping/conversations';
import { isEmpty } from '../mapping/fields';
import { mapRow, type MappingPlan, type MessageLayout, type RawRow } from '../mapping/mapRow';
import type { Problem } from '../mapping/problem';
import { readPaths } from './messagePaths';
import { OPERATIONS, type Operation } from './operation';
import { toProblem } from './rowProblem';
import { RowReader } from './rowReader';

/** A row that is not sent, with its ids as far as they can be read, so that its result can be matched. */
interface RowIds {
	row: number;
	itemId: string | null;
	messageId?: string;
}

/** Rows that are answered without being sent. */
export interface SetAside {
	/** Rows that cannot be sent. */
	problems: (RowIds & { problem: Problem })[];
	/** Rows that have nothing to send. */
	skipped: RowIds[];
	/** Messages without text that were left out of arrays. */
	messagesLeftOut: number;
}

/** The rows of a run in the API's terms. */
export interface CollectedRows {
	conversations: Conversation[];
	setAside: SetAside;
}

/** Reads and maps every row. A row that cannot be sent is set aside, and never stops the others. */
export function collectRows(
	context: IExecuteFunctions,
	input: readonly INodeExecutionData[],
	generateIds: boolean,
): CollectedRows {
	const reader = new RowReader(context, input);
	const operation = OPERATIONS[reader.setting('operation') as string] as Operation;
	const layout = reader.setting(operation.layout) as MessageLayout;
	const plan: MappingPlan = {
		kind: operation.kind,
		layout,
		paths: readPaths(layout === 'array' ? reader.setting('messageFields') : {}),
		generateIds,
		timeZone: context.getTimezone(),
	};
	const conversations = new Conversations(plan);
	const problems: SetAside['problems'] = [];
	const silentMessages = new Map<number, string | undefined>();
	const messageIdOf = (row: number) =>
		layout === 'rows' ? readId(() => reader.field('message', 'unique_id', row)) : undefined;
	let messagesLeftOut = 0;
	for (let row = 0; row < input.length; row++) {
		try {
			const raw: RawRow = {
				sourceId: reader.value('sourceId', row),
				item: operation.readItem(reader, row),
				message: layout === 'rows' ? reader.mapped('message', row) : undefined,
				messageArray: layout === 'array' ? reader.value('messageArray', row) : undefined,
			};
			const mapped = mapRow(raw, plan);
			conversations.add(row, mapped);
			if (layout !== 'rows') messagesLeftOut += mapped.withoutText;
			else if (mapped.withoutText > 0) silentMessages.set(row, messageIdOf(row));
		} catch (error) {
			problems.push({
				row,
				itemId: readId(() => operation.readId(reader, row)) ?? null,
				messageId: messageIdOf(row),
				problem: toProblem(error, reader, operation, plan),
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
		conversations: finished.conversations,
		setAside: { problems, skipped, messagesLeftOut },
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
