import type { MappingPlan } from '../mapping/mapRow';
import { toMessagePaths } from '../mapping/messagePaths';
import type { ParameterReader } from '../reading/parameterReader';
import { OPERATIONS } from './index';
import type { Operation } from './operation';

/** What a run does with its rows. */
export interface Setup {
	operation: Operation;
	plan: MappingPlan;
}

/**
 * Reads the parameters that are the same for all rows.
 *
 * @throws Error for an operation or a message layout that does not exist
 */
export function readSetup(
	reader: ParameterReader,
	context: Omit<MappingPlan, 'operation' | 'messageLayout' | 'paths'>,
): Setup {
	const operation = chosen('Operation', OPERATIONS, reader.runParameter('operation'));
	const { name, displayName, options } = operation.messageLayout;
	const messageLayout = chosen(displayName, options, reader.runParameter(name)).value;
	const paths = messageLayout === 'array' ? reader.runParameter('messageFields') : undefined;
	return {
		operation,
		plan: {
			operation: operation.rowsAre,
			messageLayout,
			paths: toMessagePaths(paths),
			...context,
		},
	};
}

/** Finds the choice of a dropdown. A workflow that was edited by hand can hold any value. */
function chosen<Choice extends { name: string; value: unknown }>(
	parameter: string,
	choices: readonly Choice[],
	value: unknown,
): Choice {
	const choice = choices.find((candidate) => candidate.value === value);
	if (choice !== undefined) return choice;
	const names = choices.map(({ name }) => `"${name}"`).join(', ');
	throw new Error(
		`The parameter "${parameter}" has the unknown value ${JSON.stringify(value)}. Choose one of ${names}.`,
	);
}
