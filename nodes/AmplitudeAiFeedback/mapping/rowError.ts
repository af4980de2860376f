import type { FieldName } from './feedbackItem';

/** What a value belongs to: the row's item, or a message (with its index in an array, from 0). */
export type Subject = { of: 'item' } | { of: 'message'; index?: number };

/** A value that a field cannot be sent with. */
export interface FieldValue {
	subject: Subject;
	field: FieldName;
	value: unknown;
	/** Where it was read: an expression, or the path to a property of an array element. */
	path?: string;
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
	| { kind: 'missingId'; subject: Subject }
	| (FieldValue & { kind: 'inexactNumber' | 'notText' | 'serialDay' })
	| UnreadableTime
	| { kind: 'additionalField'; name: string; value: unknown; cause: 'inexact' | 'notJson' }
	| { kind: 'objectInText'; text: string }
	| { kind: 'emptyItem' }
	| { kind: 'notAnArray'; value: unknown }
	| { kind: 'notAMessage'; index: number; value: unknown }
	| { kind: 'nestedParts'; index: number }
	| { kind: 'noTextProperty'; paths: readonly string[]; properties: readonly string[] }
	| { kind: 'otherFormat'; format: string; marks: readonly string[]; properties: readonly string[] }
	| { kind: 'sourceId'; value: unknown }
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
	return { kind: 'unreadableRow', message: error instanceof Error ? error.message : String(error) };
}
