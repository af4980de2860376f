import { sleep } from 'n8n-workflow';

/** Work that stops after each step, so that whoever runs it can do something else in between. */
export type Sliced<T> = Generator<void, T, void>;

/** How long the node works at a stretch, in milliseconds: n8n answers webhooks on the same thread. */
const SLICE_MS = 50;

/** Injected side effects, so that tests need no clock. */
interface Clock {
	/** Milliseconds of a clock that never jumps. */
	now(): number;
	/** Lets the thread do what else is due. */
	pause(): Promise<unknown>;
}

const CLOCK: Clock = { now: () => performance.now(), pause: async () => await sleep(0) };

/** Runs work to its end, and pauses after each slice of time. What takes less than one is not delayed. */
export async function inSlices<T>(work: Sliced<T>, clock = CLOCK): Promise<T> {
	return (await inSlicesUntil(undefined, work, clock)) as T;
}

/** Does the same, and ends at a pause once the execution is cancelled. @returns undefined then */
export async function inSlicesUntil<T>(
	cancelSignal: AbortSignal | undefined,
	work: Sliced<T>,
	{ now, pause } = CLOCK,
): Promise<T | undefined> {
	let sliceEnd = now() + SLICE_MS;
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
		if (now() < sliceEnd) continue;
		await pause();
		if (cancelSignal?.aborted) return undefined;
		sliceEnd = now() + SLICE_MS;
	}
}
