import type { ZodError, ZodIssue } from 'zod';

/** A path as a reader of JSON writes it: `items[3].body`; empty for the root. */
export function pathText(path: ReadonlyArray<string | number>): string {
	return path.reduce<string>((text, step) => {
		if (typeof step === 'number') return `${text}[${step}]`;
		return text === '' ? step : `${text}.${step}`;
	}, '');
}

/** What is wrong, at most three places (each below `root`), in one line a person can act on. */
export function describeZodError(
	error: ZodError,
	root: ReadonlyArray<string | number> = [],
): string {
	const lines = [...new Set(error.issues.map((issue) => line(issue, root)))];
	const rest = lines.length - 3;
	return lines.slice(0, 3).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

function line(issue: ZodIssue, root: ReadonlyArray<string | number>): string {
	const where = pathText([...root, ...issue.path]);
	return where === '' ? issue.message : `${where}: ${issue.message}`;
}
