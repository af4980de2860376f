import { compileFieldPath, type FieldPath } from './fieldPath';

/**
 * Reads the path to a property of a message, as it is typed (`author.name`), or as dragging gives it:
 * with the array and the number of the message in front (`comments[0].author.name`).
 *
 * @param text the property's name or path
 * @param array where the row has the array, if that is a plain path
 * @returns the path from the message on, with dots. Where the array's own path is unknown there are two:
 *   the text unchanged, and what follows its first number.
 */
export function toElementPaths(text: string, array: FieldPath | undefined): string[] {
	const trimmed = text.trim();
	const steps = pathOf(trimmed);
	if (steps === undefined) return [trimmed];
	if (array !== undefined) {
		const isBelow = array.every((step, index) => steps[index] === step);
		const isCut = isBelow && isIndex(steps[array.length]);
		return [(isCut ? steps.slice(array.length + 1) : steps).join('.')];
	}
	const first = steps.findIndex(isIndex);
	const whole = steps.join('.');
	return first < 0 || first === steps.length - 1
		? [whole]
		: [whole, steps.slice(first + 1).join('.')];
}

function pathOf(text: string): FieldPath | undefined {
	return compileFieldPath(`={{ $json${text.startsWith('[') ? '' : '.'}${text} }}`);
}

function isIndex(step: string | undefined): boolean {
	return step !== undefined && /^\d+$/.test(step);
}
