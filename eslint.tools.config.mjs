// Rules for the tests and tools. They are `.mts` files and run on Node itself, so n8n's rules for
// node code (no process, no timers, no Node imports), which cover every `.ts` file, are not for them.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config({
	files: ['**/*.mts'],
	extends: [js.configs.recommended, tseslint.configs.strict],
	rules: {
		'@typescript-eslint/no-non-null-assertion': 'off',
	},
});
