import { property } from '../mapping/fields';
import type { UsedValue } from '../mapping/rowError';

/** Values that a reason names. */
const MAX_VALUES = 3;

const STEP =
	/\s*(?:\?\.|\.)?\s*(?:\[\s*(?:"([^"\\]*)"|'([^'\\]*)'|(\d+))\s*\]|([A-Za-z_$][\w$]*))/y;

/**
 * Finds the values of a row that an expression uses, so that users see what it failed at. What is called
 * on a value, such as `.toDateTime()`, is not a part of its path.
 *
 * @param text the expression
 * @param json the row
 */
export function usedValues(text: string, json: object): UsedValue[] {
	const values = new Map<string, unknown>();
	for (const { index } of text.matchAll(/\$json\b/g)) {
		const { path, value } = follow(text, index, json);
		if (path !== '$json') values.set(path, value);
	}
	return [...values].slice(0, MAX_VALUES).map(([path, value]) => ({ path, value }));
}

function follow(text: string, start: number, json: object): UsedValue {
	let end = start + '$json'.length;
	let value: unknown = json;
	for (;;) {
		STEP.lastIndex = end;
		const match = STEP.exec(text);
		if (match === null) break;
		const name = match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
		const isObject = typeof value === 'object' && value !== null;
		const isLast = !isObject || !Object.hasOwn(value as object, name);
		// A step that the row lacks is named, unless it is a method of the value before.
		if (isLast && (end > start + '$json'.length || isCall(text, STEP.lastIndex))) break;
		end = STEP.lastIndex;
		value = isLast ? undefined : property(value as object, name);
		if (isLast) break;
	}
	return { path: text.slice(start, end), value };
}

function isCall(text: string, position: number): boolean {
	return /^\s*\(/.test(text.slice(position));
}
