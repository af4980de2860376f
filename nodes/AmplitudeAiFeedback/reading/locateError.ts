import type { FieldName } from '../mapping/feedbackItem';
import type { MessageFormat } from '../mapping/messageFormat';
import { detailsOf, type RowErrorDetails } from '../mapping/rowError';
import type { ParameterReader } from './parameterReader';

/** Where the values of a run's rows come from. */
export interface ValueOrigins {
	/** Names the parameter that a field of the item is read from. */
	itemParameter(field: FieldName): string;
	/** How the messages of an array are read. */
	messageFormat: MessageFormat;
}

/**
 * Turns whatever failed while a row was read or mapped into that row's error, and adds the expression
 * or path that gave the value at fault, so that users find the parameter to change.
 */
export function locateError(
	error: unknown,
	reader: ParameterReader,
	origins: ValueOrigins,
): RowErrorDetails {
	return locateDetails(detailsOf(error), reader, origins);
}

/** Adds to a row's error the expression or path that gave the value at fault. */
export function locateDetails(
	details: RowErrorDetails,
	reader: ParameterReader,
	{ itemParameter, messageFormat }: ValueOrigins,
): RowErrorDetails {
	if (!('field' in details)) return details;
	const { subject, field } = details;
	if (subject.of === 'message' && subject.index !== undefined) {
		return { ...details, path: messageFormat.fields[field]?.paths.join(' or ') };
	}
	const name = subject.of === 'item' ? itemParameter(field) : `message.value.${field}`;
	const saved = reader.rawParameter(name);
	const isExpression = typeof saved === 'string' && saved.startsWith('=');
	return isExpression ? { ...details, path: saved.slice(1) } : details;
}
