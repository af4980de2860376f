import { possibleFormats } from './dateFormats';
import { FIELD_NAMES, type FieldName, type Fields } from './feedbackItem';
import { RowError, type Subject } from './rowError';
import { isLocalTime, isSerialDay, toUtc, type TimeContext } from './time';

/** What mapping needs to know besides the row itself. */
export interface MappingContext extends TimeContext {
	/** Takes a time that has no offset. For dry runs: to find one costs as much as to read two. */
	noteLocalTime?: (value: unknown) => void;
}

/** Whether a value is what no-code tools use for "nothing here". Such a value is never sent. */
export function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** Whether a text is missing, empty or only blanks, so that there is nothing to read in it. */
export function isBlank(value: unknown): boolean {
	return isEmpty(value) || (typeof value === 'string' && value.trim() === '');
}

/** Reads an own property. Inherited ones, such as `constructor`, are not part of the row. */
export function property(value: object, name: string): unknown {
	return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

/**
 * Converts mapped values to the text that is sent. Empty values are left out. Text stays unchanged,
 * except for an email address, from which spaces and the person's name are taken away.
 *
 * @param raw values by the API's field names, as an expression or an array element gave them
 * @throws RowError naming the field and value that cannot be sent
 */
export function toFields(
	raw: Readonly<Record<string, unknown>>,
	subject: Subject,
	context: MappingContext,
): Fields {
	const fields: Fields = {};
	for (const field of FIELD_NAMES) {
		const value = property(raw, field);
		if (field === 'body' ? isBlank(value) : isEmpty(value)) continue;
		if (field === 'created_at') {
			fields[field] = toUtc(value, context) ?? refuseTime(value, subject, context);
			if (context.noteLocalTime && isLocalTime(value, context)) context.noteLocalTime(value);
		} else {
			const text = toText(value, field, subject);
			const sent = field === 'email' ? toAddress(text) : text;
			if (sent !== '') fields[field] = sent;
		}
	}
	return fields;
}

/** How mail programs write a person: a name, then the address in angle brackets. */
const NAME_AND_ADDRESS = /^[^<>]*<\s*([^\s<>@]+@[^\s<>@]+)\s*>$/;

/** @example toAddress('Jane Doe <jane@example.com> ') // jane@example.com */
function toAddress(text: string): string {
	const trimmed = text.trim();
	if (!trimmed.endsWith('>')) return trimmed;
	return NAME_AND_ADDRESS.exec(trimmed)?.[1] ?? trimmed;
}

function refuseTime(value: unknown, subject: Subject, { dateFormat }: MappingContext): never {
	const field = 'created_at';
	if (isSerialDay(value)) throw new RowError({ kind: 'serialDay', subject, field, value });
	const isText = typeof value === 'string' || typeof value === 'number';
	const formats = isText ? possibleFormats(String(value).trim()) : [];
	throw new RowError({ kind: 'unreadableTime', subject, field, value, formats, dateFormat });
}

/**
 * Converts a value to text.
 *
 * @throws RowError for objects, arrays, and numbers that have lost digits
 */
function toText(value: unknown, field: FieldName, subject: Subject): string {
	switch (typeof value) {
		case 'string':
			return value;
		case 'number':
			if (!Number.isFinite(value)) throw new RowError({ kind: 'notText', subject, field, value });
			// Past 2^53 adjacent whole numbers share one value, so the original digits are lost.
			if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
				throw new RowError({ kind: 'inexactNumber', subject, field, value });
			}
			return String(value);
		case 'boolean':
		case 'bigint':
			return String(value);
		default:
			throw new RowError({ kind: 'notText', subject, field, value });
	}
}

/**
 * Checks the documented rule that every item and every message has a `unique_id`.
 *
 * @throws RowError when there is none
 */
export function requireId<T extends Fields>(
	fields: T,
	subject: Subject,
): T & { unique_id: string } {
	if (!hasId(fields)) throw new RowError({ kind: 'missingId', subject });
	return fields;
}

function hasId<T extends Fields>(fields: T): fields is T & { unique_id: string } {
	return fields.unique_id !== undefined;
}
