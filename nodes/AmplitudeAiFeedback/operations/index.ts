import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { Conversations, type Conversation } from '../mapping/conversations';
import { FIELD_NAMES } from '../mapping/feedbackItem';
import { mapRow, type MappingPlan, type MessageLayout, type RawRow } from '../mapping/mapRow';
import { API_PATHS, type MessagePaths } from '../mapping/messages';
import { RowProblem, type Problem } from '../mapping/problem';
import { appendRepliesDescription } from './appendReplies';
import { ingestItemsDescription } from './ingestItems';
import { optionsDescription } from './options';
import { RowReader } from './rowReader';

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'ingestItems',
		options: [
			{
				name: 'Ingest Items',
				value: 'ingestItems',
				action: 'Ingest items',
				description: 'Send reviews, survey answers, tickets, chats or calls',
			},
			{
				name: 'Append Replies',
				value: 'appendReplies',
				action: 'Append replies',
				description: 'Add new messages to items that were sent before',
			},
		],
	},
	{
		displayName: 'Source ID',
		name: 'sourceId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 8f14e45f-ceea-4a67',
		description: 'The webhook source in Amplitude that receives the feedback',
		hint: 'In Amplitude: AI Feedback, your source, three-dot menu, Settings',
	},
	...ingestItemsDescription,
	...appendRepliesDescription,
	optionsDescription,
];

interface Operation {
	kind: MappingPlan['kind'];
	/** The parameter that says where the messages are. */
	layout: 'messages' | 'replies';
	/** The item's values for a row, by field name. @throws ExpressionError when an expression fails */
	readItem(reader: RowReader, row: number): RawRow['item'];
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
	ingestItems: {
		kind: 'items',
		layout: 'messages',
		readItem: (reader, row) => reader.mapped('item', row),
	},
	appendReplies: {
		kind: 'replies',
		layout: 'replies',
		readItem: (reader, row) => ({ unique_id: reader.value('itemId', row) }),
	},
};

/** A row that is not sent, with its ids as far as they can be read, so that its result can be matched. */
interface RowIds {
	row: number;
	itemId: string | null;
	messageId?: string;
}

/** The rows of a run in the API's terms. */
export interface CollectedRows {
	conversations: Conversation[];
	/** Rows that cannot be sent. */
	problems: (RowIds & { problem: Problem })[];
	/** Rows that have nothing to send. */
	skipped: RowIds[];
	/** Messages without text that were left out of arrays. */
	messagesLeftOut: number;
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
		paths: layout === 'array' ? readPaths(reader) : API_PATHS,
		generateIds,
		timeZone: context.getTimezone(),
	};
	const conversations = new Conversations(plan);
	const problems: CollectedRows['problems'] = [];
	const silentMessages = new Map<number, string | undefined>();
	let messagesLeftOut = 0;
	for (let row = 0; row < input.length; row++) {
		let raw: RawRow | undefined;
		try {
			raw = {
				sourceId: reader.value('sourceId', row),
				item: operation.readItem(reader, row),
				message: layout === 'rows' ? reader.mapped('message', row) : undefined,
				messageArray: layout === 'array' ? reader.value('messageArray', row) : undefined,
			};
			const mapped = mapRow(raw, plan);
			conversations.add(row, mapped);
			if (layout !== 'rows') messagesLeftOut += mapped.withoutText;
			else if (mapped.withoutText > 0) silentMessages.set(row, idOf(raw.message));
		} catch (error) {
			const ids = { row, itemId: idOf(raw?.item) ?? null, messageId: idOf(raw?.message) };
			problems.push({ ...ids, problem: toProblem(error) });
		}
	}
	const finished = conversations.finish();
	const skipped = finished.skipped.map(({ row, itemId }) => ({
		row,
		itemId,
		messageId: silentMessages.get(row),
	}));
	return { conversations: finished.conversations, skipped, problems, messagesLeftOut };
}

function readPaths(reader: RowReader): MessagePaths {
	const chosen = reader.setting('messageFields');
	const paths = { ...API_PATHS };
	if (typeof chosen !== 'object' || chosen === null) return paths;
	for (const name of FIELD_NAMES) {
		const path: unknown = (chosen as Record<string, unknown>)[name];
		if (typeof path === 'string') paths[name] = path.trim();
	}
	return paths;
}

function idOf(values: Readonly<Record<string, unknown>> | undefined): string | undefined {
	const id = values?.unique_id;
	return (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : undefined;
}

/** Whatever goes wrong with a row is that row's problem: an expression of it, for example. */
function toProblem(error: unknown): Problem {
	if (error instanceof RowProblem) return error.problem;
	return { kind: 'unreadableRow', message: error instanceof Error ? error.message : String(error) };
}
