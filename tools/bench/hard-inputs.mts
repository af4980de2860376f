/** Inputs that hurt: each makes another part of the node work harder than friendly rows do. */
import type { INodeParameters } from 'n8n-workflow';
import { automatic } from '../engine/feedback.mts';
import { benchRows, type BenchRow } from './rows.mts';
import { BY_HAND } from './ways.mts';

/** An input that can be made in any size. */
export interface HardInput {
	name: string;
	/** At its full size: of rows, or of messages where one row has them all. */
	size: number;
	rows(size: number): object[];
	parameters: INodeParameters;
}

/** IDs that begin so belong to rows that the API refuses. */
export const BAD = 'bad-';

const SOURCE = 'bench';
/** Fields that every row of a conversation repeats. */
const TICKET = { ticket: 'ticket-1' };
const INGEST = { operation: 'ingestItems', sourceId: SOURCE };
const MESSAGE_ROWS: INodeParameters = {
	...INGEST,
	messages: 'rows',
	item: { ...BY_HAND, value: { unique_id: '={{ $json.ticket }}' } },
	message: BY_HAND,
};
const MESSAGE_ARRAY: INodeParameters = {
	...INGEST,
	messages: 'array',
	item: { ...BY_HAND, value: { unique_id: '={{ $json.ticket }}' } },
	messageArray: '={{ $json.messages }}',
	messageFormat: 'custom',
	messageFields: { unique_id: 'id', body: 'text', author: 'name', created_at: 'at' },
};
const TEXTS: INodeParameters = {
	textFormat: 'plainText',
	redact: ['email', 'phone', 'card', 'iban'],
};

export const HARD_INPUTS: readonly HardInput[] = [
	{
		name: 'seven fields, for comparison',
		size: 100_000,
		rows: (size) => benchRows(size, 'small'),
		parameters: { ...INGEST, messages: 'none', item: BY_HAND },
	},
	{
		name: 'all rows are messages of one item',
		size: 100_000,
		rows: (size) => benchRows(size, 'small').map((row) => ({ ...row, ...TICKET })),
		parameters: MESSAGE_ROWS,
	},
	{
		name: 'one row with all messages',
		size: 50_000,
		rows: (size) => [{ ...TICKET, messages: benchRows(size, 'small') }],
		parameters: MESSAGE_ARRAY,
	},
	{
		name: 'each row has a source of its own',
		size: 100_000,
		rows: (size) => benchRows(size, 'small').map((row, index) => ({ ...row, source: `s${index}` })),
		parameters: { ...INGEST, sourceId: '={{ $json.source }}', messages: 'none', item: BY_HAND },
	},
	{
		name: 'one row is refused',
		size: 20_000,
		rows: (size) => withBad(benchRows(size, 'small'), (index) => index === size / 2),
		parameters: { ...INGEST, messages: 'none', item: BY_HAND },
	},
	{
		name: 'all rows of every tenth request are refused',
		size: 100_000,
		rows: (size) => withBad(benchRows(size, 'small'), (index) => index % 1_000 >= 900),
		parameters: { ...INGEST, messages: 'none', item: BY_HAND },
	},
	{
		name: 'filter, plain text and removed patterns',
		size: 100_000,
		rows: conversations,
		parameters: {
			...MESSAGE_ARRAY,
			messageFilter: { conditions: [{ property: 'public', operator: 'is', value: 'true' }] },
			options: TEXTS,
		},
	},
	{
		name: 'the same as a dry run with input fields',
		size: 100_000,
		rows: conversations,
		parameters: {
			...MESSAGE_ARRAY,
			messageFilter: { conditions: [{ property: 'public', operator: 'is', value: 'true' }] },
			options: { ...TEXTS, dryRun: true, includeInputFields: true },
		},
	},
	{
		name: 'no row has a time that can be read',
		size: 100_000,
		rows: (size) => benchRows(size, 'small').map((row) => ({ ...row, at: 'tomorrow' })),
		parameters: { ...INGEST, messages: 'none', item: BY_HAND },
	},
	{
		name: 'a dry run of unchanged texts with HTML',
		size: 100_000,
		rows: (size) =>
			benchRows(size, 'small').map(({ id, text }) => ({ unique_id: id, body: html(text) })),
		parameters: { ...INGEST, messages: 'none', item: automatic(), options: { dryRun: true } },
	},
];

function withBad(rows: BenchRow[], isBad: (index: number) => boolean): BenchRow[] {
	return rows.map((row, index) => (isBad(index) ? { ...row, id: `${BAD}${index}` } : row));
}

/** Tickets of two messages, one of them public. */
function conversations(size: number): object[] {
	return benchRows(size, 'small').map((row, index) => ({
		ticket: `ticket-${index}`,
		messages: [
			{ ...row, text: html(row.text), public: true },
			{ ...row, id: `note-${index}`, public: false },
		],
	}));
}

function html(text: string): string {
	return `<p>${text}</p><p>Call +49 30 1234567 or write to jane@example.com</p>`;
}
