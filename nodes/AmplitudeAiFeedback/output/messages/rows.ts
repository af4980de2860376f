import type { DeliveryResult, UnresolvedCause } from '../../delivery/results';
import { FIELD_LABELS, type FieldName } from '../../mapping/feedbackItem';
import type {
	FieldValue,
	Origin,
	RowErrorDetails,
	Subject,
	UnreadableTime,
	UsedValue,
} from '../../mapping/rowError';
import { cut, list, megabytes, quote, quoteWords, times } from './format';

/** Describes what is wrong with a row, the value at fault, and what to do. */
export function describeRowError(error: RowErrorDetails): string {
	const values = 'values' in error ? (error.values ?? []) : [];
	return describe(error) + values.map(describeValue).join('');
}

function describe(error: RowErrorDetails): string {
	switch (error.kind) {
		case 'missingId':
			return describeMissingId(error);
		case 'inexactNumber':
			return `${field(error)} is the number ${String(error.value)}, which is too large to be exact: some of its digits are already lost. Pass it as text from the node that reads it.`;
		case 'notText':
			return `${field(error)} is ${quote(error.value)}, which is ${kindOf(error.value)} and not text. ${adviceFor(error.value)}`;
		case 'additionalField': {
			const what = `the additional field ${quote(error.name)} is ${quote(error.value)}`;
			return error.cause === 'inexact'
				? `${what}, which is too large to be exact: some of its digits are already lost. Pass it as text from the node that reads it.`
				: `${what}, which cannot be sent as JSON. Choose text, a number, true, false, an array or an object.`;
		}
		case 'objectInText':
			return `${parameter(error)} puts an object or an array of objects into a text. Choose a value inside it.`;
		case 'failedExpression':
			return `${parameter(error)} fails in this row: ${sentence(error.message)}`;
		case 'unreadableTime':
			return `${field(error)} is ${quote(error.value)}, ${describeTime(error)}`;
		case 'serialDay':
			return `${field(error)} is ${quote(error.value)}, the serial number of a date in a spreadsheet. In the Google Sheets node set "Output Formatting" > "Date Formatting" to "Formatted Text", and in the sheet give the column the format yyyy-mm-dd hh:mm:ss. In an Excel file, format the column as text.`;
		case 'emptyItem':
			return error.from === undefined
				? 'the item has no Text and no messages, so there is nothing to send. Drag its text to "Text".'
				: `${FIELD_LABELS.body}, from ${cut(error.from)}, has no value in this row, and there are no messages, so there is nothing to send.${has(error.rowFields)}`;
		case 'notAnArray':
			return `${where(error.label ?? 'the message array', error.from)} is ${quote(error.value)}, which is not an array. Use an expression that returns the array itself, such as {{ $json.comments }}.`;
		case 'notAMessage':
			return `message ${error.index + 1} of the array is ${quote(error.value)}, which is not an object with fields.`;
		case 'nestedParts':
			return `message ${error.index + 1} of the array has "conversation_parts" of its own. Messages cannot hold messages: put them all into one array.`;
		case 'noTextProperty':
			return `no message of the array has ${list(error.paths, ' or ')}, where the text should be. The messages have ${list(error.properties)}. Choose the format of these messages, or "Custom" and drag their text to "Text".`;
		case 'otherFormat':
			return `these do not look like ${error.format}: no message of the array has ${list(error.marks, ' or ')}. The messages have ${list(error.properties)}. Choose the format of these messages, or "Custom".`;
		case 'sourceId':
			return `${where('the Source ID', error.from)} ${describeSourceId(error.value)}. Copy it from Amplitude: AI Feedback, your source, three-dot menu, Settings.`;
		case 'tooLarge':
			return `${error.messageId === undefined ? 'the item' : `the message ${quote(error.messageId)}`} is ${megabytes(error.bytes)} in size, and a request can hold at most 5 MB. Shorten its text.`;
		case 'unreadableRow':
			return `its values cannot be read. ${error.message}`;
	}
}

function describeTime({ formats, dateFormat, value }: UnreadableTime): string {
	const why = dateFormat
		? `which does not have the format ${dateFormat} of the option "Date Format".`
		: formats.length > 1
			? 'which can be read as more than one date.'
			: 'which cannot be read as a date.';
	if (formats.length > 0) {
		return `${why} Set the option "Date Format" to ${listed(formats)}.`;
	}
	const isNumber =
		typeof value === 'number' || (typeof value === 'string' && /^\s*[\d.]+\s*$/.test(value));
	const range = isNumber
		? ' Numbers are read as Unix timestamps from the year 2000 to tomorrow.'
		: '';
	return `${why}${range} Use a format such as 2026-03-15T10:30:00Z, a Unix timestamp such as 1773570600, or enter the format in the option "Date Format".`;
}

/** @example listed(['dd/MM/yyyy', 'MM/dd/yyyy']) // dd/MM/yyyy or MM/dd/yyyy, whichever the dates have */
function listed(formats: readonly string[]): string {
	if (formats.length === 1) return formats.join('');
	return `${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}, whichever your dates have`;
}

