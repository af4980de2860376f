/**
 * What the node itself costs, in n8n's engine: processor time for reading, mapping, batching and output (a
 * dry run, so without delivery); the memory it holds while it delivers, relative to the size of the input;
 * and the time to load it.
 *
 *     npm run build && node --expose-gc --import tsx tools/bench/node-cost.mts
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../shared/median.mts';
import { packageRoot } from '../shared/folders.mts';
import { credentialsOf, inEngine } from './in-engine.mts';
import { benchRows } from './rows.mts';
import { resetSink, startSink } from './sink.mts';
import { BY_HAND } from './ways.mts';

const ROUNDS = 20;
const DELAY = 50;
const { sink, stop } = await startSink();
const credentials = credentialsOf(sink);
const collectGarbage = globalThis.gc;
if (collectGarbage === undefined) throw new Error('Start node with --expose-gc');

/**
 * Microseconds a row, one figure a round; the first pays for compiling. Garbage is collected when
 * Node.js does so, and counts.
 */
async function processorTime(amount: number): Promise<number[]> {
	const rounds: number[] = [];
	const rows = benchRows(amount, 'small');
	const parameters = { item: BY_HAND, options: { dryRun: true } };
	await inEngine({ rows, parameters, credentials }, async (_, execute) => {
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
 * Measured in a second run: the first also compiles what sends, n8n's part included.
 */
async function heldMemory(amount: number): Promise<number> {
	let most = 0;
	const rows = benchRows(amount, 'small');
	await inEngine({ rows, parameters: { item: BY_HAND }, credentials }, async (_, execute) => {
		await execute();
		// The first run's output is released only after a collection and a moment.
		collectGarbage?.();
		await sleep(100);
		const before = held();
		const sampling = setInterval(() => (most = Math.max(most, held() - before)), 20);
		await execute();
		clearInterval(sampling);
	});
	return most / JSON.stringify(rows).length;
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
	await resetSink(sink, DELAY);
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
