import type { FieldValue, RowErrorDetails, Subject } from '../mapping/rowError';

/**
 * A value in quotes for a sentence, short enough to read. Objects are shown as JSON.
 *
 * @example quote('next Tuesday') // "next Tuesday"
 */
export function quote(value: unknown): string {
	const text = typeof value === 'string' ? value : shown(value);
	return `"${cut(text)}"`;
}

function cut(text: string): string {
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Objects never by `String`: it says "[object Object]", and fails on what is nested too deep. */
function shown(value: unknown): string {
	if (typeof value !== 'object' || value === null) return String(value);
	const json = toJson(value);
	// So JSON has a date that is none.
	if (json === 'null') return String(value);
	return json ?? (Array.isArray(value) ? '[…]' : '{…}');
}

function toJson(value: unknown): string | undefined {
	try {
		return JSON.stringify(value);
	} catch {
		return undefined;
	}
}

/** @example count(1, 'row') // 1 row @example count(39998, 'row') // 39,998 rows */
export function count(amount: number, noun: string): string {
	return `${amount.toLocaleString('en-US')} ${noun}${amount === 1 ? '' : 's'}`;
}

/** @example times(1) // once @example times(12) // 12 times */
export function times(amount: number): string {
	return amount === 1 ? 'once' : `${amount.toLocaleString('en-US')} times`;
}

/** @example megabytes(5_200_000) // 5.2 MB */
export function megabytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param row index of the input row, from 0; people count from 1 */
export function atRow(row: number, sentence: string): string {
	return `Row ${row + 1}: ${sentence}`;
}

/** What is wrong with a row, the value at fault, and what to do. */
export function describeProblem(problem: RowErrorDetails): string {
	switch (problem.kind) {
		case 'missingId':
			return problem.subject.of === 'item'
				? 'the item has no "unique_id". Map a value that stays the same for this item, such as its ticket or response ID, or turn on the option "Generate Missing IDs".'
				: `${message(problem.subject)} has no "unique_id". Map a value that stays the same for this message, such as its comment ID, or turn on the option "Generate Missing IDs".`;
		case 'inexactNumber':
			return `${field(problem)} is the number ${String(problem.value)}, which is too long to be exact: some of its digits are already lost. Pass it as text from the node that reads it.`;
		case 'notText':
			return `${field(problem)} is ${quote(problem.value)}, which is ${kindOf(problem.value)} and not text. Map the value inside it.`;
		case 'objectInText':
			return `${quote(problem.text)} puts an object or a list of objects into a text. Map the value inside it.`;
		case 'unreadableTime':
			return `${field(problem)} is ${quote(problem.value)}, which cannot be read as a date. Use a form such as 2026-03-15T10:30:00Z, or an epoch in seconds or milliseconds.`;
		case 'serialDay':
			return `${field(problem)} is ${quote(problem.value)}, the serial day of a spreadsheet. In the Google Sheets node set "Output Formatting" > "Date Formatting" to "Formatted Text", and in the sheet give the column the format yyyy-mm-dd hh:mm:ss. In an Excel file make the column text.`;
		case 'emptyItem':
			return 'the item has no "body" and no messages, so there is nothing to send. Map its text to "body".';
		case 'notAnArray':
			return `the messages are ${quote(problem.value)}, which is not an array. Use an expression that gives the array itself, such as {{ $json.comments }}.`;
		case 'notAMessage':
			return `message ${problem.index + 1} of the array is ${quote(problem.value)}, which is not an object with fields.`;
		case 'nestedParts':
			return `message ${problem.index + 1} of the array has "conversation_parts" of its own. Messages cannot hold messages: put them all into one array.`;
		case 'sourceId':
			return `the source ID ${describeSourceId(problem.value)}. Copy it from Amplitude: AI Feedback, your source, three-dot menu, Settings.`;
		case 'tooLarge':
			return `${problem.messageId === undefined ? 'the item' : `the message ${quote(problem.messageId)}`} is ${megabytes(problem.bytes)} long, and a request takes 5 MB at most. Shorten its text.`;
		case 'unreadableRow':
			return `its values cannot be read. ${problem.message}`;
	}
}

function describeSourceId(value: unknown): string {
	if (typeof value !== 'string')
		return `is ${quote(value)}, which is ${kindOf(value)} and not text`;
	if (value === '') return 'is empty';
	return `${quote(value)} has ${[...value].length} characters, and Amplitude takes 128 at most`;
}

function kindOf(value: unknown): string {
	if (typeof value === 'number') return 'no real number';
	if (typeof value !== 'object') return `a ${typeof value}`;
	return Array.isArray(value) ? 'a list' : 'an object';
}

/** @example "body" of message 2 of the array (from comment.html) */
function field({ field: name, subject, path }: FieldValue): string {
	const owner = subject.of === 'item' ? '' : ` of ${message(subject)}`;
	const isElsewhere = path !== undefined && path !== name;
	return `"${name}"${owner}${isElsewhere ? ` (from ${cut(path)})` : ''}`;
}

function message(subject: Subject & { of: 'message' }): string {
	return subject.index === undefined ? 'the message' : `message ${subject.index + 1} of the array`;
}
