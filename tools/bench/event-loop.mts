import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** Of the histogram, in ms. */
const RESOLUTION = 1;

/** Runs something. @returns its result, how long it took, and how long the event loop stood still at most, in ms */
export async function longestBlock<T>(
	work: () => Promise<T>,
): Promise<{ result: T; duration: number; block: number }> {
	const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
	histogram.enable();
	await settled();
	histogram.reset();
	const before = performance.now();
	const result = await work();
	const duration = performance.now() - before;
	await settled();
	histogram.disable();
	return { result, duration, block: histogram.max / 1e6 };
}

/** A block is recorded by a turn of the event loop that comes after it. */
async function settled(): Promise<void> {
	for (let turns = 0; turns < 3; turns++) await sleep(2 * RESOLUTION);
}
