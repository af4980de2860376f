import { parseTemplate } from './expression/parse';

/** The steps of a path from a row's JSON to a value, at least one. */
export type FieldPath = readonly string[];

/**
 * Parses a parameter's text if it is one plain field, as dragging it makes them
 * (`={{ $json.author["name"] }}`).
 *
 * @param text as saved in the workflow, for example `={{ $json.comments[0]?.body }}`
 * @returns undefined for any other expression, and for text around the braces
 */
export function compileFieldPath(text: string): FieldPath | undefined {
	const template = parseTemplate(text);
	if (template?.kind !== 'value' || template.expression.kind !== 'chain') return undefined;
	const { start, links } = template.expression;
	if (start.kind !== 'json') return undefined;
	const path = links.map((link) => (link.kind === 'property' ? link.name : undefined));
	return path.every((name) => name !== undefined) ? path : undefined;
}
