/**
 * The floor: rows that are already mapped, sent by undici over connections that stay open; and the
 * limit: making the bodies alone. A process of its own, which prints a measurement as JSON:
 *
 *     tsx tools/bench/baseline.mts <rows> <bodies> <runs after the first> [sink]
 *
 * Without a sink it makes the bodies alone.
 */
import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import { median } from '../shared/median.mts';
import { cpuTime, peakMemory, resetPeak } from './process-usage.mts';
import { benchRows, MAX_BYTES, toItem, type Bodies } from './rows.mts';
import { sinkFigures } from './sink.mts';
import { BATCH, CONCURRENCY } from './ways.mts';

type Item = ReturnType<typeof toItem>;

const [amount, bodies, times, sink] = process.argv.slice(2) as [string, Bodies, string, string?];
const batches = batched(benchRows(Number(amount), bodies).map(toItem));
await resetPeak(process.pid);
const cpuBefore = await cpuTime(process.pid);
const duration = await timed();
const cpu = (await cpuTime(process.pid)) - cpuBefore;
const peak = await peakMemory(process.pid);
const figures =
	sink === undefined ? { requests: 0, bytes: 0, connections: 0 } : await sinkFigures(sink);
const again: number[] = [];
while (again.length < Number(times)) again.push(await timed());
const repeated = again.length > 0 && { again: median(again) };
console.log(JSON.stringify({ duration, ...repeated, cpu, peak, ...figures }));

/** In ms. */
async function timed(): Promise<number> {
	const before = performance.now();
	if (sink === undefined) for (const batch of batches) Buffer.byteLength(bodyOf(batch));
	else await sendAll(sink);
	return performance.now() - before;
}

/** Batches of up to 100 items and 5 MB; not part of what is timed. */
function batched(items: Item[]): Item[][] {
	const made: Item[][] = [[]];
	let size = 0;
	for (const item of items) {
		const length = Buffer.byteLength(JSON.stringify(item)) + 1;
		if (made.at(-1)?.length === BATCH || size + length > MAX_BYTES - 1_000) {
			made.push([]);
			size = 0;
		}
		made.at(-1)?.push(item);
		size += length;
	}
	return made;
}

function bodyOf(batch: Item[]): string {
	return JSON.stringify({ source_id: 'bench', items: batch });
}

async function sendAll(to: string): Promise<void> {
	const pool = new Pool(to, { connections: CONCURRENCY });
	let next = 0;
	const worker = async () => {
		while (next < batches.length) {
			const body = bodyOf(batches[next++] as Item[]);
			const response = await pool.request({
				method: 'POST',
				path: '/api/1/ai-feedback/ingest',
				headers: { 'content-type': 'application/json', authorization: 'Basic YTpi' },
				body,
			});
			await response.body.json();
		}
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, worker));
	await pool.close();
}
