/**
 * Rules for the node and its credential, in addition to n8n's own in `eslint.config.mjs`, which n8n's
 * strict mode requires to be unchanged.
 */
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const { community, credentials, nodes } = n8nNodesBase.configs;

const NODE = './nodes/AmplitudeAiFeedback';

/** What each folder of the node may import from, besides itself. */
const MAY_IMPORT = {
	mapping: [],
	batching: ['mapping'],
	reading: ['mapping'],
	delivery: ['batching'],
	parameters: ['mapping'],
	operations: ['parameters', 'reading', 'mapping'],
	output: ['operations', 'mapping', 'batching', 'delivery'],
};

/** What each folder may import besides: how long work lets others have their turn. */
const SLICES = 'slices.ts';

/** The only files that know n8n. All others are pure: plain values in, plain values out. */
const KNOWS_N8N = [
	'credentials/*.credentials.ts',
	'nodes/*/{*.node,slices}.ts',
	'nodes/*/{parameters,operations}/*.ts',
	'nodes/*/reading/parameterReader.ts',
	'nodes/*/delivery/{transport,deliverBatches}.ts',
	'nodes/*/output/{buildOutput,outputItems}.ts',
];

const zones = [
	...Object.entries(MAY_IMPORT).map(([folder, others]) => ({
		target: `${NODE}/${folder}`,
		from: NODE,
		except: [folder, ...others, SLICES].map((name) => `./${name}`),
		message: `${folder}/ imports from ${others.join(', ') || 'no other folder'}; see CONTRIBUTING.md.`,
	})),
	{
		target: ['./nodes', './credentials'],
		from: ['./tools', './test'],
		message: 'Programs and tests import the node, never the other way around.',
	},
	{
		target: './credentials',
		from: './nodes',
		message: 'The node imports the credential, never the other way around.',
	},
	{
		target: Object.keys(MAY_IMPORT)
			.filter((folder) => folder !== 'delivery')
			.map((folder) => `${NODE}/${folder}`),
		from: './credentials',
		message: 'Only delivery/ needs to know where requests may go.',
	},
];

export default tseslint.config(
	{ plugins: { 'n8n-nodes-base': n8nNodesBase, 'import-x': importX } },
	{
		files: ['package.json'],
		languageOptions: { parserOptions: { extraFileExtensions: ['.json'] } },
		rules: community.rules,
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...credentials.rules,
			// The rule expects the slug of a page in n8n's docs; ours is a URL.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...nodes.rules,
			// These expect the literal 'main'; n8n's rules for community nodes expect NodeConnectionTypes.Main.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js'] })] },
		rules: { 'import-x/no-restricted-paths': ['error', { zones }] },
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		ignores: KNOWS_N8N,
		rules: { 'no-restricted-imports': ['error', 'n8n-workflow'] },
	},
	{ files: ['**/*.ts', 'package.json'], languageOptions: { parser: tseslint.parser } },
);
