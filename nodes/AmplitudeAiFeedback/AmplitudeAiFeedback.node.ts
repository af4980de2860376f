import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { deliverFromN8n, notDelivered } from './delivery/deliverFromN8n';
import { collectRows, type UnsentRows } from './operations/collectRows';
import { properties, subtitle } from './operations/index';
import { getMappingFields } from './parameters/fields';
import { readOptions, type Options } from './parameters/options';
import { batchItems, type Batched } from './batching/batches';
import { report } from './output/report';

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

	/** rows -> mapping -> packing -> delivery -> results -> rows */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const input = this.getInputData();
		const { options, problem } = readOptions(this);
		const { packed, setAside } = prepare(this, input, options);
		const delivered =
			options.dryRun || problem
				? notDelivered(problem)
				: await deliverFromN8n(this, packed.batches, options);
		return [report(this, input, setAside, packed, delivered, options)];
	}
}

/** Apart from `execute`, which would hold every mapped item until its end. */
function prepare(
	context: IExecuteFunctions,
	input: readonly INodeExecutionData[],
	options: Options,
): { packed: Batched; setAside: UnsentRows } {
	const { items: conversations, unsentRows: setAside } = collectRows(context, input, options);
	return { packed: batchItems(conversations, options.batchSize), setAside };
}
