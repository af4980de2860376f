import { FIELD_NAMES, type FieldName, type Fields } from './feedbackItem';
import { RowError, type Subject } from './rowError';
import { isSerialDay, toUtc } from './time';

/** What mapping needs to know besides the row itself. */
export interface MappingContext {
	/** IANA name of the workflow's time zone, for times without an offset. */
	timeZone: string;
}

/** What no-code tools use for "nothing here". It is left out, never sent. */
export function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/**
 * Mapped values to the text that is sent. A field without a value is left out, text stays as it is.
 *
 * @param raw values by the API's field names, as an expression or an array element gave them
 * @throws RowProblem naming the field and value that cannot be sent
 */
export function toFields(
	raw: Readonly<Record<string, unknown>>,
	subject: Subject,
	{ timeZone }: MappingContext,
): Fields {
	const fields: Fields = {};
	for (const field of FIELD_NAMES) {
		const value = Object.hasOwn(raw, field) ? raw[field] : undefined;
		if (isEmpty(value)) continue;
		if (field === 'created_at') {
			const time = toUtc(value, timeZone);
			if (time === undefined) {
				const kind = isSerialDay(value) ? 'serialDay' : 'unreadableTime';
				throw new RowError({ kind, subject, field, value });
			}
			fields[field] = time;
		} else {
			fields[field] = toText(value, field, subject);
		}
	}
	return fields;
}

/**
 * @throws RowProblem for values that are not text: objects, arrays, and numbers that have lost digits
 */
export function toText(value: unknown, field: FieldName, subject: Subject): string {
	switch (typeof value) {
		case 'string':
			return value;
		case 'number':
			if (!Number.isFinite(value)) throw new RowError({ kind: 'notText', subject, field, value });
			// Past 2^53 neighbouring whole numbers share one value, so the digits are no longer known.
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
