import type { Sliced } from '../../nodes/AmplitudeAiFeedback/slices.ts';

/** Runs work of the node to its end without a pause. */
export function atOnce<T>(work: Sliced<T>): T {
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
	}
}
