import { describe, expect, test } from '@jest/globals';
import { inSlices, inSlicesUntil, type Sliced } from '../../nodes/AmplitudeAiFeedback/slices.ts';

/** A clock that moves with each step of the work alone. */
function clockOf(stepMs: number) {
	let time = 0;
	const pausedAfter: number[] = [];
	let steps = 0;
	return {
		pausedAfter,
		now: () => time,
		pause: async () => {
			pausedAfter.push(steps);
			// What others do in the pause takes nothing from the next slice.
			time += 1_000;
		},
		*work(length: number): Sliced<string> {
			for (; steps < length; steps++, time += stepMs) yield;
			return 'done';
		},
	};
}

describe('work in slices', () => {
	test('pauses each time it has run for 50 ms, and not before', async () => {
		const clock = clockOf(20);
		expect(await inSlices(clock.work(10), clock)).toBe('done');
		expect(clock.pausedAfter).toEqual([3, 6, 9]);
	});

	test('does not pause where all of it takes less', async () => {
		const clock = clockOf(4);
		expect(await inSlices(clock.work(10), clock)).toBe('done');
		expect(clock.pausedAfter).toEqual([]);
	});

	test('ends at the next pause once its execution is cancelled', async () => {
		const clock = clockOf(20);
		const controller = new AbortController();
		controller.abort();
		expect(await inSlicesUntil(controller.signal, clock.work(10), clock)).toBeUndefined();
		expect(clock.pausedAfter).toEqual([3]);
	});
});
