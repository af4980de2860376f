import { expect } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Emulator } from '../../../tools/emulator/server.mts';
import type { StoredItem } from '../../../tools/emulator/store.mts';
import { run, SOURCE } from '../../../tools/engine/feedback.mts';
import type { EngineResult, EngineRun } from '../../../tools/engine/harness.mts';

/** What became of the rows, and what the source holds then. */
export interface Delivered {
	result: EngineResult;
	stored: StoredItem[];
}

/**
 * Runs the node on the rows, then once more as people do who are not sure whether it worked, and
 * expects the same answers and the same store.
 */
export async function runTwice(
	emulator: Emulator,
	rows: IDataObject[],
	parameters: INodeParameters,
	more: Partial<EngineRun> = {},
): Promise<Delivered> {
	const result = await run(emulator, rows, parameters, more);
	const stored = emulator.store.items(SOURCE);
	const again = await run(emulator, rows, parameters, more);
	expect(again.success).toStrictEqual(result.success);
	expect(emulator.store.items(SOURCE)).toStrictEqual(stored);
	return { result, stored };
}
