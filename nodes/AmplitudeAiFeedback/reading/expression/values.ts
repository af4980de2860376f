import { MISSING } from './syntax';

/**
 * Reads an object's own property, or an entry of a list.
 *
 * @returns undefined where there is none; MISSING for what is no object, and for names that every object
 *   has, such as `__proto__` or `toString`: n8n's engine fails at them
 */
export function readProperty(value: unknown, name: string): unknown {
	if (typeof value !== 'object' || value === null) return MISSING;
	if (Object.hasOwn(value, name)) return (value as Record<string, unknown>)[name];
	const mayLack = isPlain(value) || Array.isArray(value);
	return mayLack && !(name in value) ? undefined : MISSING;
}

/** Whether n8n returns a value unchanged: it converts dates and other objects. */
export function isJson(value: unknown): boolean {
	switch (typeof value) {
		case 'string':
		case 'number':
		case 'boolean':
			return true;
		case 'object':
			if (value === null) return true;
			if (Array.isArray(value)) return value.every(isJson);
			return isPlain(value) && Object.entries(value).every(isJsonProperty);
		default:
			return false;
	}
}

function isJsonProperty([key, value]: [string, unknown]): boolean {
	return !(key in Object.prototype) && isJson(value);
}

/** Whether it is an object without a class, whichever of Node's contexts made it. */
function isPlain(value: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}
