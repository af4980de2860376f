/**
 * What the node itself costs, in n8n's engine: processor time for reading, mapping, validating, packing
 * and results (a dry run, so without the delivery); the memory it holds while it delivers, beside the
 * size of the input; and its loading. Linux only.
 *
 *     npm run build && node --expose-gc --import tsx test/bench/node-cost.mts
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeType,
} from 'n8n-workflow';
import { request } from 'undici';
import { INGEST } from '../engine/feedback.mts';
import { loadNodeType, runNode } from '../engine/harness.mts';
import { packageRoot } from '../shared/realm.mts';
import { benchRows } from './bench-rows.mts';
import { median } from '../shared/median.mts';
import { startSink } from './start-sink.mts';
import { BY_HAND } from './ways.mts';

const ROUNDS = 20;
const DELAY = 50;
const { sink, stop } = await startSink();
const collectGarbage = globalThis.gc;
if (collectGarbage === undefined) throw new Error('Start node with --expose-gc');

/** Runs the node's code on rows, in a node of n8n's engine. */
async function inEngine(
	amount: number,
	options: { dryRun: boolean },
	measure: (execute: () => Promise<unknown>, input: unknown) => Promise<void>,
): Promise<void> {
	const built = loadNodeType() as INodeType;
	const node: INodeType = {
		description: built.description,
		async execute(this: IExecuteFunctions) {
			const execute = async () => await built.execute?.call(this);
			await measure(
				execute,
				this.getInputData().map(({ json }) => json),
			);
			return [[]];
		},
	};
	// Read from JSON as in n8n: texts put together here would still be in pieces, and joined at the node's cost.
	const rows = JSON.parse(JSON.stringify(benchRows(amount, 'small'))) as IDataObject[];
	const parameters = { ...INGEST, item: BY_HAND, options };
	const credentials: ICredentialDataDecryptedObject = {
		apiKey: 'bench-api-key',
		secretKey: 'bench-secret-key',
		region: 'custom',
		baseUrl: sink,
	};
	const { failure } = await runNode({ node, rows, parameters, credentials });
	if (failure) throw new Error(failure.message);
}

/**
 * Microseconds a row, one figure a round; the first pays for compiling. Garbage is collected when
 * Node.js does so, and counts.
 */
async function processorTime(amount: number): Promise<number[]> {
	const rounds: number[] = [];
	await inEngine(amount, { dryRun: true }, async (execute) => {
		for (let round = 0; round < ROUNDS; round++) {
			const before = process.cpuUsage();
			await execute();
			const { user, system } = process.cpuUsage(before);
			rounds.push((user + system) / amount);
		}
	});
	return rounds;
}

/**
 * The most that the node holds while it delivers, garbage not counted, as a multiple of the input's JSON.
 * In a second run: the first also compiles what sends, n8n's part included.
 */
async function heldMemory(amount: number): Promise<number> {
	let most = 0;
	let size = 1;
	await inEngine(amount, { dryRun: false }, async (execute, input) => {
		size = JSON.stringify(input).length;
		await execute();
		// What it gave out is let go of after a collection and a moment.
		collectGarbage?.();
		await sleep(100);
		const before = held();
		const sampling = setInterval(() => (most = Math.max(most, held() - before)), 20);
		await execute();
		clearInterval(sampling);
	});
	return most / size;
}

function held(): number {
	collectGarbage?.();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** Time in ms that the node adds to a process which has n8n-workflow and zod, as n8n has. */
function loadingTime(): number {
	const file = join(packageRoot, 'dist/nodes/AmplitudeAiFeedback/AmplitudeAiFeedback.node.js');
	const script = `require('n8n-workflow'); require('zod'); const before = performance.now();
		new (require(${JSON.stringify(file)}).AmplitudeAiFeedback)(); console.log(performance.now() - before);`;
	const times = Array.from({ length: 11 }, () =>
		Number(execFileSync(process.execPath, ['-e', script], { cwd: packageRoot })),
	);
	return median(times);
}

try {
	await request(`${sink}/reset?delay=${DELAY}`, { method: 'POST' });
	for (const amount of [10_000, 100_000]) {
		const [first = 0, ...later] = await processorTime(amount);
		const mean = later.reduce((sum, time) => sum + time, 0) / later.length;
		const memory = await heldMemory(amount);
		console.log(
			`${amount.toLocaleString('en-US').padStart(7)} rows: ${mean.toFixed(1)} µs of processor time a row ` +
				`(mean of ${later.length}; the first time ${first.toFixed(1)}), holds ${memory.toFixed(2)} times the input's JSON`,
		);
	}
	console.log(`Loading the node: ${loadingTime().toFixed(1)} ms (median of 11)`);
} finally {
	await stop();
}
process.exit(0);
