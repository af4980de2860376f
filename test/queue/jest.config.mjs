import base from '../e2e/jest.config.mjs';

/** Queue mode: n8n's main process and two workers, on a Redis and a PostgreSQL of their own. */
export default {
	...base,
	testMatch: ['<rootDir>/test/queue/**/*.test.mts'],
	globalSetup: '<rootDir>/test/queue/jest.setup.mjs',
};
