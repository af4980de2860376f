import { RowProblem, type Problem } from '../../../nodes/AmplitudeAiFeedback/mapping/problem.ts';

/** The problem that a mapping refuses a row with. */
export function problemOf(map: () => unknown): Problem {
	try {
		map();
	} catch (error) {
		if (error instanceof RowProblem) return error.problem;
		throw error;
	}
	throw new Error('It was expected to be refused, and was not.');
}
