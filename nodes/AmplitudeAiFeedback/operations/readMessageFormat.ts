import { FIELD_LABELS, FIELD_NAMES, type FieldName } from '../mapping/feedbackItem';
import { property } from '../mapping/fields';
import { knownFormat } from '../mapping/formats/index';
import { condition, type Condition } from '../mapping/messageFilter';
import { API_FORMAT, at, type FieldSource, type MessageFormat } from '../mapping/messageFormat';
import { FILTER_OPERATORS } from '../parameters/blocks';
import { toElementPaths } from '../reading/elementPath';
import { compileFieldPath, type FieldPath } from '../reading/fieldPath';
import type { ParameterReader } from '../reading/parameterReader';

/**
 * Reads how the messages of an array are to be read.
 *
 * @param format the value of the parameter "Message Format", one that exists
 * @param labelOf gives the label of a parameter
 * @throws Error when the format is "Custom" and its text or a condition of its filter is not filled in
 */
export function readMessageFormat(
	reader: ParameterReader,
	format: string,
	labelOf: (parameter: string) => string,
): MessageFormat {
	if (format === 'api') return API_FORMAT;
	const known = knownFormat(format);
	if (known !== undefined) return known;
	const array = compileFieldPath(String(reader.rawParameter('messageArray')));
	const fields = readFields(reader, array);
	if (fields.body === undefined) {
		throw new Error(
			`"${labelOf('messageFields')}" has no "${FIELD_LABELS.body}". Enter the name of the property that holds the text of a message.`,
		);
	}
	return {
		fields: { ...fields, body: fields.body },
		sentWhen: [readConditions(reader, array, labelOf('messageFilter'))],
	};
}

function readFields(
	reader: ParameterReader,
	array: FieldPath | undefined,
): Partial<Record<FieldName, FieldSource>> {
	const fields: Partial<Record<FieldName, FieldSource>> = {};
	const saved = toObject(reader.rawParameter('messageFields'));
	for (const name of FIELD_NAMES) {
		const text = pathText(reader, `messageFields.${name}`, property(saved, name));
		const paths = toElementPaths(text, array).filter((path) => path !== '');
		if (paths.length > 0) fields[name] = at(...paths);
	}
	return fields;
}

/** An expression that is a plain field was dragged there: its path is meant, and not the value of the first row. */
function pathText(reader: ParameterReader, parameter: string, saved: unknown): string {
	if (typeof saved !== 'string') return '';
	if (!saved.startsWith('=')) return saved;
	const isField = compileFieldPath(saved) !== undefined;
	const text = isField
		? saved.replace(/^=\{\{\s*\$json\s*(?:\?\.|\.)?|\s*\}\}$/g, '')
		: reader.runParameter(parameter);
	return typeof text === 'string' ? text : '';
}

function readConditions(
	reader: ParameterReader,
	array: FieldPath | undefined,
	label: string,
): Condition[] {
	const { conditions = [] } = toObject(reader.runParameter('messageFilter'));
	if (!Array.isArray(conditions))
		throw new Error(`The parameter "${label}" cannot be read. Fill it in again.`);
	return conditions.map((one: unknown, index) => {
		const { property: name, operator = 'is', value = '' } = toObject(one);
		const text = typeof name === 'string' ? name.trim() : '';
		const what = `Condition ${index + 1} of "${label}"`;
		if (text === '') {
			throw new Error(
				`${what} has no property. Enter the name of a property of the messages, such as "public".`,
			);
		}
		const known = FILTER_OPERATORS.find((choice) => choice.value === operator);
		if (known === undefined)
			throw new Error(
				`${what} has the unknown operator ${JSON.stringify(operator)}. Choose one of those that the editor offers.`,
			);
		if (typeof value === 'object')
			throw new Error(`${what} has a list or an object as its value. Enter a text.`);
		return condition(toElementPaths(text, array), known.value, String(value));
	});
}

function toObject(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
