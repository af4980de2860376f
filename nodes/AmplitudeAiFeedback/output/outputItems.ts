import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { atRow } from './messages/format';
import { isDone, type RowResult } from './rowResult';

/** How row results become output items. */
export interface OutputForm {
	includeInputFields: boolean;
	/** Whether rows that are not done leave on the node's error output. */
	errorOutput: boolean;
}

/**
 * Returns one output item for each input row, in input order, each paired with its input row.
 *
 * For the error output an item is exactly `{error, message}`: with any other key some n8n versions
 * take it for a success. n8n itself then puts the input row's fields around the two.
 *
 * @param results by input row
 */
export function toOutputItems(
	rows: readonly INodeExecutionData[],
	results: readonly RowResult[],
	{ includeInputFields, errorOutput }: OutputForm,
): INodeExecutionData[] {
	return rows.map(({ json: input, binary }, row) => {
		const result = results[row] as RowResult;
		const pairedItem = { item: row };
		if (errorOutput && !isDone(result.status)) {
			const message = atRow(row, result.reason ?? '');
			return { json: { error: result.status, message }, pairedItem };
		}
		const json = toJson(row, result);
		if (!includeInputFields) return { json, pairedItem };
		const withInput = { json: { ...inputFields(input), ...json }, pairedItem };
		return binary === undefined ? withInput : { ...withInput, binary };
	});
}

/**
 * Fields of an input row that would read as this node's result. By a field "error" n8n's setting
 * "Retry On Fail" takes the whole run for failed, and runs it again.
 */
export const RESULT_FIELDS = ['error', 'message_id', 'status', 'reason', 'request', 'attempts'];

function inputFields(json: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(json).filter(([name]) => !RESULT_FIELDS.includes(name)));
}

function toJson(row: number, result: RowResult): IDataObject {
	const { status, uniqueId, messageId, reason, request, attempts } = result;
	const json: IDataObject = { unique_id: uniqueId };
	if (messageId !== undefined) json.message_id = messageId;
	json.status = status;
	if (reason !== undefined) json.reason = atRow(row, reason);
	if (request !== undefined) json.request = request;
	if (attempts !== undefined) json.attempts = attempts;
	return json;
}
