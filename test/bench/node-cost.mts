/**
 * What the node itself costs: reading, mapping, validating, packing and results (a dry run, so
 * without the delivery), in n8n's engine; its memory beside the size of the input; and its loading.
 *
 *     npm run build && npx tsx test/bench/node-cost.mts
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { byHand, credentialsFor, INGEST } from '../engine/feedback.mts';
import { loadNodeType, runNode } from '../engine/harness.mts';
import { packageRoot } from '../support/realm.mts';
import { benchRows } from './bench-rows.mts';
import { median } from './results.mts';
import { forgetPeak, peakMemory } from './usage.mts';

const ROUNDS = 7;
const ITEM = byHand({
	unique_id: '={{ $json.id }}',
	body: '={{ $json.text }}',
	author: '={{ $json.name }}',
	email: '={{ $json.email }}',
	user_id: '={{ $json.user }}',
	created_at: '={{ $json.at }}',
	url: '={{ $json.link }}',
});

/** CPU in microseconds a row of each round, and how much memory grew beside the size of the input's JSON. */
async function cost(amount: number): Promise<{ cpu: number[]; growth: number }> {
	const cpu: number[] = [];
	let growth = 0;
	const built = loadNodeType() as INodeType;
	const node: INodeType = {
		description: built.description,
		async execute(this: IExecuteFunctions) {
			for (let round = 0; round < ROUNDS; round++) {
				globalThis.gc?.();
				await forgetPeak(process.pid);
				const held = process.memoryUsage().rss;
				const before = process.cpuUsage();
				await built.execute?.call(this);
				const { user, system } = process.cpuUsage(before);
				cpu.push((user + system) / amount);
				const input = JSON.stringify(this.getInputData()).length;
				if (round === 0) growth = ((await peakMemory(process.pid)) - held) / input;
			}
			return [[]];
		},
	};
	const parameters = { ...INGEST, item: ITEM, options: { dryRun: true } };
	const rows = benchRows(amount, 'small').map((row) => ({ ...row }));
	const { failure } = await runNode({
		node,
		rows,
		parameters,
		credentials: credentialsFor(EMULATOR),
	});
	if (failure) throw new Error(failure.message);
	return { cpu, growth };
}

const EMULATOR = { url: 'http://127.0.0.1:9', settings: { apiKey: 'a', secretKey: 'b' } } as never;

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

for (const amount of [1_000, 10_000, 100_000]) {
	const { cpu, growth } = await cost(amount);
	console.log(
		`${amount.toLocaleString('en-US').padStart(7)} rows: ${median(cpu).toFixed(1)} µs of CPU a row ` +
			`(first ${cpu[0]?.toFixed(1)}), memory grew by ${growth.toFixed(1)} times the input's JSON`,
	);
}
console.log(`Loading the node: ${loadingTime().toFixed(1)} ms (median of 11)`);
