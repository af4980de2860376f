import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { batchItems, type Batched } from './batching/batches';
import { deliverBatches } from './delivery/deliverBatches';
import { collectRows, type UnsentRows } from './operations/collectRows';
import { properties, subtitle } from './operations/index';
import { getMappingFields } from './parameters/fields';
import { readOptions, type Options } from './parameters/options';
import { buildOutput } from './output/buildOutput';
import { inSlicesUntil } from './slices';

export class AmplitudeAiFeedback implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Amplitude AI Feedback',
		name: 'amplitudeAiFeedback',
		icon: { light: 'file:../../icons/amplitude.svg', dark: 'file:../../icons/amplitude.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle,
		description: 'Send reviews, survey answers, tickets and calls to Amplitude AI Feedback',
		defaults: { name: 'Amplitude AI Feedback' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'amplitudeAiFeedbackApi', required: true }],
		properties,
	};

	methods = { localResourceMapping: { getMappingFields } };

	/** rows -> read -> map -> batch -> deliver -> report -> rows */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const rows = this.getInputData();
		const { options, problem } = readOptions(this);
		const prepared = await prepare(this, rows, options);
		if (prepared === undefined) return [[]];
		const { unsentRows, batched } = prepared;
		const delivered = await deliverBatches(this, batched, options, problem);
		return [await buildOutput(this, rows, unsentRows, batched, delivered, options)];
	}
}

/**
 * Apart from `execute`, which would hold every mapped item until its end.
 *
 * @returns undefined where the execution was cancelled: nothing is sent then, and n8n passes nothing on
 */
async function prepare(
	context: IExecuteFunctions,
	rows: readonly INodeExecutionData[],
	options: Options,
): Promise<{ unsentRows: UnsentRows; batched: Batched } | undefined> {
	const collected = await collectRows(context, rows, options);
	if (collected === undefined) return undefined;
	const { items, unsentRows } = collected;
	const batching = batchItems(items, options.batchSize);
	const batched = await inSlicesUntil(context.getExecutionCancelSignal(), batching);
	return batched && { unsentRows, batched };
}
