import type { MappingPlan } from '../mapping/mapRow';
import { RowProblem, type Problem } from '../mapping/problem';
import type { Operation } from './operation';
import type { RowReader } from './rowReader';

/** Whatever goes wrong with a row is that row's problem: an expression of it, for example. */
export function toProblem(
	error: unknown,
	reader: RowReader,
	operation: Operation,
	plan: MappingPlan,
): Problem {
	if (error instanceof RowProblem) return withPath(error.problem, reader, operation, plan);
	return { kind: 'unreadableRow', message: error instanceof Error ? error.message : String(error) };
}

/** Says of a value of the wrong form where it was read, so that the parameter can be found. */
function withPath(
	problem: Problem,
	reader: RowReader,
	{ itemPath }: Operation,
	{ paths }: MappingPlan,
): Problem {
	if (!('field' in problem)) return problem;
	const { subject, field } = problem;
	if (subject.of === 'message' && subject.index !== undefined) {
		return { ...problem, path: paths[field] };
	}
	const name = subject.of === 'item' ? itemPath(field) : `message.value.${field}`;
	const saved = reader.saved(name);
	const isExpression = typeof saved === 'string' && saved.startsWith('=');
	return isExpression ? { ...problem, path: saved.slice(1) } : problem;
}
