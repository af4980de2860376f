import type { MappingPlan } from '../mapping/mapRow';
import { RowError, type RowErrorDetails } from '../mapping/rowError';
import type { Operation } from '../operations/operation';
import type { ParameterReader } from './parameterReader';

/** Whatever goes wrong with a row is that row's problem: an expression of it, for example. */
export function locateError(
	error: unknown,
	reader: ParameterReader,
	operation: Operation,
	plan: MappingPlan,
): RowErrorDetails {
	if (error instanceof RowError) return withPath(error.details, reader, operation, plan);
	return { kind: 'unreadableRow', message: error instanceof Error ? error.message : String(error) };
}

/** Says of a value of the wrong form where it was read, so that the parameter can be found. */
function withPath(
	problem: RowErrorDetails,
	reader: ParameterReader,
	{ itemPath }: Operation,
	{ paths }: MappingPlan,
): RowErrorDetails {
	if (!('field' in problem)) return problem;
	const { subject, field } = problem;
	if (subject.of === 'message' && subject.index !== undefined) {
		return { ...problem, path: paths[field] };
	}
	const name = subject.of === 'item' ? itemPath(field) : `message.value.${field}`;
	const saved = reader.rawParameter(name);
	const isExpression = typeof saved === 'string' && saved.startsWith('=');
	return isExpression ? { ...problem, path: saved.slice(1) } : problem;
}
