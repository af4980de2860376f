/**
 * The floor: rows that are already mapped, sent by undici over connections that stay open, and the
 * limit: making the bodies alone. A process of its own, which prints its figures as JSON:
 * `tsx test/bench/raw.mts <rows> <bodies> <runs after the first> <url>`, without a URL for the bodies
 * alone.
 */
import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import { benchRows, MAX_BYTES, toItem, type Bodies } from './bench-rows.mts';
import { figuresOf } from './figures.mts';
import { median } from '../shared/median.mts';
import { cpuTime, forgetPeak, peakMemory } from './usage.mts';
import { BATCH, CONCURRENCY } from './ways.mts';

type Item = ReturnType<typeof toItem>;

const [amount, bodies, times, url] = process.argv.slice(2) as [string, Bodies, string, string?];
const items = benchRows(Number(amount), bodies).map(toItem);
const batches = packed(items);
await forgetPeak(process.pid);
const cpuBefore = await cpuTime(process.pid);
const duration = await timed();
const cpu = (await cpuTime(process.pid)) - cpuBefore;
const peak = await peakMemory(process.pid);
const figures =
	url === undefined ? { requests: 0, bytes: 0, connections: 0 } : await figuresOf(url);
const again: number[] = [];
while (again.length < Number(times)) again.push(await timed());
const repeated = again.length > 0 && { again: median(again) };
console.log(JSON.stringify({ duration, ...repeated, cpu, peak, ...figures }));

/** In ms. */
async function timed(): Promise<number> {
	const before = performance.now();
	if (url === undefined) for (const batch of batches) Buffer.byteLength(bodyOf(batch));
	else await sendAll(url);
	return performance.now() - before;
}

/** Batches of up to 100 items and 5 MB; not part of what is timed. */
function packed(all: Item[]): Item[][] {
	const made: Item[][] = [[]];
	let size = 0;
	for (const item of all) {
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
	const lane = async () => {
		while (next < batches.length) {
			const body = bodyOf(batches[next++] as Item[]);
			const answer = await pool.request({
				method: 'POST',
				path: '/api/1/ai-feedback/ingest',
				headers: { 'content-type': 'application/json', authorization: 'Basic YTpi' },
				body,
			});
			await answer.body.json();
		}
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, lane));
	await pool.close();
}
