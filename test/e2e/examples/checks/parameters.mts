import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeTypeDescription,
	type ResourceMapperField,
	type ResourceMapperValue,
} from 'n8n-workflow';
import { isFeedbackNode, isNote, type Example } from '../example.mts';

/** The description of a node's type in the version that the node has. */
function descriptionOf(
	{ type, typeVersion }: INode,
	types: readonly INodeTypeDescription[],
): INodeTypeDescription | undefined {
	return types.find(({ name, version }) => name === type && [version].flat().includes(typeVersion));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Paths to values that n8n does not keep. */
function dropped(saved: unknown, kept: unknown, path: string): string[] {
	if (Array.isArray(saved)) {
		return saved.flatMap((value, index) =>
			dropped(value, Array.isArray(kept) ? kept[index] : undefined, `${path}[${index}]`),
		);
	}
	if (isObject(saved)) {
		if (!isObject(kept)) return [path];
		return Object.entries(saved).flatMap(([key, value]) =>
			dropped(value, kept[key], path === '' ? key : `${path}.${key}`),
		);
	}
	return saved === kept ? [] : [path];
}

/** Choices that the editor does not offer. */
function notOffered(node: INode, description: INodeTypeDescription): string[] {
	return description.properties.flatMap(({ name, type, options, typeOptions, displayOptions }) => {
		const value = node.parameters[name];
		if (type !== 'options' || value === undefined || typeOptions?.loadOptionsMethod) return [];
		const property = { name, type, options, displayOptions, displayName: name, default: '' };
		const shown = NodeHelpers.displayParameter(node.parameters, property, node, description);
		const offered = (options ?? []).map((option) => ('value' in option ? option.value : undefined));
		return !shown || offered.includes(value as string) ? [] : [`${name}: ${String(value)}`];
	});
}

function wrong(node: INode, types: readonly INodeTypeDescription[]): string[] {
	const description = descriptionOf(node, types);
	if (description === undefined) return [`there is no ${node.type} ${node.typeVersion}`];
	const { properties } = description;
	// With the defaults, as they decide which other parameters there are.
	const full = NodeHelpers.getNodeParameters(
		properties,
		node.parameters,
		true,
		false,
		node,
		description,
	) as INodeParameters;
	const complete = { ...node, parameters: full };
	const issues = NodeHelpers.getNodeParametersIssues(properties, complete, description);
	return [
		...dropped(node.parameters, full, '').map((path) => `n8n knows no parameter ${path}`),
		...notOffered(complete, description).map((choice) => `no choice of n8n's: ${choice}`),
		...Object.values(issues?.parameters ?? {}).flat(),
	];
}

/** What this n8n would not read from an example as it is written: it drops what it does not know. */
export function unread({ nodes }: Example, types: readonly INodeTypeDescription[]): string[] {
	return nodes.flatMap((node) => wrong(node, types).map((what) => `"${node.name}": ${what}`));
}

/** Where our nodes' fields are not those that the node has, as the editor saves them. */
export function unlikeTheNode(
	{ nodes }: Example,
	fields: readonly ResourceMapperField[],
): string[] {
	const schema = JSON.stringify(
		fields.map((field) => ({ ...field, removed: false })),
		byKey,
	);
	const known = fields.map(({ id }) => id);
	return nodes.filter(isFeedbackNode).flatMap(({ name, parameters }) =>
		['item', 'message'].flatMap((mapper) => {
			const saved = parameters[mapper] as ResourceMapperValue | undefined;
			if (saved === undefined) return [];
			const unknown = Object.keys(saved.value ?? {}).filter((field) => !known.includes(field));
			return [
				...unknown.map((field) => `"${name}" maps "${field}", which is no field`),
				...(JSON.stringify(saved.schema, byKey) === schema
					? []
					: [`"${name}" shows other fields than the node has`]),
			];
		}),
	);
}

/** Objects with their keys in order, so that they can be compared as text. */
function byKey(_key: string, value: unknown): unknown {
	return isObject(value) ? Object.fromEntries(Object.entries(value).sort()) : value;
}

/** Expressions of our nodes that `docs/mapping.md` does not have. */
export function undocumented({ nodes }: Example, docs: string): string[] {
	const plain = docs.replaceAll('\\|', '|');
	const found = nodes.filter((node) => isFeedbackNode(node) && !isNote(node));
	const expressions = found.flatMap(
		({ parameters }) => JSON.stringify(parameters).match(/\{\{.*?\}\}/g) ?? [],
	);
	return [...new Set(expressions)]
		.map((expression) => JSON.parse(`"${expression}"`) as string)
		.filter((expression) => !plain.includes(expression));
}
