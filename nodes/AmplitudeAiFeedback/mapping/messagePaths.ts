import { FIELD_NAMES, type FieldName } from './feedbackItem';
import { property } from './fields';

/**
 * Where each field is in an element of a message array: the name of a property, or a path with dots.
 * An empty path means that the field is not read.
 */
export type MessagePaths = Readonly<Record<FieldName, string>>;

/** The API's own names, for messages that already have its shape. */
export const API_PATHS: MessagePaths = pathsBy((name) => name);

/**
 * Builds the paths from a choice of the user. Without any choice they are the API's own names. With
 * one, only the chosen fields are read: what a help desk calls `user_id` is not Amplitude's.
 *
 * @param chosen paths by the API's field names, as the parameter `messageFields` saves them
 */
export function toMessagePaths(chosen: unknown): MessagePaths {
	if (!isObject(chosen) || Object.keys(chosen).length === 0) return API_PATHS;
	return pathsBy((name) => {
		const path = property(chosen, name);
		return typeof path === 'string' ? path.trim() : '';
	});
}

/** Reads an array element's values by field name. */
export function readElement(element: object, paths: MessagePaths): Record<FieldName, unknown> {
	return Object.fromEntries(
		FIELD_NAMES.map((name) => [name, valueAt(element, paths[name])]),
	) as Record<FieldName, unknown>;
}

/** Follows a path. A property whose name is the whole path comes first. */
function valueAt(element: object, path: string): unknown {
	if (path === '') return undefined;
	if (Object.hasOwn(element, path)) return property(element, path);
	let current: unknown = element;
	for (const name of path.split('.')) {
		if (!isObject(current)) return undefined;
		current = property(current, name);
	}
	return current;
}

function pathsBy(pathOf: (name: FieldName) => string): MessagePaths {
	return Object.fromEntries(FIELD_NAMES.map((name) => [name, pathOf(name)])) as MessagePaths;
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}
