import base from './jest.base.config.mjs';

/** All tests that need no n8n of their own: with the zod of the development dependencies, and where it matters with zod 4. */
export default {
	rootDir: '..',
	projects: [
		{ ...base, rootDir: '.', testMatch: ['<rootDir>/test/{unit,engine}/**/*.test.mts'] },
		'<rootDir>/test/zod4/jest.config.mjs',
	],
	// Much of a test's time is waiting. By default jest leaves one of the processors to nobody.
	maxWorkers: '100%',
	// jest does not take this from the projects.
	testTimeout: base.testTimeout,
};
