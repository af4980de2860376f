import base from '../e2e/jest.config.mjs';

/** The node in n8n's editor: the packed package in a real n8n, driven in Chromium as a user would. */
export default {
	...base,
	testMatch: ['<rootDir>/test/ui/**/*.test.mts'],
	globalSetup: '<rootDir>/test/ui/jest.setup.mjs',
};
