import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** A table in Markdown, its cells as they are. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Wording for the values of `displayOptions`, by the name of the parameter that decides. */
export type Labels = (parameter: string, value: unknown) => { label: string; value: string };

/**
 * A parameter as a section of the page: its description, its facts in one line, its values.
 *
 * @param heading the marks of its headline, such as `###`
 * @param labels of the parameters that decide whether it is shown
 */
export function section(property: INodeProperties, heading: string, labels: Labels): string {
	return [
		`${heading} ${property.displayName}`,
		facts(property, labels),
		words(property),
		choices(property),
	]
		.filter((text) => text !== '')
		.join('\n\n');
}

/** The parameters by the names of which another one depends, without those that are given. */
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
	collection: 'group',
	resourceMapper: 'mapped fields',
};

/** Text of a kind, or the range of a number. @throws Error for a type the page has no word for */
export function typeOf({ name, type, typeOptions }: INodeProperties): string {
	const word = TYPES[type];
	if (word === undefined) throw new Error(`${name}: no word for the type "${type}"`);
	if (typeOptions?.password === true) return 'text, hidden';
	if (type !== 'number') return word;
	const { minValue, maxValue, numberPrecision } = typeOptions ?? {};
	return `${numberPrecision === 0 ? 'whole number' : word}, ${minValue} to ${maxValue}`;
}

/** The value that it has before anybody changes it. */
export function defaultOf({ default: value, type, options = [] }: INodeProperties): string {
	switch (type) {
		case 'options':
			return choiceName(options as INodePropertyOptions[], value);
		case 'boolean':
			return value === true ? 'on' : 'off';
		case 'collection':
			return 'none';
		case 'resourceMapper':
			return 'mapped by hand, nothing mapped';
		default:
			return value === '' ? 'empty' : `\`${String(value)}\``;
	}
}

/** The label of a choice's value. */
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

function words({ description = '', hint, placeholder }: INodeProperties): string {
	const example = placeholder?.startsWith('e.g. ') ? `Example: \`${placeholder.slice(5)}\`.` : '';
	return [description, hint ?? '', example]
		.filter((text) => text !== '')
		.map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
		.join(' ');
}

function choices({ type, options = [] }: INodeProperties): string {
	if (type !== 'options') return '';
	const rows = (options as INodePropertyOptions[]).map(({ name, value, description = '' }) => [
		name,
		`\`${String(value)}\``,
		description,
	]);
	return table(['choice', 'value', 'meaning'], rows);
}
