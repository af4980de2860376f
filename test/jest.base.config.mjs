/** Packages that are ES modules only: jest runs CommonJS, so they are compiled like our own code. */
const esModules = [
	'execa',
	'get-port',
	// What execa imports.
	'@sec-ant',
	'@sindresorhus',
	'figures',
	'get-stream',
	'human-signals',
	'is-plain-obj',
	'is-stream',
	'is-unicode-supported',
	'npm-run-path',
	'parse-ms',
	'path-key',
	'pretty-ms',
	'strip-final-newline',
	'unicorn-magic',
	'yoctocolors',
];

/** What every jest configuration of the tests starts from. */
export default {
	rootDir: '..',
	testEnvironment: 'node',
	moduleFileExtensions: ['mts', 'ts', 'js', 'mjs', 'cjs', 'json', 'node'],
	transform: {
		'\\.m?[jt]s$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
	},
	transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
	// Its exports name no file for `require`.
	moduleNameMapper: {
		'^unicorn-magic$': '<rootDir>/node_modules/unicorn-magic/node.js',
		// The build bundles it; here its packages are loaded as they are.
		'^\\./htmlToText\\.js$': '<rootDir>/nodes/AmplitudeAiFeedback/mapping/htmlToText.mts',
	},
	testTimeout: 30_000,
};
