import base from '../jest.base.config.mjs';

/** End-to-end tests: the packed package in a real n8n, which is installed first where it is missing. */
export default {
	...base,
	rootDir: '../..',
	testMatch: ['<rootDir>/test/e2e/**/*.test.mts'],
	globalSetup: '<rootDir>/test/e2e/jest.setup.mjs',
	globalTeardown: '<rootDir>/test/e2e/jest.teardown.mjs',
	// One n8n at a time.
	maxWorkers: 1,
	testTimeout: 120_000,
};
