import base from '../jest.base.config.mjs';

/**
 * The tests that reach zod in shipped code, once more with zod 4 in its place: zod comes from n8n, which
 * may move on to it. Everything else, such as the emulator, keeps the zod it is written for.
 */
export default {
	...base,
	displayName: 'zod 4',
	rootDir: '../..',
	// What parses with zod: the API's responses, and the options of the built node.
	testMatch: [
		'<rootDir>/test/unit/delivery/response-body.test.mts',
		'<rootDir>/test/unit/shipped-zod/**/*.test.mts',
		'<rootDir>/test/engine/options.test.mts',
	],
	// Unit tests load the source by jest's means, engine tests the built package by Node's.
	resolver: '<rootDir>/test/zod4/resolver.cjs',
	setupFilesAfterEnv: ['<rootDir>/test/zod4/in-built-package.mts'],
	globals: { SHIPPED_ZOD: 4 },
};
