/** Unit, emulator, engine, package and contract tests. The engine tests load the built package from `dist`. */
export default {
	testMatch: ['<rootDir>/test/{unit,emulator,engine,package,contract}/**/*.test.mts'],
	testEnvironment: 'node',
	moduleFileExtensions: ['mts', 'ts', 'js', 'mjs', 'cjs', 'json', 'node'],
	transform: {
		'\\.m?ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
	},
	testTimeout: 30_000,
};
