import type { Execution } from '../../../tools/editor/n8n/execution.mts';
import type { RunningN8n } from '../running-n8n.mts';
import { countSent } from '../../../tools/demo/feedback-api.mts';
import { branches, feedbackName } from '../../../tools/editor/workflows/nodes.mts';

/** What the node gave out by one of its outputs, as n8n keeps it. */
export const given = (execution: Execution, output = 0) => execution.rows(feedbackName, output);

/** The values of one field of those rows. */
export const valuesOf = (execution: Execution, field: string, output = 0) =>
	given(execution, output).map(({ json }) => json[field]);

/** The ids of the input rows that a node behind the given output looked up. */
export const lookedUp = (execution: Execution, branch: keyof typeof branches) =>
	execution.rows(branches[branch]).map(({ json }) => json.input);

/** How many requests came for a source. */
export const requestsFor = ({ session }: RunningN8n, sourceId: string) =>
	countSent(session.api, sourceId).requests;

/** The ids of the items that the API holds of a source. */
export const held = ({ session }: RunningN8n, sourceId: string) =>
	session.api.store.items(sourceId).map(({ unique_id }) => unique_id);
