import type { ResourceMapperField, ResourceMapperValue } from 'n8n-workflow';
import { isDeepStrictEqual } from 'node:util';
import { isFeedbackNode, isNote, type Example } from '../../fixtures/examples.mts';

const SETTINGS = { executionOrder: 'v1' };
const KEYS = ['name', 'nodes', 'pinData', 'connections', 'active', 'settings', 'tags'];

/** What a file that people share must not hold. */
const FORBIDDEN: Readonly<Record<string, RegExp>> = {
	'a key or a token': /\b(sk-|xox[abp]-|gh[ps]_|AKIA|eyJ)[\w-]{8,}|PRIVATE KEY|[Pp]assword/,
	'a path of a machine': /\/(home|root|Users|tmp|work|var)\/|[A-Z]:\\\\/,
	'an address of a machine': /localhost|127\.0\.0\.1|192\.168\./,
	'an e-mail address that may be real': /[\w.+-]+@(?!example\.com)[\w-]+\.[a-z]+/,
	'an ID of an n8n': /"(instanceId|versionId|projectId|templateCredsSetupCompleted)"/,
};

/** Describes what makes a file unfit to be shared. */
export function sharingProblems(text: string, example: Example): string[] {
	const unknown = Object.keys(example).filter((key) => !KEYS.includes(key));
	const names = example.nodes.map(({ name }) => name);
	const placeholders = example.nodes
		.filter(isFeedbackNode)
		.filter(({ parameters }) => parameters.sourceId !== 'your-source-id');
	return [
		...Object.entries(FORBIDDEN)
			.filter(([, pattern]) => pattern.test(text))
			.map(([what, pattern]) => `It holds ${what}: ${pattern.exec(text)?.[0]}`),
		...unknown.map((key) => `"${key}" is an unexpected key`),
		...names
			.filter((name, index) => names.indexOf(name) !== index)
			.map((name) => `Two nodes are named "${name}"`),
		...example.nodes
			.filter(({ credentials }) => credentials !== undefined)
			.map(({ name }) => `"${name}" has a credential`),
		...placeholders.map(({ name }) => `"${name}" has a source ID`),
		...Object.keys(example.pinData)
			.filter((name) => !names.includes(name))
			.map((name) => `Rows are pinned to "${name}", which is no node`),
		...(JSON.stringify(example.settings) === JSON.stringify(SETTINGS)
			? []
			: ['Its settings are not the default ones']),
		...((example as { active?: unknown }).active === false ? [] : ['It is not inactive']),
		...(example.nodes.some(isNote) ? [] : ['It has no note']),
	];
}

/** Lists the connections as pairs of node names, in the direction of the rows. */
function links({ connections }: Example): Array<readonly [string, string]> {
	return Object.entries(connections).flatMap(([from, byType]) =>
		Object.values(byType).flatMap((outputs) =>
			outputs.flatMap((targets) => (targets ?? []).map(({ node }) => [from, node] as const)),
		),
	);
}

/** Describes nodes that no run can reach, and connections to missing nodes. */
export function wiringProblems(example: Example): string[] {
	const names = example.nodes.filter((node) => !isNote(node)).map(({ name }) => name);
	const all = links(example);
	const serving = new Set(
		Object.entries(example.connections)
			.filter(([, byType]) => !('main' in byType))
			.map(([name]) => name),
	);
	const reached = new Set(
		example.nodes.filter(({ type }) => /trigger$/i.test(type)).map(({ name }) => name),
	);
	for (let before = -1; before < reached.size;) {
		before = reached.size;
		for (const [from, to] of all) {
			// A model or a tool is called by the agent it is connected to.
			if (serving.has(from) ? reached.has(to) : reached.has(from)) {
				reached.add(serving.has(from) ? from : to);
			}
		}
	}
	return [
		...names.filter((name) => !reached.has(name)).map((name) => `Nothing leads to "${name}"`),
		...all
			.filter(([from, to]) => !names.includes(from) || !names.includes(to))
			.map(([from, to]) => `"${from}" is connected to "${to}", but one of them is missing`),
	];
}

/** Lists the nodes in which rows end. */
export function lastNodes(example: Example): string[] {
	const from = new Set(links(example).map(([name]) => name));
	return example.nodes
		.filter((node) => !isNote(node) && !from.has(node.name))
		.map(({ name }) => name);
}

/** Lists links that do not lead to a section of a page of the project. */
export function deadLinks(
	text: string,
	homepage: string,
	readPage: (path: string) => string,
): string[] {
	const links = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, link]) => link!);
	return links.filter((link) => {
		const [page, anchor] = link.replace(`${homepage}/blob/main/`, '').split('#');
		if (page === undefined || anchor === undefined || page.includes(':')) return true;
		const sections = [...readPage(page).matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
			title!.toLowerCase().replaceAll(' ', '-'),
		);
		return !sections.includes(anchor);
	});
}

/** Describes where the fields saved in our nodes differ from those the node has. */
export function mapperProblems(
	{ nodes }: Example,
	fields: readonly ResourceMapperField[],
): string[] {
	const schema = fields.map((field) => ({ ...field, removed: false }));
	const known = fields.map(({ id }) => id);
	return nodes.filter(isFeedbackNode).flatMap(({ name, parameters }) =>
		['item', 'message'].flatMap((mapper) => {
			const saved = parameters[mapper] as ResourceMapperValue | undefined;
			if (saved === undefined) return [];
			const unknown = Object.keys(saved.value ?? {}).filter((field) => !known.includes(field));
			return [
				...unknown.map((field) => `"${name}" maps "${field}", which is not a field`),
				...(isDeepStrictEqual(saved.schema, schema)
					? []
					: [`"${name}" shows other fields than the node has`]),
			];
		}),
	);
}

/** An expression that n8n writes when a field is dragged, or what follows one in it. */
const DRAGGED =
	/^\{\{ (\$json|\$\('[^']+'\)\.item\.json)(\.[A-Za-z_]\w*|\[\d+\]|\['(?:[^'\\]|\\.)+'\])+ \}\}$/;

/** Lists the expressions in the parameters of some nodes. */
function expressionsOf(nodes: Example['nodes']): string[] {
	const found = nodes
		.filter((node) => !isNote(node))
		.flatMap(({ parameters }) => JSON.stringify(parameters).match(/\{\{.*?\}\}/g) ?? []);
	return [...new Set(found)].map((expression) => JSON.parse(`"${expression}"`) as string);
}

/** Lists expressions that cannot be made by dragging a field. */
export function typedExpressions({ nodes }: Example): string[] {
	return expressionsOf(nodes).filter((expression) => !DRAGGED.test(expression));
}

/** Lists expressions of our nodes that `docs/mapping.md` does not have. */
export function undocumentedExpressions({ nodes }: Example, docs: string): string[] {
	return expressionsOf(nodes.filter(isFeedbackNode)).filter(
		(expression) => !docs.includes(expression),
	);
}
