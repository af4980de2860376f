import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { MAX_ITEMS_PER_REQUEST } from '../mapping/feedbackItem';

const OPTIONS: INodeProperties[] = [
	{
		displayName: 'Batch Size',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_ITEMS_PER_REQUEST, numberPrecision: 0 },
		default: MAX_ITEMS_PER_REQUEST,
		description: 'How many items go into one request at most. Full requests are the fastest.',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to only check and pack the rows, and send nothing',
	},
	{
		displayName: 'Generate Missing IDs',
		name: 'generateIds',
		type: 'boolean',
		default: false,
		description:
			'Whether to make a unique ID from the content of items and messages that have none. The same content gets the same ID, so running again updates instead of adding twice.',
	},
	{
		displayName: 'Include Input Fields',
		name: 'includeInputFields',
		type: 'boolean',
		default: false,
		description: 'Whether each output row also carries the fields of its input row',
	},
	{
		displayName: 'Max Concurrent Requests',
		name: 'maxConcurrentRequests',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10, numberPrecision: 0 },
		default: 5,
		description: 'How many requests may run at the same time',
	},
	{
		displayName: 'On Rejected Rows',
		name: 'onRejectedRows',
		type: 'options',
		default: 'output',
		description: 'What to do about rows that cannot be ingested, when all others are through',
		options: [
			{
				name: 'Output Them',
				value: 'output',
				description: 'They leave with the status "rejected" and a reason',
			},
			{
				name: 'Stop Workflow',
				value: 'stop',
				description: 'The node fails, unless its setting "On Error" is to continue',
			},
		],
	},
	{
		displayName: 'Request Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 600 },
		default: 60,
		description: 'How long to wait for the answer to one request',
	},
	{
		displayName: 'Retry Budget (Seconds)',
		name: 'retryBudget',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 86400 },
		default: 300,
		description:
			'How long a run may wait and try again while Amplitude cannot be reached or is overloaded',
	},
];

export const optionsDescription: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: OPTIONS,
};

const optionsSchema = z.object({
	batchSize: z.coerce
		.number()
		.int()
		.min(1)
		.max(MAX_ITEMS_PER_REQUEST)
		.default(MAX_ITEMS_PER_REQUEST),
	dryRun: z.boolean().default(false),
	generateIds: z.boolean().default(false),
	includeInputFields: z.boolean().default(false),
	maxConcurrentRequests: z.coerce.number().int().min(1).max(10).default(5),
	onRejectedRows: z.enum(['output', 'stop']).default('output'),
	timeout: z.coerce.number().min(1).max(600).default(60),
	retryBudget: z.coerce.number().min(0).max(86_400).default(300),
});

export type Options = z.infer<typeof optionsSchema>;

/** The node's options; or, when one of them cannot be used, the defaults and what is wrong. */
export interface CheckedOptions {
	options: Options;
	problem?: { message: string; advice: string };
}

/** Reads the options once for the run. Their expressions may give anything. */
export function readOptions(context: IExecuteFunctions): CheckedOptions {
	const values = context.getNodeParameter('options', 0, {}) as Record<string, unknown>;
	const result = optionsSchema.safeParse(values);
	if (result.success) return { options: result.data };
	const name = String(result.error.issues[0]?.path[0]);
	const option = OPTIONS.find((candidate) => candidate.name === name);
	return {
		options: optionsSchema.parse({}),
		problem: {
			message: `The option "${option?.displayName ?? name}" cannot be used`,
			advice: `Its value is ${JSON.stringify(values[name])}. ${allowed(option)}`,
		},
	};
}

function allowed(option: INodeProperties | undefined): string {
	const { minValue, maxValue } = option?.typeOptions ?? {};
	if (minValue === undefined) return 'Choose one of the values that the editor offers.';
	return `Enter a number from ${minValue} to ${maxValue}.`;
}
