import { expect, test } from '@jest/globals';
import { mappingCost } from '../../tools/bench/mapping-cost.mts';

// The figure itself is measured by test/bench/mapping.mts. A machine that is busy with other tests
// shows less, so the fastest round counts, and a third of the figure is enough.
test('plain fields are read without n8n, and at least 40 times faster than row by row', async () => {
	const { asked, compiled, rowByRow } = await mappingCost(3_000, 9);
	// A few settings, each parameter as it is saved, and the first value of each for comparison.
	expect(asked).toBeLessThanOrEqual(20);
	expect(rowByRow / Math.min(...compiled)).toBeGreaterThan(40);
}, 120_000);
