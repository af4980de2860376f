import {
	RowError,
	type RowErrorDetails,
} from '../../../nodes/AmplitudeAiFeedback/mapping/rowError.ts';

/** The problem that a mapping refuses a row with. */
export function problemOf(map: () => unknown): RowErrorDetails {
	try {
		map();
	} catch (error) {
		if (error instanceof RowError) return error.details;
		throw error;
	}
	throw new Error('It was expected to be refused, and was not.');
}
