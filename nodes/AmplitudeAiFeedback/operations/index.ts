import type { INodeProperties } from 'n8n-workflow';
import { sourceId } from '../parameters/blocks';
import { optionsParameter } from '../parameters/options';
import { appendReplies } from './appendReplies';
import { ingestItems } from './ingestItems';
import type { Operation } from './operation';

/** The node's operations, by name as n8n sorts lists. */
export const OPERATIONS: readonly Operation[] = [appendReplies, ingestItems];

/**
 * The only resource. It is never shown: n8n tells an AI agent what a tool does by the operation's action
 * only where the operation belongs to a resource, in makeDescription of n8n-workflow 1.123 and 2.41.
 */
const RESOURCE = 'feedback';

/** The node's whole form. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'hidden',
		noDataExpression: true,
		default: RESOURCE,
		options: [{ name: 'Feedback', value: RESOURCE }],
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'ingestItems',
		displayOptions: { show: { resource: [RESOURCE] } },
		options: OPERATIONS.map(({ name, value, action, description }) => ({
			name,
			value,
			action,
			description,
		})),
	},
	sourceId,
	...OPERATIONS.flatMap(formOf),
	optionsParameter,
];

/** An operation's own parameters, shown for it alone. */
function formOf({ value, messageLayout, parameters }: Operation): INodeProperties[] {
	return [messageLayout, ...parameters].map((parameter) => ({
		...parameter,
		displayOptions: { show: { operation: [value], ...parameter.displayOptions?.show } },
	}));
}

const NAMES = Object.fromEntries(OPERATIONS.map(({ value, name }) => [value, name]));

/** An expression for the line under the node's name: the name of the operation. */
export const subtitle = `={{ (${JSON.stringify(NAMES)})[$parameter["operation"]] }}`;
