import { expect, test } from '@jest/globals';
import { measure, SCENARIOS } from '../../../tools/faults/scenarios.mts';

test.each(SCENARIOS)('under "$fault" the node does what it must: $must', async (scenario) => {
	const measured = await measure(scenario);

	expect({ measured, isMet: scenario.isMet(measured) }).toStrictEqual({ measured, isMet: true });
});
