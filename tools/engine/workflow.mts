import type {
	IConnections,
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeType,
	IVersionedNodeType,
	IWorkflowBase,
} from 'n8n-workflow';
import { defaultVersion, type Execute, HarnessNodeTypes, harnessNodeType } from './node-types.mts';
import { recorded, type Recording, versionOf } from './node-types.mts';

/** The name of the start node, which emits the input rows: `$('Rows')`. */
export const ROWS = 'Rows';

/** The name of the node under test. */
export const NODE = 'Node under test';

const PACKAGE = 'n8n-nodes-amplitude-ai-feedback';
const HARNESS = 'harness';

/** A step between the rows and the node under test: `$('name')` is what it made of each row. */
export interface UpstreamNode {
	name: string;
	/** One row in, one row or several out; each is paired with the row it came from. */
	map(row: IDataObject, index: number): IDataObject | IDataObject[];
}

/** The settings of the node under test, as in a saved workflow. */
export type NodeSettings = Pick<INode, 'parameters'> & Partial<INode>;

/** A sink's execution context and what came in, kept for looking up pairs after the run. */
export interface Arrival {
	context: IExecuteFunctions;
	items: INodeExecutionData[];
}

/** A workflow in the form n8n saves it, with the node types it needs. */
export interface TestWorkflow {
	saved: IWorkflowBase;
	nodeTypes: HarnessNodeTypes;
	/** The node that feeds the node under test. */
	parent: string;
	recording: Recording;
	arrivals: { success: Arrival[]; error: Arrival[] };
}

/** Rows, steps, the node under test, and a sink on each of its two outputs. */
export function buildWorkflow(
	type: INodeType | IVersionedNodeType,
	settings: NodeSettings,
	items: INodeExecutionData[],
	upstream: UpstreamNode[],
): TestWorkflow {
	const nodeTypes = new HarnessNodeTypes();
	const nodes: INode[] = [];
	const connections: IConnections = {};
	const arrivals: TestWorkflow['arrivals'] = { success: [], error: [] };
	const add = (node: Partial<INode> & Pick<INode, 'name' | 'type'>) => {
		const position: [number, number] = [nodes.length * 200, 0];
		nodes.push({ id: String(nodes.length), typeVersion: 1, position, parameters: {}, ...node });
		return node.name;
	};
	const addOwn = (name: string, inputs: number, execute: Execute) => {
		nodeTypes.set(`${HARNESS}.${name}`, harnessNodeType(name, inputs, execute));
		return add({ name, type: `${HARNESS}.${name}` });
	};

	let parent = addOwn(ROWS, 0, async () => [items]);
	for (const step of upstream) {
		const name = addOwn(step.name, 1, async (context) => [mapItems(context.getInputData(), step)]);
		connections[parent] = { main: [[{ node: name, type: 'main', index: 0 }]] };
		parent = name;
	}

	const version = settings.typeVersion;
	const { type: tested, recording } = recorded(versionOf(type, version));
	const typeName = `${PACKAGE}.${tested.description.name}`;
	nodeTypes.set(typeName, tested);
	const typeVersion = version ?? defaultVersion(tested);
	add({ ...settings, name: NODE, type: typeName, typeVersion });
	connections[parent] = { main: [[{ node: NODE, type: 'main', index: 0 }]] };

	const sink = (name: keyof typeof arrivals) =>
		addOwn(name, 1, async (context) => {
			const received = context.getInputData();
			arrivals[name].push({ context, items: received });
			return [received];
		});
	const sinks = [sink('success'), sink('error')];
	connections[NODE] = { main: sinks.map((node) => [{ node, type: 'main', index: 0 }]) };

	return { saved: asSaved(nodes, connections), nodeTypes, parent, recording, arrivals };
}

function mapItems(items: INodeExecutionData[], { map }: UpstreamNode): INodeExecutionData[] {
	return items.flatMap(({ json }, item) =>
		[map(json, item)].flat().map((row) => ({ json: row, pairedItem: { item } })),
	);
}

function asSaved(nodes: INode[], connections: IConnections): IWorkflowBase {
	const now = new Date();
	return {
		id: 'harness',
		name: 'Harness',
		active: false,
		isArchived: false,
		createdAt: now,
		updatedAt: now,
		activeVersionId: null,
		nodes,
		connections,
		settings: { executionOrder: 'v1' },
	};
}
