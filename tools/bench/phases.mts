/**
 * Where the node's time goes: each of its phases, in n8n's engine, with responses after 50 ms; and, for
 * comparison, n8n's own HTTP helper sending the same bodies five at a time. The first round is that of a
 * process that has run nothing before.
 *
 *     npm run build && npx tsx tools/bench/phases.mts 10000 small
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import type * as Batching from '../../nodes/AmplitudeAiFeedback/batching/batches.ts';
import type * as Delivering from '../../nodes/AmplitudeAiFeedback/delivery/deliverBatches.ts';
import type * as Collecting from '../../nodes/AmplitudeAiFeedback/operations/collectRows.ts';
import type * as Reporting from '../../nodes/AmplitudeAiFeedback/output/buildOutput.ts';
import { builtModule, credentialsOf, inEngine } from './in-engine.mts';
import { benchRows, type Bodies } from './rows.mts';
import { resetSink, startSink } from './sink.mts';
import { BATCH, BY_HAND, CONCURRENCY } from './ways.mts';

const DELAY = 50;
const ROUNDS = 5;
const DELIVERY = {
	maxConcurrentRequests: CONCURRENCY,
	timeout: 60,
	retryBudget: 300,
	dryRun: false,
};
const MAPPING = {
	generateIds: false,
	dateFormat: '',
	dryRun: false,
	textFormat: 'unchanged' as const,
	redact: [],
};
const OUTPUT = {
	dryRun: false,
	output: 'rows',
	includeInputFields: false,
	onRejectedRows: 'output',
	textFormat: 'unchanged',
	redact: [],
} as const;

const [amount, bodies] = process.argv.slice(2) as [string, Bodies];
const { collectRows } = builtModule<typeof Collecting>('operations/collectRows');
const { batchItems, toBody } = builtModule<typeof Batching>('batching/batches');
const { deliverBatches } = builtModule<typeof Delivering>('delivery/deliverBatches');
const { buildOutput } = builtModule<typeof Reporting>('output/buildOutput');
const { sink, stop } = await startSink();
await resetSink(sink, DELAY);
await inEngine(
	{
		rows: benchRows(Number(amount), bodies),
		parameters: { item: BY_HAND },
		credentials: credentialsOf(sink),
	},
	measure,
);
await stop();
process.exit(0);

async function timed<T>(times: number[], work: () => T | Promise<T>): Promise<T> {
	const before = performance.now();
	const result = await work();
	times.push(performance.now() - before);
	return result;
}

/** The bodies that the node would send, through n8n's helper alone. */
async function throughHelper(context: IExecuteFunctions, bodies: Buffer[]): Promise<void> {
	let next = 0;
	const worker = async () => {
		while (next < bodies.length) {
			const body = bodies[next++] as Buffer;
			await context.helpers.httpRequestWithAuthentication.call(context, 'amplitudeAiFeedbackApi', {
				method: 'POST',
				url: `${sink}/api/1/ai-feedback/ingest`,
				headers: { 'Content-Type': 'application/json' },
				body,
				returnFullResponse: true,
			});
		}
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

async function measure(context: IExecuteFunctions): Promise<void> {
	const input = context.getInputData();
	for (let round = 1; round <= ROUNDS; round++) {
		const times: number[] = [];
		const { items, unsentRows } = await timed(times, () => collectRows(context, input, MAPPING));
		const batched = await timed(times, () => batchItems(items, BATCH));
		// Batches can be read once: these are for the helper alone.
		const requests = [...batchItems(items, BATCH).batches].map(({ sourceId, items }) =>
			toBody(
				sourceId,
				items.flatMap(({ chunks }) => chunks),
			),
		);
		await timed(times, () => throughHelper(context, requests));
		const delivered = await timed(times, () =>
			deliverBatches(context, batched, DELIVERY, undefined),
		);
		await timed(times, () => buildOutput(context, input, unsentRows, batched, delivered, OUTPUT));
		const [mapping, batching, helper, delivery, output] = times.map(
			(time) => `${time.toFixed(0)} ms`,
		);
		console.log(
			`round ${round}: reading and mapping ${mapping}, batching ${batching}, delivery ${delivery} ` +
				`(n8n's helper alone: ${helper}), output ${output}`,
		);
	}
}
