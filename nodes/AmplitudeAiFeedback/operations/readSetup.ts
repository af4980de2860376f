import type { MappingPlan } from '../mapping/mapRow';
import { API_FORMAT, type MessageFormat } from '../mapping/messageFormat';
import { FORMAT_CHOICES } from '../parameters/blocks';
import type { ParameterReader } from '../reading/parameterReader';
import { OPERATIONS } from './index';
import type { Operation } from './operation';
import { readAdditionalFields, type AdditionalField } from './readAdditionalFields';
import { readMessageFormat } from './readMessageFormat';

/** What a run does with its rows. */
export interface Setup {
	operation: Operation;
	plan: MappingPlan;
	/** Fields that users add to items themselves. */
	additionalFields: readonly AdditionalField[];
}

/**
 * Reads the parameters that are the same for all rows.
 *
 * @throws Error for an operation, a message layout or a message format that does not exist or is not
 *   filled in
 */
export function readSetup(
	reader: ParameterReader,
	context: Omit<MappingPlan, 'operation' | 'messageLayout' | 'messageFormat'>,
): Setup {
	const operation = chosen('Operation', OPERATIONS, reader.runParameter('operation'));
	const { name, displayName, options } = operation.messageLayout;
	const messageLayout = chosen(displayName, options, reader.runParameter(name)).value;
	const messageFormat = messageLayout === 'array' ? readFormat(reader, operation) : API_FORMAT;
	const hasAdditionalFields = operation.parameters.some(({ name }) => name === 'additionalFields');
	return {
		operation,
		additionalFields: hasAdditionalFields ? readAdditionalFields(reader) : [],
		plan: { operation: operation.rowsAre, messageLayout, messageFormat, ...context },
	};
}

function readFormat(reader: ParameterReader, { parameters }: Operation): MessageFormat {
	const labelOf = (name: string) =>
		parameters.find((parameter) => parameter.name === name)?.displayName ?? name;
	const value = reader.runParameter('messageFormat') ?? 'api';
	const format = chosen(labelOf('messageFormat'), FORMAT_CHOICES, value).value;
	return readMessageFormat(reader, format, labelOf);
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
