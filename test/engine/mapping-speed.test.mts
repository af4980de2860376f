import { expect, test } from '@jest/globals';
import { mappingCost } from '../bench/mapping-cost.mts';

// The figure itself is measured by test/bench/mapping.mts; half of it leaves room for a busy machine.
test('plain fields are read at least 50 times faster than row by row', async () => {
	const { compiled, rowByRow } = await mappingCost(3_000, 5);
	const [, , median = Infinity] = compiled.sort((one, other) => one - other);
	expect(rowByRow / median).toBeGreaterThan(50);
}, 120_000);
