/** Rows that meet different fates, and a workflow that sends them. */
import { expect } from '@jest/globals';
import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowData } from '../../tools/editor/n8n/rest.mts';
import {
	assemble,
	branches,
	feedback,
	inlineRows,
	rowsName,
	trigger,
	type NodePart,
} from '../../tools/editor/workflows/nodes.mts';
import { byHand } from '../../tools/shared/mapper.mts';

/** The text of a row. */
const BODY = '={{ $json.text?.repeat($json.times ?? 1) }}';

export const good = { id: 'good', text: 'The onboarding flow was confusing' };
export const other = { id: 'other', text: 'The search feature is broken on mobile' };
export const noText = { id: 'no-text' };
/** Repeated by the mapping to more than the API takes in a body. */
export const tooLong = { id: 'too-long', text: 'A little too much. ', times: 1_000 };

/** The reasons of those that cannot be ingested, at the row of this number. */
export const noTextReason = (row: number) =>
	expect.stringMatching(
		new RegExp(`^Row ${row}: Text, from .*, has no value in this row, and there are no messages`),
	);
export const tooLongReason = (row: number) =>
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

/** Looks up the input row that a row behind the node came from. */
function inputLookup(name: string): NodePart {
	const input = {
		id: 'input',
		name: 'input',
		type: 'string',
		value: `={{ $('${rowsName}').item.json.id }}`,
	};
	return {
		name,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { assignments: { assignments: [input] }, options: {} },
	};
}

/** A workflow that sends the rows as items; nodes behind each output look up the input row of what they get. */
export function delivering(setup: Setup): WorkflowData {
	const { credentialId, sourceId, rows, parameters, settings } = setup;
	const item = byHand({
		unique_id: '={{ $json.id }}',
		body: BODY,
	});
	const node = feedback(
		credentialId,
		{ operation: 'ingestItems', sourceId, messages: 'none', item, options: {}, ...parameters },
		settings,
	);
	const { delivered, failed } = branches;
	const ends = settings?.onError === 'continueErrorOutput' ? [delivered, failed] : [delivered];
	return assemble(sourceId, [trigger, ...inlineRows(rows), node], ends.map(inputLookup));
}
