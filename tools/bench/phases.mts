/**
 * Where the node's time goes: its phases on some rows with answers after 50 ms, in n8n's engine, beside
 * n8n's own HTTP helper sending the same bodies five at a time. The first round is that of a process
 * that has run nothing before.
 *
 *     npm run build && npx tsx test/bench/phases.mts 10000 small
 */
import { join } from 'node:path';
import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';
import { request } from 'undici';
import type * as Collecting from '../../nodes/AmplitudeAiFeedback/operations/collectRows.ts';
import type * as Delivering from '../../nodes/AmplitudeAiFeedback/delivery/deliverFromN8n.ts';
import type * as Packing from '../../nodes/AmplitudeAiFeedback/batching/batches.ts';
import type * as Reporting from '../../nodes/AmplitudeAiFeedback/output/report.ts';
import { INGEST } from '../engine/feedback.mts';
import { loadNodeType, runNode } from '../engine/harness.mts';
import { hostRequire, packageRoot } from '../shared/realm.mts';
import { benchRows, type Bodies } from './bench-rows.mts';
import { startSink } from './start-sink.mts';
import { BY_HAND, CONCURRENCY } from './ways.mts';

const DELAY = 50;
const ROUNDS = 5;
const OPTIONS = { maxConcurrentRequests: CONCURRENCY, timeout: 60, retryBudget: 300 };
const RESULTS = { dryRun: false, includeInputFields: false, onRejectedRows: 'output' } as const;

const [amount, bodies] = process.argv.slice(2) as [string, Bodies];
const { collectRows } = built<typeof Collecting>('operations/collectRows');
const { deliverFromN8n } = built<typeof Delivering>('delivery/deliverFromN8n');
const { batchItems: pack, toBody } = built<typeof Packing>('batching/batches');
const { report } = built<typeof Reporting>('output/report');
const { sink, stop } = await startSink();
const credentials = { apiKey: 'a', secretKey: 'b', region: 'custom', baseUrl: sink };

function built<T>(file: string): T {
	return hostRequire(join(packageRoot, 'dist/nodes/AmplitudeAiFeedback', file)) as T;
}

async function timed<T>(times: number[], work: () => T | Promise<T>): Promise<T> {
	const before = performance.now();
	const result = await work();
	times.push(performance.now() - before);
	return result;
}

/** The bodies that the node would send, through n8n's helper alone. */
async function throughHelper(context: IExecuteFunctions, bodies: Buffer[]): Promise<void> {
	let next = 0;
	const lane = async () => {
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
	await Promise.all(Array.from({ length: CONCURRENCY }, lane));
}

async function measure(context: IExecuteFunctions): Promise<void> {
	const input = context.getInputData();
	for (let round = 1; round <= ROUNDS; round++) {
		const times: number[] = [];
		const rows = await timed(times, () => collectRows(context, input, { generateIds: false }));
		const packed = await timed(times, () => pack(rows.items, 100));
		const requests = packed.batches.map(({ sourceId, items: units }) =>
			toBody(
				sourceId,
				units.flatMap(({ chunks: pieces }) => pieces),
			),
		);
		await timed(times, () => throughHelper(context, requests));
		const delivered = await timed(times, () => deliverFromN8n(context, packed.batches, OPTIONS));
		await timed(times, () => report(context, input, rows.unsentRows, packed, delivered, RESULTS));
		const [mapping, packing, helper, delivery, results] = times.map(
			(time) => `${time.toFixed(0)} ms`,
		);
		console.log(
			`round ${round}: mapping ${mapping}, packing ${packing}, delivery ${delivery} ` +
				`(n8n's helper alone: ${helper}), results ${results}`,
		);
	}
}

const node: INodeType = {
	description: (loadNodeType() as INodeType).description,
	async execute(this: IExecuteFunctions) {
		await measure(this);
		return [[]];
	},
};
await request(`${sink}/reset?delay=${DELAY}`, { method: 'POST' });
const rows = JSON.parse(JSON.stringify(benchRows(Number(amount), bodies))) as IDataObject[];
const parameters = { ...INGEST, item: BY_HAND };
const { failure } = await runNode({ node, rows, parameters, credentials });
await stop();
if (failure) throw new Error(failure.message);
process.exit(0);
