import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Sliced } from '../slices';
import { atRow } from './messages/format';
import { isDone, nextAction, type RowResult } from './rowResult';

/** Which rows the node passes on. */
export type OutputMode = 'rows' | 'problems' | 'summary';

/** How row results become output items. */
export interface OutputForm {
	output: OutputMode;
	includeInputFields: boolean;
	/** Whether rows that are not done leave on the node's error output. */
	errorOutput: boolean;
}

/** The key that holds those fields of an input row whose names the result needs. */
export const INPUT_KEY = 'input';

/**
 * Returns the output items in input order, each paired with its input row; in the mode `summary` one
 * item that is paired with all of them comes first.
 *
 * On the error output a row keeps all of its own fields, and `error` holds its result. Such an item
 * has no other key: n8n-core 1.123 and 2.41 take it for a failure only then, and put the input row's
 * fields around it. (The item's own `error` property does not work: the engine then replaces its fields.)
 *
 * @param results by input row
 * @param summary the row that sums the run up; for the mode `summary`
 */
export function* toOutputItems(
	rows: readonly INodeExecutionData[],
	results: readonly RowResult[],
	{ output, includeInputFields, errorOutput }: OutputForm,
	summary: () => IDataObject,
): Sliced<INodeExecutionData[]> {
	const toJson = resultWriter(results);
	const items: INodeExecutionData[] = [];
	if (output === 'summary') {
		items.push({ json: summary(), pairedItem: rows.map((_, item) => ({ item })) });
	}
	for (const [row, { json: input, binary }] of rows.entries()) {
		yield;
		const result = results[row] as RowResult;
		const pairedItem = { item: row };
		const isProblem = !isDone(result.status);
		if (errorOutput && isProblem) {
			items.push({ json: { error: toJson(row, result) }, pairedItem });
		} else if (output === 'rows' || (output === 'problems' && isProblem)) {
			const own = toJson(row, result);
			const json = includeInputFields ? withInputFields(own, input) : own;
			const hasBinary = includeInputFields && binary !== undefined;
			items.push(hasBinary ? { json, pairedItem, binary } : { json, pairedItem });
		}
	}
	return items;
}

/**
 * Puts the fields of an input row around its result, which always has the same place. Fields that
 * the result would replace by another value are kept under a key of their own. So is one named `error`:
 * by it n8n's setting "Retry On Fail" takes the whole run for failed, and runs it again.
 */
function withInputFields(own: IDataObject, input: IDataObject): IDataObject {
	const isReplaced = ([name, value]: [string, unknown]) =>
		name === 'error' || (Object.hasOwn(own, name) && !isSame(value, own[name]));
	const fields = Object.entries(input);
	const replaced = fields.filter(isReplaced);
	if (replaced.length === 0) return { ...input, ...own };
	const others = fields.filter((field) => !isReplaced(field));
	const kept = others.filter(([name]) => name === INPUT_KEY);
	return {
		...Object.fromEntries(others),
		...own,
		[INPUT_KEY]: Object.fromEntries([...replaced, ...kept]),
	};
}

type ResultWriter = (row: number, result: RowResult) => IDataObject;

/** Returns a function that writes results with the same keys for every row of the run. */
function resultWriter(results: readonly RowResult[]): ResultWriter {
	const rowsAreMessages = results.some(({ messageId }) => messageId !== undefined);
	return (row, { status, uniqueId, messageId, reason, request, attempts, preview }) => ({
		unique_id: uniqueId,
		...(rowsAreMessages && { message_id: messageId ?? null }),
		status,
		next: nextAction(status),
		reason: reason === undefined ? '' : atRow(row, reason),
		request: request ?? null,
		attempts: attempts ?? 0,
		...(preview !== undefined && { [rowsAreMessages ? 'message' : 'item']: preview }),
	});
}

/** An ID that is a number in the row is the same ID as text. An object cannot always become text. */
function isSame(one: unknown, other: unknown): boolean {
	const isObject = typeof one === 'object' && one !== null;
	return !isObject && String(one) === String(other);
}
