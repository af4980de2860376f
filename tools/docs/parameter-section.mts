import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { markdownTable } from '../shared/markdown-table.mts';

/** Gives the labels of a parameter and one of its values, by their names in a saved workflow. */
export type Labels = (parameter: string, value: unknown) => { label: string; value: string };

/**
 * Describes a parameter in a section of the page: a line of facts, its description, its choices.
 *
 * @param heading the level of its headline, such as `###`
 * @param labels the labels for its display conditions
 */
export function section(property: INodeProperties, heading: string, labels: Labels): string {
	return [
		`${heading} ${property.displayName}`,
		facts(property, labels),
		prose(property),
		choices(property),
	]
		.filter((text) => text !== '')
		.join('\n\n');
}

/** Lists the parameter values that a parameter is shown for, without the parameters in `given`. */
export function conditions(
	property: INodeProperties,
	given: readonly string[],
): [string, unknown][] {
	const { displayOptions = {} } = property;
	const { show = {}, ...others } = displayOptions;
	if (Object.keys(others).length > 0) throw new Error(`${property.name}: only "show" is known`);
	return Object.entries(show).flatMap(([name, values]) =>
		given.includes(name) ? [] : (values ?? []).map((value): [string, unknown] => [name, value]),
	);
}

const TYPES: Readonly<Partial<Record<INodeProperties['type'], string>>> = {
	string: 'text',
	number: 'number',
	boolean: 'on or off',
	options: 'choice',
	multiOptions: 'any of the choices',
	collection: 'group',
	fixedCollection: 'list',
	resourceMapper: 'mapped fields',
};

/** Names a parameter's type, with its range if it is a number. @throws Error for a type without a name here */
export function typeOf({ name, type, typeOptions }: INodeProperties): string {
	const typeName = TYPES[type];
	if (typeName === undefined) throw new Error(`${name}: no name for the type "${type}"`);
	if (typeOptions?.password === true) return 'text, hidden';
	if (type !== 'number') return typeName;
	const { minValue, maxValue, numberPrecision } = typeOptions ?? {};
	return `${numberPrecision === 0 ? 'whole number' : typeName}, ${minValue} to ${maxValue}`;
}

/** Words a parameter's default as the editor shows it. */
export function defaultOf({ default: value, type, options = [] }: INodeProperties): string {
	switch (type) {
		case 'options':
			return choiceName(options as INodePropertyOptions[], value);
		case 'boolean':
			return value === true ? 'off, and on once it is added' : 'off';
		case 'multiOptions':
		case 'collection':
		case 'fixedCollection':
			return 'none';
		case 'resourceMapper':
			return 'Map Each Column Manually, nothing mapped';
		default:
			return value === '' ? 'empty' : `\`${String(value)}\``;
	}
}

/** Gives the label of a choice. */
export function choiceName(options: readonly INodePropertyOptions[], value: unknown): string {
	return options.find((option) => option.value === value)?.name ?? String(value);
}

function facts(property: INodeProperties, labels: Labels): string {
	const { name, required, noDataExpression, type } = property;
	const conditionTexts = conditions(property, ['operation']).map(([parameter, value]) => {
		const shown = labels(parameter, value);
		return `shown when _${shown.label}_ is _${shown.value}_`;
	});
	// The fields of a mapper take expressions, though the mapper itself does not.
	const isFixed = noDataExpression === true && type !== 'resourceMapper';
	return [
		`\`${name}\``,
		`${typeOf(property)}${required === true ? ', required' : ''}`,
		`default: ${defaultOf(property)}`,
		...(isFixed ? ['no expressions'] : []),
		...conditionTexts,
	].join(' · ');
}

function prose({ description = '', hint, placeholder }: INodeProperties): string {
	const example = placeholder?.startsWith('e.g. ') ? `Example: \`${placeholder.slice(5)}\`.` : '';
	return [description, hint ?? '', example]
		.filter((text) => text !== '')
		.map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
		.join(' ');
}

function choices({ type, options = [] }: INodeProperties): string {
	if (type !== 'options' && type !== 'multiOptions') return '';
	const rows = (options as INodePropertyOptions[]).map(({ name, value, description = '' }) => [
		name,
		`\`${String(value)}\``,
		description,
	]);
	return markdownTable(['choice', 'value', 'meaning'], rows);
}
