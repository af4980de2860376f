/** What tests look at in a run of n8n, and at the API afterwards. */
import { countSent } from '../../tools/demo/feedback-api.mts';
import type { Execution } from '../../tools/editor/n8n/execution.mts';
import { branches, feedbackName } from '../../tools/editor/workflows/nodes.mts';
import type { RunningN8n } from './running-n8n.mts';

/** The rows on one of the node's outputs, as n8n keeps them. */
export const outputOf = (execution: Execution, output = 0) => execution.rows(feedbackName, output);

/** The values of one field of those rows. */
export const valuesOf = (execution: Execution, field: string, output = 0) =>
	outputOf(execution, output).map(({ json }) => json[field]);

/** The ids of the input rows that a node behind the given output looked up. */
export const lookedUp = (execution: Execution, branch: keyof typeof branches) =>
	execution.rows(branches[branch]).map(({ json }) => json.input);

/** How many requests came for a source. */
export const requestsFor = ({ session }: RunningN8n, sourceId: string) =>
	countSent(session.api, sourceId).requests;

/** The ids of the items that the API holds of a source. */
export const storedIds = ({ session }: RunningN8n, sourceId: string) =>
	session.api.store.items(sourceId).map(({ unique_id }) => unique_id);
