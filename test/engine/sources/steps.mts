/** n8n's built-in nodes as steps between a source's rows and the node, in the shape their rows have. */
import type { IDataObject } from 'n8n-workflow';
import type { UpstreamNode } from '../../../tools/engine/harness.mts';

/** The rows of a source, under the name of the node that gives them: `$('Tickets')`. */
export function rowsOf(name: string): UpstreamNode {
	return { name, map: (row) => row };
}

/** The HTTP Request node: one request for each row; an answer that is a list becomes a row for each. */
export function httpRequest(
	name: string,
	answer: (row: IDataObject) => IDataObject | IDataObject[],
): UpstreamNode {
	return { name, map: answer };
}

/** The Split Out node: a row for each element of a list, and no other fields. */
export function splitOut(field: string): UpstreamNode {
	return { name: 'Split Out', map: (row) => row[field] as IDataObject[] };
}

/** The Filter node: rows that fit. */
export function filter(fits: (row: IDataObject) => boolean): UpstreamNode {
	return { name: 'Filter', map: (row) => (fits(row) ? row : []) };
}
