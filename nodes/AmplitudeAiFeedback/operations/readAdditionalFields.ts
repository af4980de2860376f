import { isReservedName } from '../mapping/additionalFields';
import type { ParameterReader } from '../reading/parameterReader';

/** A field that users add to items themselves. */
export interface AdditionalField {
	name: string;
	/** Where its value is in the node's parameters. */
	parameter: string;
}

/**
 * Reads which fields are added to items, the same for all rows.
 *
 * @throws Error for fields that are no list, for one without a name, with a name of the API's own, or with the same name as another
 */
export function readAdditionalFields(reader: ParameterReader): AdditionalField[] {
	const saved = reader.rawParameter('additionalFields');
	const { fields = [] } = Object(saved) as { fields?: unknown };
	if (!Array.isArray(fields))
		throw new Error('The parameter "Additional Fields" cannot be read. Fill it in again.');
	const names = new Set<string>();
	return fields.map((_field, index) => {
		const parameter = `additionalFields.fields[${index}]`;
		const given = reader.runParameter(`${parameter}.name`);
		const name = typeof given === 'string' ? given.trim() : '';
		if (name === '')
			throw new Error(`Additional field ${index + 1} has no name. Enter one, or remove the field.`);
		if (isReservedName(name)) {
			throw new Error(
				`The additional field "${name}" cannot have this name. Map it where the node has a field for it, or choose another name.`,
			);
		}
		if (names.has(name))
			throw new Error(`There are two additional fields with the name "${name}". Remove one.`);
		names.add(name);
		return { name, parameter: `${parameter}.value` };
	});
}

/** Reads a row's values of these fields, by name. @throws as ParameterReader does */
export function readAdditionalValues(
	reader: ParameterReader,
	row: number,
	fields: readonly AdditionalField[],
): Record<string, unknown> {
	const values: Record<string, unknown> = {};
	for (const { name, parameter } of fields) values[name] = reader.rowParameter(parameter, row);
	return values;
}
