// Rules for the tools and tests. They are `.mts` files and run on Node itself, so n8n's rules for
// node code (no process, no timers, no Node imports), which cover every `.ts` file, are not for them.
import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const zones = [
	{
		target: './tools',
		from: './test',
		message: 'Tests import the tools, never the other way around.',
	},
	{
		target: './tools/shared',
		from: './tools',
		except: ['./shared'],
		message: 'tools/shared/ imports from no other tool.',
	},
];

export default tseslint.config({
	files: ['**/*.mts'],
	extends: [js.configs.recommended, tseslint.configs.strict],
	plugins: { 'import-x': importX },
	settings: { 'import-x/resolver-next': [createNodeResolver()] },
	rules: {
		'@typescript-eslint/no-non-null-assertion': 'off',
		// Playwright wants an object pattern, also of a fixture that needs no other.
		'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
		'import-x/no-restricted-paths': ['error', { zones }],
	},
});
