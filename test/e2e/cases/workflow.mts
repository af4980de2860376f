import { expect } from '@jest/globals';
import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowData } from '../../../tools/editor/n8n/workflow.mts';
import { byHand } from '../../../tools/editor/workflows/mapper.mts';
import {
	feedback,
	readingTheInput,
	rowsGivenOut,
	trigger,
	type NodePart,
} from '../../../tools/editor/workflows/nodes.mts';

/** Rows of which each meets another fate. */
export const good = { id: 'good', text: 'The onboarding flow was confusing' };
export const other = { id: 'other', text: 'The search feature is broken on mobile' };
export const noText = { id: 'no-text', text: '' };
/** Repeated by the mapping to more than the API takes in a body. */
export const tooLong = { id: 'too-long', text: 'A little too much. ', times: 1_000 };

/** What the node says of those that cannot be ingested, at the row of this number. */
export const saysNoText = (row: number) =>
	`Row ${row}: the item has no "body" and no messages, so there is nothing to send. Map its text to "body".`;
export const saysTooLong = (row: number) =>
	expect.stringMatching(
		new RegExp(`^Row ${row}: Amplitude refused it: "Body text exceeds maximum length`),
	);

/** How the node is set up for some rows. */
export interface Setup {
	readonly credentialId: string;
	readonly sourceId: string;
	readonly rows: readonly object[];
	readonly parameters?: INodeParameters;
	/** Settings of the node, such as "On Error". */
	readonly settings?: Partial<INode>;
}

/** The node with a row for each item. */
export function ingesting({ credentialId, sourceId, parameters, settings }: Setup): NodePart {
	const item = byHand({
		unique_id: '={{ $json.id }}',
		body: '={{ $json.text.repeat($json.times ?? 1) }}',
	});
	return feedback(
		credentialId,
		{
			operation: 'ingestItems',
			sourceId,
			messages: 'none',
			item,
			options: {},
			...parameters,
		},
		settings,
	);
}

/** A workflow that delivers the rows; nodes behind each output look up the input row of what they get. */
export function delivering(setup: Setup): WorkflowData {
	return readingTheInput(setup.sourceId, [trigger, ...rowsGivenOut(setup.rows), ingesting(setup)]);
}
