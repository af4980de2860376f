import { FIELD_NAMES } from './feedbackItem';
import { isEmpty } from './fields';
import { RowError } from './rowError';

/** Names that an additional field cannot have: the API's own, and the one that would change an object's class. */
const RESERVED_NAMES: readonly string[] = [...FIELD_NAMES, 'conversation_parts', '__proto__'];

/** Returns whether a field of this name is the node's own, or cannot be a property. */
export function isReservedName(name: string): boolean {
	return RESERVED_NAMES.includes(name);
}

/**
 * Checks values that are put on an item unchanged: text, numbers, true, false and JSON. Empty values are
 * left out. Times become text, as in all JSON.
 *
 * @param raw values by name
 * @throws RowError for what JSON cannot hold, and for whole numbers that have lost digits
 */
export function toAdditionalFields(
	raw: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
	const fields: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(raw)) {
		if (!isEmpty(value)) fields[name] = toJsonValue(value, name);
	}
	return fields;
}

function toJsonValue(value: unknown, name: string): unknown {
	switch (typeof value) {
		case 'string':
		case 'boolean':
			return value;
		case 'number':
			if (!Number.isFinite(value)) break;
			if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
				throw new RowError({ kind: 'additionalField', name, value, cause: 'inexact' });
			}
			return value;
		case 'object': {
			const json = toJson(value);
			if (json !== undefined) return JSON.parse(json) as unknown;
		}
	}
	throw new RowError({ kind: 'additionalField', name, value, cause: 'notJson' });
}

function toJson(value: unknown): string | undefined {
	try {
		return JSON.stringify(value);
	} catch {
		return undefined;
	}
}
