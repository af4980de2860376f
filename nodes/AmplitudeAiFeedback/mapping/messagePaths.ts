import { property } from './fields';

/**
 * Follows a path into a message: the name of a property, or names with dots. Numbers are places in a
 * list. A property whose name is the whole path comes first.
 *
 * @returns undefined where the path leads nowhere, and for an empty path
 */
export function valueAt(message: object, path: string): unknown {
	if (path === '') return undefined;
	if (Object.hasOwn(message, path)) return property(message, path);
	let current: unknown = message;
	for (const name of path.split('.')) {
		if (!isObject(current)) return undefined;
		current = property(current, name);
	}
	return current;
}

/** Returns whether a path leads to a property, even to an empty one. */
export function hasPath(message: object, path: string): boolean {
	if (path === '') return false;
	if (Object.hasOwn(message, path)) return true;
	const names = path.split('.');
	const last = names.pop() as string;
	const owner = names.length === 0 ? message : valueAt(message, names.join('.'));
	return isObject(owner) && Object.hasOwn(owner, last);
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}
