import { describe, expect, test } from '@jest/globals';
import { type INode, type INodeType, type INodeTypes, Workflow } from 'n8n-workflow';
import {
	OPERATIONS,
	properties,
	subtitle,
} from '../../../nodes/AmplitudeAiFeedback/operations/index.ts';

/** The names of the parameters that are shown with these values. */
function shownWith(values: Record<string, string>): string[] {
	const all: Record<string, string> = { resource: 'feedback', ...values };
	return properties
		.filter(
			({ type, displayOptions }) =>
				type !== 'hidden' &&
				Object.entries(displayOptions?.show ?? {}).every(([name, allowed]) =>
					allowed?.includes(all[name] ?? ''),
				),
		)
		.map(({ name }) => name);
}

describe('the form of an operation', () => {
	const before = ['operation', 'sourceId'];

	test.each<[Record<string, string>, string[]]>([
		[{ operation: 'ingestItems', messages: 'none' }, ['messages', 'item', 'additionalFields']],
		[
			{ operation: 'ingestItems', messages: 'array' },
			['messages', 'item', 'messageArray', 'messageFormat', 'additionalFields'],
		],
		[
			{ operation: 'ingestItems', messages: 'array', messageFormat: 'custom' },
			[
				'messages',
				'item',
				'messageArray',
				'messageFormat',
				'messageFields',
				'messageFilter',
				'additionalFields',
			],
		],
		[
			{ operation: 'ingestItems', messages: 'rows' },
			['messages', 'itemNotice', 'item', 'messageNotice', 'message', 'additionalFields'],
		],
		[{ operation: 'appendReplies', replies: 'rows' }, ['replies', 'itemId', 'message']],
		[
			{ operation: 'appendReplies', replies: 'array' },
			['replies', 'itemId', 'messageArray', 'messageFormat'],
		],
		[
			{ operation: 'appendReplies', replies: 'array', messageFormat: 'custom' },
			['replies', 'itemId', 'messageArray', 'messageFormat', 'messageFields', 'messageFilter'],
		],
	])('%j shows its own parameters and those that all share', (values, own) => {
		expect(shownWith(values)).toEqual([...before, ...own, 'options']);
	});
});

test.each(OPERATIONS)(
	'$name reads the ID of its items from a parameter of its own',
	(operation) => {
		const [parameter] = operation.itemParameter('unique_id').split('.');
		expect(operation.parameters.map(({ name }) => name)).toContain(parameter);
	},
);

describe('the line under the name of the node', () => {
	test.each(OPERATIONS.map(({ value, name }) => [value, name]))('for %s is %s', (value, name) => {
		const node: INode = {
			id: '1',
			name: 'Node',
			type: 'node',
			typeVersion: 1,
			position: [0, 0],
			parameters: { operation: value },
		};
		const nodeTypes = { getByNameAndVersion: () => ({ description: { properties } }) as INodeType };
		const workflow = new Workflow({
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes: nodeTypes as unknown as INodeTypes,
		});
		expect(workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {})).toBe(name);
	});
});
