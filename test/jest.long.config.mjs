import base from './jest.base.config.mjs';

// At the sizes that `npm test` has no time for; the environment may ask for others.
process.env.DELIVERY_CASES ??= '2000';
process.env.ENGINE_DELIVERY_CASES ??= '1000';
process.env.DELIVERY_ROWS ??= '100000';
process.env.ANY_JSON_RUNS ??= '1000';

/** The property and size tests at full size. Each prints the seed to run it again. */
export default {
	...base,
	testMatch: [
		'<rootDir>/test/engine/property/**/*.test.mts',
		'<rootDir>/test/unit/delivery/any-api.property.test.mts',
	],
	// They compete for nothing but the processor, and their times are easier to compare in a row.
	maxWorkers: 1,
};
