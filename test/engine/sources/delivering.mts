import { expect } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Emulator } from '../../../tools/emulator/server.mts';
import type { StoredItem } from '../../../tools/emulator/store.mts';
import { run, SOURCE } from '../../../tools/engine/feedback.mts';
import type { EngineResult, EngineRun } from '../../../tools/engine/harness.mts';
import { isFeedbackNode, readExample } from '../../fixtures/examples.mts';

/** The parameters of a node of ours in an example workflow, with the source ID of the tests. */
export function exampleParameters(example: string, nodeName?: string): INodeParameters {
	const nodes = readExample(example).nodes.filter(isFeedbackNode);
	const node = nodeName === undefined ? nodes[0] : nodes.find(({ name }) => name === nodeName);
	if (node === undefined) throw new Error(`"${example}" has no node "${nodeName}"`);
	return { ...node.parameters, sourceId: SOURCE };
}

/** The same parameters with other values for some fields of a resource mapper. */
export function remap(
	parameters: INodeParameters,
	mapper: 'item' | 'message',
	fields: INodeParameters,
): INodeParameters {
	const saved = parameters[mapper] as { value: INodeParameters };
	return { ...parameters, [mapper]: { ...saved, value: { ...saved.value, ...fields } } };
}

/** The result of a run, and what the source holds afterwards. */
export interface Delivery {
	result: EngineResult;
	stored: StoredItem[];
}

/** Runs the node on the rows twice, and expects of the second run the same output and the same store. */
export async function deliverTwice(
	emulator: Emulator,
	rows: IDataObject[],
	parameters: INodeParameters,
	more: Partial<EngineRun> = {},
): Promise<Delivery> {
	const result = await run(emulator, rows, parameters, more);
	const stored = emulator.store.items(SOURCE);
	const second = await run(emulator, rows, parameters, more);
	expect(second.success).toStrictEqual(result.success);
	expect(emulator.store.items(SOURCE)).toStrictEqual(stored);
	return { result, stored };
}

/** The hints that the node shows above its output. */
export function hints({ hints }: EngineResult): string[] {
	return hints.map(({ message }) => message);
}

/** The ID and the status of each message on the success output. */
export function messageStatuses({ success }: EngineResult): unknown[] {
	return success.map(({ json }) => [json.message_id, json.status]);
}

/** The same object without one of its properties. */
export function without<T extends object>(object: T, property: string): Partial<T> {
	const rest = Object.entries(object).filter(([name]) => name !== property);
	return Object.fromEntries(rest) as Partial<T>;
}
