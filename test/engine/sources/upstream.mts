/** Stand-ins for n8n's built-in nodes between a source's rows and the node. */
import type { IDataObject } from 'n8n-workflow';
import type { UpstreamNode } from '../../../tools/engine/harness.mts';

/** Passes rows on under the name of the node that gives them, for `$('Tickets')`. */
export function rowsOf(name: string): UpstreamNode {
	return { name, map: (row) => row };
}

/** Stands for an HTTP Request node: one request for each row; an array in the response becomes rows. */
export function httpRequest(
	name: string,
	respond: (row: IDataObject) => IDataObject | IDataObject[],
): UpstreamNode {
	return { name, map: respond };
}

/** Stands for an Edit Fields node that adds fields. */
export function editFields(fields: IDataObject): UpstreamNode {
	return { name: 'Edit Fields', map: (row) => ({ ...row, ...fields }) };
}

/** Stands for a Filter node. */
export function filter(matches: (row: IDataObject) => boolean): UpstreamNode {
	return { name: 'Filter', map: (row) => (matches(row) ? row : []) };
}
