import { hasPath, valueAt } from './messagePaths';

/** How a condition of the user compares, by the names of saved workflows. */
export type FilterOperator = 'is' | 'isNot' | 'isOneOf';

/** What a message must be like to be sent. */
export interface Condition {
	/** Paths to the property; the first that a message has counts. */
	paths: readonly string[];
	operator: FilterOperator | 'isAbsent';
	/** As `comparable` gives them. */
	values: ReadonlySet<string>;
}

/** Makes a condition. @param value for `isOneOf` several, separated by commas */
export function condition(
	paths: string | readonly string[],
	operator: FilterOperator,
	value: string,
): Condition {
	const values = operator === 'isOneOf' ? value.split(',') : [value];
	return {
		paths: typeof paths === 'string' ? [paths] : paths,
		operator,
		values: new Set(values.map(comparable)),
	};
}

/** Makes a condition that a message does not have a property, or has nothing or false in it. */
export function absent(path: string): Condition {
	return { paths: [path], operator: 'isAbsent', values: new Set() };
}

/**
 * Returns whether a condition holds for a message. It fails closed: a message that lacks the property,
 * or has an object, a list or nothing in it, is not sent, whether the operator is "is" or "is not".
 */
export function holds(message: object, { paths, operator, values }: Condition): boolean {
	const path = paths.find((candidate) => hasPath(message, candidate));
	const value = path === undefined ? undefined : valueAt(message, path);
	if (operator === 'isAbsent') return value === undefined || value === null || value === false;
	if (value === null || value === undefined || typeof value === 'object') return false;
	return values.has(comparable(value)) !== (operator === 'isNot');
}

/** Numbers, true and false compare as their text; case and white space around it do not count. */
function comparable(value: unknown): string {
	return String(value).trim().toLowerCase();
}
