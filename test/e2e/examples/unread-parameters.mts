import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { Example } from '../../fixtures/examples.mts';

/** Finds the description of a node's type in the node's version. */
function descriptionOf(
	{ type, typeVersion }: INode,
	types: readonly INodeTypeDescription[],
): INodeTypeDescription | undefined {
	return types.find(({ name, version }) => name === type && [version].flat().includes(typeVersion));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists the paths of values that n8n does not keep. */
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

/** Lists chosen values that the editor does not offer. */
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

function problemsOf(node: INode, types: readonly INodeTypeDescription[]): string[] {
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
		...notOffered(complete, description).map((choice) => `n8n does not offer ${choice}`),
		...Object.values(issues?.parameters ?? {}).flat(),
	];
}

/** Describes what an n8n with these node types does not know in an example; it would drop it without a word. */
export function unreadParameters(
	{ nodes }: Example,
	types: readonly INodeTypeDescription[],
): string[] {
	return nodes.flatMap((node) => problemsOf(node, types).map((what) => `"${node.name}": ${what}`));
}
