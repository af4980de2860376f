import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { isFine, type Outcome } from './outcome';
import { atRow } from './wording';

/** How outcomes become output rows. */
export interface RowForm {
	includeInputFields: boolean;
	/** Whether rows that are not fine leave on the node's error output. */
	errorOutput: boolean;
}

/**
 * One output row for each input row, in input order, each paired with its input row.
 *
 * For the error output a row is exactly `{error, message}`: with any other key some n8n versions
 * take it for a success. n8n itself then puts the input row's fields around the two.
 *
 * @param outcomes by input row
 */
export function toRows(
	input: readonly INodeExecutionData[],
	outcomes: readonly Outcome[],
	{ includeInputFields, errorOutput }: RowForm,
): INodeExecutionData[] {
	return input.map((item, row) => {
		const outcome = outcomes[row] as Outcome;
		const pairedItem = { item: row };
		if (errorOutput && !isFine(outcome.status)) {
			const message = atRow(row, outcome.reason ?? '');
			return { json: { error: outcome.status, message }, pairedItem };
		}
		const json = toJson(row, outcome);
		return { json: includeInputFields ? { ...inputFields(item.json), ...json } : json, pairedItem };
	});
}

/**
 * Fields of an input row that would read as this node's answer. By a field "error" n8n's setting
 * "Retry On Fail" takes the whole run for failed, and runs it again.
 */
const ANSWER_FIELDS = ['error', 'message_id', 'status', 'reason', 'request', 'attempts'];

function inputFields(json: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(json).filter(([name]) => !ANSWER_FIELDS.includes(name)));
}

function toJson(row: number, outcome: Outcome): IDataObject {
	const { status, uniqueId, messageId, reason, request, attempts } = outcome;
	const json: IDataObject = { unique_id: uniqueId };
	if (messageId !== undefined) json.message_id = messageId;
	json.status = status;
	if (reason !== undefined) json.reason = atRow(row, reason);
	if (request !== undefined) json.request = request;
	if (attempts !== undefined) json.attempts = attempts;
	return json;
}
