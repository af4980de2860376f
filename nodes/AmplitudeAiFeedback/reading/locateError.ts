import type { FieldName } from '../mapping/feedbackItem';
import type { MessageFormat } from '../mapping/messageFormat';
import { detailsOf, type Origin, type RowErrorDetails, type Subject } from '../mapping/rowError';
import { compileFieldPath } from './fieldPath';
import type { ParameterReader } from './parameterReader';
import { usedValues } from './rowValues';

/** Where the values of a run's rows come from. */
export interface ValueOrigins {
	/** Names the parameter that a field of the item is read from. */
	itemParameter(field: FieldName): string;
	/** Gives the label of a parameter; undefined for a field of a resource mapper, which has its own. */
	labelOf(parameter: string): string | undefined;
	/** How the messages of an array are read. */
	messageFormat: MessageFormat;
	/** Whether "Generate Missing IDs" can make the IDs of items. */
	canGenerateItemIds: boolean;
}

/**
 * Turns whatever failed while a row was read or mapped into that row's error, and adds where the value at
 * fault was read.
 */
export function locateError(
	error: unknown,
	reader: ParameterReader,
	row: number,
	origins: ValueOrigins,
): RowErrorDetails {
	return locateDetails(detailsOf(error), reader, row, origins);
}

/** Adds to a row's error where the value at fault was read, and what the row has instead. */
export function locateDetails(
	details: RowErrorDetails,
	reader: ParameterReader,
	row: number,
	origins: ValueOrigins,
): RowErrorDetails {
	const rowFields = () => Object.keys(reader.json(row));
	switch (details.kind) {
		case 'inexactNumber':
		case 'notText':
		case 'unreadableTime':
		case 'serialDay':
			return { ...details, ...originOf(details.subject, details.field, reader, row, origins) };
		case 'missingId': {
			const { subject } = details;
			const origin = originOf(subject, 'unique_id', reader, row, origins);
			const canGenerate = subject.of === 'message' || origins.canGenerateItemIds;
			const isInArray = subject.of === 'message' && subject.index !== undefined;
			return { ...details, ...origin, canGenerate, ...(!isInArray && { rowFields: rowFields() }) };
		}
		case 'emptyItem': {
			const origin = originOf({ of: 'item' }, 'body', reader, row, origins);
			return { ...details, ...origin, rowFields: rowFields() };
		}
		case 'notAnArray':
			return { ...details, ...parameterOrigin('messageArray', reader, row, origins) };
		case 'sourceId':
			return { ...details, ...parameterOrigin('sourceId', reader, row, origins) };
		case 'objectInText':
		case 'failedExpression':
			return { ...details, ...parameterOrigin(details.parameter, reader, row, origins) };
		default:
			return details;
	}
}

function originOf(
	subject: Subject,
	field: FieldName,
	reader: ParameterReader,
	row: number,
	origins: ValueOrigins,
): Origin {
	if (subject.of === 'message' && subject.index !== undefined) {
		const paths = origins.messageFormat.fields[field]?.paths;
		return paths === undefined ? {} : { from: paths.map((path) => `"${path}"`).join(' or ') };
	}
	const name = subject.of === 'item' ? origins.itemParameter(field) : `message.value.${field}`;
	return parameterOrigin(name, reader, row, origins);
}

function parameterOrigin(
	parameter: string,
	reader: ParameterReader,
	row: number,
	{ labelOf }: ValueOrigins,
): Origin {
	const label = labelOf(parameter);
	const [mapper = '', isValue, field] = parameter.split('.');
	if (isValue === 'value' && field !== undefined && isAutomatic(reader.rawParameter(mapper))) {
		return { label, from: `the field "${field}"` };
	}
	const saved = reader.rawParameter(parameter);
	if (typeof saved !== 'string' || !/^=\s*\S/.test(saved)) return { label };
	const from = saved.slice(1).trim();
	// The value of a plain field is the one that is at fault.
	const isField = compileFieldPath(saved) !== undefined;
	return isField ? { label, from } : { label, from, values: usedValues(from, reader.json(row)) };
}

function isAutomatic(mapper: unknown): boolean {
	return (Object(mapper) as { mappingMode?: unknown }).mappingMode === 'autoMapInputData';
}
