import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { MAX_ITEMS_PER_REQUEST } from '../mapping/feedbackItem';
import { isDateFormat } from '../mapping/writtenTime';
import { choice, choices, number, text, toggle } from './optionTypes';

/** Each option once. The form, the checks and the type `Options` are made from this table. */
const OPTIONS = {
	batchSize: number({
		displayName: 'Batch Size',
		min: 1,
		max: MAX_ITEMS_PER_REQUEST,
		whole: true,
		default: MAX_ITEMS_PER_REQUEST,
		description: 'Maximum number of items in a request. Full requests are the fastest.',
	}),
	dateFormat: text({
		displayName: 'Date Format',
		default: '',
		placeholder: 'e.g. dd/MM/yyyy HH:mm',
		isValid: isDateFormat,
		advice: 'Enter a format with day, month and year, such as dd/MM/yyyy HH:mm.',
		description:
			'Format of dates that are ambiguous without it, such as dd/MM/yyyy HH:mm for 15/03/2026 10:30. They are read in the time zone of the workflow. <a href="https://moment.github.io/luxon/#/parsing?id=table-of-tokens">All tokens</a>.',
	}),
	dryRun: toggle({
		displayName: 'Dry Run',
		description: 'Whether to check and batch the rows without sending anything',
	}),
	generateIds: toggle({
		displayName: 'Generate Missing IDs',
		description:
			'Whether to generate a unique ID from the content of items and messages that have none. The same content always gets the same ID, so running the workflow again creates no duplicates.',
	}),
	includeInputFields: toggle({
		displayName: 'Include Input Fields',
		description:
			'Whether to add the fields of the input row to its output row. A field with the name of a result field, such as status, goes under "input".',
	}),
	maxConcurrentRequests: number({
		displayName: 'Max Concurrent Requests',
		min: 1,
		max: 50,
		whole: true,
		default: 5,
		description: 'How many requests may run at the same time',
	}),
	onRejectedRows: choice({
		displayName: 'On Rejected Rows',
		default: 'output',
		description: 'What to do if rows are rejected, once all others are delivered',
		choices: [
			{
				name: 'Output Them',
				value: 'output',
				description: 'Output rejected rows with their status and a reason',
			},
			{
				name: 'Stop Workflow',
				value: 'stop',
				description: 'Fail the node, unless its "On Error" setting is to continue',
			},
		],
	}),
	output: choice({
		displayName: 'Output',
		default: 'rows',
		description: 'Which rows to output. The error output always gets the rows that need action.',
		choices: [
			{
				name: 'Every Row',
				value: 'rows',
				description: 'One result for each input row',
			},
			{
				name: 'Only Problems',
				value: 'problems',
				description: 'Rows to correct or send again: those whose "next" is not "done"',
			},
			{
				name: 'Summary',
				value: 'summary',
				description: 'One row with a count for each status, and the most frequent reasons',
			},
		],
	}),
	redact: choices({
		displayName: 'Remove Patterns',
		default: [],
		description:
			'What to replace in texts with a placeholder such as [email]. Only common formats are found. Names of people stay.',
		choices: [
			{ name: 'Bank Accounts (IBAN)', value: 'iban', description: 'With a valid checksum' },
			{ name: 'Card Numbers', value: 'card', description: 'With a valid check digit' },
			{ name: 'Email Addresses', value: 'email', description: 'Such as jane@example.com' },
			{
				name: 'Phone Numbers',
				value: 'phone',
				description: 'In international form, such as +1 212 555 0100',
			},
		],
	}),
	timeout: number({
		displayName: 'Request Timeout (Seconds)',
		min: 1,
		max: 600,
		default: 60,
		description: 'How long to wait for the response to a request',
	}),
	retryBudget: number({
		displayName: 'Retry Budget (Seconds)',
		min: 0,
		max: 86_400,
		default: 300,
		description:
			'How long to keep retrying while no request is accepted. Each accepted request resets the time.',
	}),
	textFormat: choice({
		displayName: 'Text Format',
		default: 'unchanged',
		description: 'What to do with HTML in the texts of items and messages',
		choices: [
			{ name: 'Unchanged', value: 'unchanged', description: 'Send texts as received' },
			{
				name: 'Plain Text',
				value: 'plainText',
				description: 'Remove tags and hidden parts. Texts without HTML stay unchanged.',
			},
		],
	}),
};

/** The value of every option: as set, or its default. */
export type Options = {
	[Name in keyof typeof OPTIONS]: z.output<(typeof OPTIONS)[Name]['schema']>;
};

/** The options in the editor's form. */
export const optionsParameter: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: Object.entries(OPTIONS).map(([name, { form }]) => ({ ...form, name })),
};

const schemas = Object.entries(OPTIONS).map(([name, { schema }]) => [name, schema] as const);
const optionsSchema = z.object(Object.fromEntries<z.ZodTypeAny>(schemas));

/** The node's options, or the defaults and what is wrong when an option cannot be used. */
export interface CheckedOptions {
	options: Options;
	problem?: { message: string; advice: string };
}

/** Reads and checks the options, once for the run: an expression can give any value. */
export function readOptions(context: IExecuteFunctions): CheckedOptions {
	const values = context.getNodeParameter('options', 0, {}) as Record<string, unknown>;
	const result = optionsSchema.safeParse(values);
	if (result.success) return { options: result.data as Options };
	const name = result.error.issues[0]?.path[0] as keyof Options;
	const { form, advice } = OPTIONS[name];
	return {
		options: optionsSchema.parse({}) as Options,
		problem: {
			message: `The option "${form.displayName}" has an invalid value`,
			advice: `Its value is ${JSON.stringify(values[name])}. ${advice}`,
		},
	};
}
