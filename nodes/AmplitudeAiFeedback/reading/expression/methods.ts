import { type Literal, type Method, MISSING } from './syntax';

type Value = Literal['value'];

/**
 * Finds one of JavaScript's methods by its name and literal parameters. These few are what feedback
 * needs; n8n's own, such as `.toDateTime()`, are left to its engine.
 *
 * @returns undefined for any other method, and for other parameters
 */
export function findMethod(name: string, given: readonly Value[]): Method | undefined {
	const [first, second] = given;
	switch (`${name}(${given.map((value) => typeof value).join()})`) {
		case 'trim()':
			return onText((text) => text.trim());
		case 'toLowerCase()':
			return onText((text) => text.toLowerCase());
		case 'toUpperCase()':
			return onText((text) => text.toUpperCase());
		case 'toString()':
			return toText;
		case 'slice(number)':
			return onText((text) => text.slice(Number(first)));
		case 'slice(number,number)':
			return onText((text) => text.slice(Number(first), Number(second)));
		case 'replace(string,string)':
			return onText((text) => text.replace(String(first), String(second)));
		case 'replaceAll(string,string)':
			return onText((text) => text.replaceAll(String(first), String(second)));
		case 'join()':
			return (value) => join(value, ',');
		case 'join(string)':
			return (value) => join(value, String(first));
		default:
			return undefined;
	}
}

function onText(method: (text: string) => string): Method {
	return (value) => (typeof value === 'string' ? method(value) : MISSING);
}

function toText(value: unknown): unknown {
	return isScalar(value) ? String(value) : MISSING;
}

function join(value: unknown, separator: string): unknown {
	const isList = Array.isArray(value) && value.every((entry) => entry === null || isScalar(entry));
	return isList ? value.join(separator) : MISSING;
}

function isScalar(value: unknown): boolean {
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