function describeSourceId(value: unknown): string {
	if (typeof value !== 'string') {
		return `is ${quote(value)}, which is ${kindOf(value)} and not text`;
	}
	if (value === '') return 'is empty';
	return `${quote(value)} has ${[...value].length} characters, and Amplitude accepts at most 128`;
}

function kindOf(value: unknown): string {
	if (typeof value === 'number') return 'an invalid number';
	if (typeof value !== 'object') return `a ${typeof value}`;
	return Array.isArray(value) ? 'an array' : 'an object';
}

function describeMissingId({
	subject,
	label = FIELD_LABELS.unique_id,
	from,
	canGenerate = true,
	rowFields,
}: RowErrorDetails & { kind: 'missingId' }): string {
	const generate = canGenerate ? ', or turn on the option "Generate Missing IDs"' : '';
	if (from === undefined) {
		const what = subject.of === 'item' ? 'the item' : message(subject);
		const example = subject.of === 'item' ? 'ticket or response ID' : 'comment ID';
		return `${what} has no ${label}. Drag a value that stays the same for it, such as its ${example}, to "${label}"${generate}.`;
	}
	const owner = subject.of === 'item' ? '' : ` of ${message(subject)}`;
	return `${where(label + owner, from)} has no value in this row.${has(rowFields)} Choose a field that every row has${generate}.`;
}

/** @example field({ field: 'body', … }) // Text of message 2 of the array, from "comment.html", */
function field({ field: name, subject, label, from }: FieldValue): string {
	const owner = subject.of === 'item' ? '' : ` of ${message(subject)}`;
	return where((label ?? FIELD_LABELS[name]) + owner, from);
}

/** Names a parameter whose expression gives no value. */
function parameter({
	parameter: name,
	label,
	text,
}: Origin & { parameter: string; text: string }): string {
	const [owner, , fieldName] = name.split('.');
	const of = owner === 'message' ? ' of the message' : '';
	const own = FIELD_LABELS[fieldName as FieldName] as string | undefined;
	return where(label ?? `${own ?? quote(name)}${of}`, text);
}

function where(what: string, from: string | undefined): string {
	return from === undefined ? what : `${what}, from ${cut(from)},`;
}

function has(rowFields: readonly string[] | undefined): string {
	return rowFields === undefined ? '' : ` The row has ${list(rowFields)}.`;
}

function sentence(text: string): string {
	const trimmed = text.trim();
	return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function describeValue({ path, value }: UsedValue): string {
	return value === undefined ? ` The row has no ${path}.` : ` ${path} is ${quote(value)}.`;
}

function adviceFor(value: unknown): string {
	if (typeof value !== 'object' || value === null) return 'Correct the expression.';
	const names = Array.isArray(value) ? [] : Object.keys(value);
	return names.length === 0
		? 'Choose a value inside it.'
		: `Choose a value inside it: ${list(names, ' or ')}.`;
}

function message(subject: Subject & { of: 'message' }): string {
	return subject.index === undefined ? 'the message' : `message ${subject.index + 1} of the array`;
}

/**
 * Describes why something was not ingested, and what to do.
 *
 * @param failureMessage why the run stopped, if it did
 * @returns '' for what was accepted
 */
export function describeResult(result: DeliveryResult, failureMessage: string | undefined): string {
	switch (result.status) {
		case 'accepted':
			return '';
		case 'refused':
			return describeRefusal(result.cause, result.detail);
		case 'unknown':
			return `${describeUnknown(result.cause, result.attempts)} It may have arrived. Sending it again is safe.`;
		case 'unsent':
			return `${describeUnsent(result.attempts, failureMessage)} Sending it again is safe.`;
	}
}

function describeUnknown(cause: UnresolvedCause | undefined, attempts: number): string {
	switch (cause) {
		case 'uncounted':
			return 'Amplitude reported no error, but its count of ingested items leaves this one out.';
		case 'failing':
			return `every request with it failed, ${times(attempts)} in all, while others succeeded.`;
		default:
			return `it was sent ${times(attempts)}, and no valid response came back.`;
	}
}

function describeUnsent(attempts: number, failureMessage: string | undefined): string {
	if (failureMessage !== undefined) {
		return attempts > 0
			? `it was not accepted, and the run stopped. ${failureMessage}.`
			: `the run stopped before it was sent. ${failureMessage}.`;
	}
	if (attempts > 0) return 'it could not be delivered.';
	return 'an earlier part of its conversation was not accepted, so it was not sent.';
}

/** @param detail the API's own words, if there are any */
export function describeRefusal(cause: 'api' | 'tooLarge', detail: string | undefined): string {
	if (cause === 'tooLarge') {
		return 'Amplitude says that it is too large (413), though it is under the documented 5 MB. Shorten its text.';
	}
	if (detail === undefined || detail === '') return 'Amplitude refused it without saying why.';
	return `Amplitude refused it: ${quoteWords(detail)}. Correct the row, then send it again. If every row is refused, check the Source ID.`;
}
