import type {
	IExecuteData,
	INode,
	INodeType,
	ITaskDataConnections,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';
import { createAdditionalData } from './additional-data.mts';
import type { Engine } from './core.mts';
import type { HarnessCredentials } from './credentials.mts';
import { HarnessNodeTypes } from './node-types.mts';

/** A workflow of one node, as n8n makes it up to answer its editor. */
export interface SingleNode {
	node: INode;
	workflow: Workflow;
	additionalData: IWorkflowExecuteAdditionalData;
	input: ITaskDataConnections;
	executeData: IExecuteData;
}

/** Puts a node into a workflow of its own. */
export function singleNode(
	engine: Engine,
	type: INodeType,
	settings: Pick<INode, 'type' | 'typeVersion' | 'parameters'>,
	credentials: HarnessCredentials,
): SingleNode {
	const reference = credentials.reference();
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		position: [0, 0],
		...settings,
		...(reference && { credentials: reference }),
	};
	const nodeTypes = new HarnessNodeTypes();
	nodeTypes.set(node.type, type);
	const saved = { id: 'temp', name: 'temp', nodes: [node], connections: {} } as unknown;
	return {
		node,
		workflow: new engine.workflow.Workflow({
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes,
		}),
		additionalData: {
			...createAdditionalData(engine, credentials, 'internal', saved as IWorkflowBase),
			currentNodeParameters: node.parameters,
		},
		input: { main: [[{ json: {} }]] },
		executeData: { node, data: {}, source: null },
	};
}
