import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	INodeTypes,
	IVersionedNodeType,
} from 'n8n-workflow';
import { toEngine } from '../shared/realm.mts';

/** Runs in place of a node's `execute`. */
export type Execute = (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** The node types of one workflow, by name. */
export class HarnessNodeTypes implements INodeTypes {
	readonly #types = new Map<string, INodeType | IVersionedNodeType>();

	set(name: string, type: INodeType | IVersionedNodeType): void {
		this.#types.set(name, type);
	}

	getByName(name: string): INodeType | IVersionedNodeType {
		const type = this.#types.get(name);
		if (!type) throw new Error(`The harness has no node type "${name}"`);
		return type;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		return versionOf(this.getByName(name), version);
	}

	getKnownTypes(): Record<string, never> {
		return {};
	}
}

/** The version of a node type that a saved workflow asks for; by default the one new nodes get. */
export function versionOf(type: INodeType | IVersionedNodeType, version?: number): INodeType {
	if (!('nodeVersions' in type)) return type;
	const found = type.nodeVersions[version ?? type.currentVersion];
	if (!found) throw new Error(`The node type has no version ${String(version)}`);
	return found;
}

/** The version that n8n writes into a workflow when the node is added to it. */
export function defaultVersion({ description }: INodeType): number {
	const { defaultVersion: chosen, version } = description;
	return chosen ?? (typeof version === 'number' ? version : Math.max(...version));
}

/** A small node type of the harness: a start, a step before the node, or a sink after it. */
export function harnessNodeType(name: string, inputs: number, execute: Execute): INodeType {
	const description: INodeTypeDescription = {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: 'A node of the test harness',
		defaults: { name },
		inputs: inputs === 0 ? [] : ['main'],
		outputs: ['main'],
		properties: [],
	};
	return {
		description,
		async execute(this: IExecuteFunctions) {
			return toEngine(await execute(this));
		},
	};
}

/** What a node returned, try by try, before the engine touched it. */
export interface Recording {
	/** The output of each call, copied; undefined where the node threw. */
	outputs: Array<INodeExecutionData[][] | undefined>;
	/** Settles when the node is called for the first time. */
	started: Promise<void>;
}

/** The same node type, with its calls recorded: the engine takes a node's own arrays apart. */
export function recorded(type: INodeType): { type: INodeType; recording: Recording } {
	const execute = type.execute;
	if (!execute) throw new Error('The harness runs nodes that have an execute method');
	let start: () => void;
	const started = new Promise<void>((resolve) => (start = resolve));
	const recording: Recording = { outputs: [], started };
	const wrapped = async function (this: IExecuteFunctions, ...rest: unknown[]) {
		start();
		const index = recording.outputs.push(undefined) - 1;
		const output: unknown = await Reflect.apply(execute, this, rest);
		if (Array.isArray(output)) recording.outputs[index] = output.map(copyItems);
		return output;
	};
	return { type: Object.create(type, { execute: { value: wrapped } }), recording };
}

function copyItems(items: INodeExecutionData[]): INodeExecutionData[] {
	return items.map((item) => ({ ...item }));
}
