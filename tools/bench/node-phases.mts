/** The node's phases, one by one, as its `execute` runs them. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type * as Batching from '../../nodes/AmplitudeAiFeedback/batching/batches.ts';
import type * as Delivering from '../../nodes/AmplitudeAiFeedback/delivery/deliverBatches.ts';
import type * as Collecting from '../../nodes/AmplitudeAiFeedback/operations/collectRows.ts';
import type * as Reporting from '../../nodes/AmplitudeAiFeedback/output/buildOutput.ts';
import type * as Options from '../../nodes/AmplitudeAiFeedback/parameters/options.ts';
import type * as Slicing from '../../nodes/AmplitudeAiFeedback/slices.ts';
import { builtModule } from './in-engine.mts';

export type Phase = 'reading and mapping' | 'batching' | 'delivery' | 'output';

/** Runs a phase. */
export type PhaseRunner = <T>(phase: Phase, work: () => Promise<T>) => Promise<T>;

const { collectRows } = builtModule<typeof Collecting>('operations/collectRows');
const { batchItems, toBody } = builtModule<typeof Batching>('batching/batches');
const { deliverBatches } = builtModule<typeof Delivering>('delivery/deliverBatches');
const { buildOutput } = builtModule<typeof Reporting>('output/buildOutput');
const { inSlices } = builtModule<typeof Slicing>('slices');
const { readOptions } = builtModule<typeof Options>('parameters/options');

/** Runs the node phase by phase. @returns its output */
export async function runPhases(
	context: IExecuteFunctions,
	run: PhaseRunner,
): Promise<INodeExecutionData[]> {
	const input = context.getInputData();
	const { options, problem } = readOptions(context);
	const { unsentRows, batched } = await prepare();
	const delivered = await run('delivery', () => deliverBatches(context, batched, options, problem));
	return await run('output', () =>
		buildOutput(context, input, unsentRows, batched, delivered, options),
	);

	/** Apart, as in the node, so that nothing holds every item until the end. */
	async function prepare() {
		const { items, unsentRows } = await run('reading and mapping', () => collected(context));
		const batched = await run('batching', () => inSlices(batchItems(items, options.batchSize)));
		return { unsentRows, batched };
	}
}

/** The bodies of the requests that the node would send. */
export async function bodiesOf(context: IExecuteFunctions): Promise<Buffer[]> {
	const { options } = readOptions(context);
	const { items } = await collected(context);
	const { batches } = await inSlices(batchItems(items, options.batchSize));
	return [...batches].map(({ sourceId, items }) =>
		toBody(
			sourceId,
			items.flatMap(({ chunks }) => chunks),
		),
	);
}

async function collected(context: IExecuteFunctions): Promise<Collecting.CollectedRows> {
	const rows = await collectRows(context, context.getInputData(), readOptions(context).options);
	if (rows === undefined) throw new Error('The run was cancelled');
	return rows;
}
