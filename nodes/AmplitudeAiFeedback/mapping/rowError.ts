import type { FieldName } from './feedbackItem';

/** What a value belongs to: the row's item, or a message (with its index in an array, from 0). */
export type Subject = { of: 'item' } | { of: 'message'; index?: number };

/** Where a value was read, so that users find the parameter to change. */
export interface Origin {
	/** The parameter's label; without it the field's own. */
	label?: string;
	/** The expression, or the properties in quotes. There is none for fixed text, and where nothing is mapped. */
	from?: string;
	/** Values of the row that the expression computes with. */
	values?: readonly UsedValue[];
}

/** A value that an expression uses, such as `$json.posted`; undefined where the row lacks it. */
export interface UsedValue {
	path: string;
	value: unknown;
}

/** A value that a field cannot be sent with. */
export interface FieldValue extends Origin {
	subject: Subject;
	field: FieldName;
	value: unknown;
}

/** A field that an item or a message needs and does not have. */
export interface MissingField extends Origin {
	/** The fields that the row has instead. */
	rowFields?: readonly string[];
}

/** A time that cannot be read. */
export interface UnreadableTime extends FieldValue {
	kind: 'unreadableTime';
	/** The Luxon formats that it can have. */
	formats: readonly string[];
	/** The format that it does not have, if the user gave one. */
	dateFormat?: string;
}

/** Why a row cannot be sent. Facts only: `output` words them. */
export type RowErrorDetails =
	| (MissingField & { kind: 'missingId'; subject: Subject; canGenerate?: boolean })
	| (FieldValue & { kind: 'inexactNumber' | 'notText' | 'serialDay' })
	| UnreadableTime
	| { kind: 'additionalField'; name: string; value: unknown; cause: 'inexact' | 'notJson' }
	| (Origin & { kind: 'objectInText'; parameter: string; text: string })
	| (Origin & {
			kind: 'failedExpression';
			parameter: string;
			text: string;
			message: string;
	  })
	| (MissingField & { kind: 'emptyItem' })
	| (Origin & { kind: 'notAnArray'; value: unknown })
	| { kind: 'notAMessage'; index: number; value: unknown }
	| { kind: 'nestedParts'; index: number }
	| { kind: 'noTextProperty'; paths: readonly string[]; properties: readonly string[] }
	| { kind: 'otherFormat'; format: string; marks: readonly string[]; properties: readonly string[] }
	| (Origin & { kind: 'sourceId'; value: unknown })
	| { kind: 'tooLarge'; bytes: number; messageId?: string }
	| { kind: 'unreadableRow'; message: string };

/** Thrown while a row is read or mapped, and caught where rows are collected. */
export class RowError extends Error {
	constructor(readonly details: RowErrorDetails) {
		super(details.kind);
	}
}

/** Returns what went wrong, whatever was thrown. */
export function detailsOf(error: unknown): RowErrorDetails {
	if (error instanceof RowError) return error.details;
	return { kind: 'unreadableRow', message: messageOf(error) };
}

/** Returns the message of whatever was thrown. Errors of n8n's expressions are of another context's class. */
export function messageOf(error: unknown): string {
	const { message } = Object(error) as { message?: unknown };
	return typeof message === 'string' ? message : String(error);
}
