/** What the engine tests of the node share: its credential, its parameters, its statuses. */
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { automatic } from '../shared/mapper.mts';
import type { Emulator } from '../emulator/server.mts';
import { type EngineResult, type EngineRun, runNode } from './harness.mts';

export { automatic, byHand } from '../shared/mapper.mts';

export const SOURCE = 'source-1';

/** The credential that fits an emulator. */
export function credentialsFor({ url, settings }: Emulator): ICredentialDataDecryptedObject {
	const { apiKey, secretKey } = settings;
	return { apiKey, secretKey, region: 'custom', baseUrl: url };
}

/** Rows that already have the API's names, each an item of its own. */
export const INGEST: INodeParameters = {
	operation: 'ingestItems',
	sourceId: SOURCE,
	messages: 'none',
	item: automatic(),
};

/** Runs the built node against an emulator. */
export async function run(
	emulator: Emulator,
	rows: IDataObject[],
	parameters: INodeParameters = {},
	more: Partial<EngineRun> = {},
): Promise<EngineResult> {
	return await runNode({
		rows,
		parameters: { ...INGEST, ...parameters },
		credentials: credentialsFor(emulator),
		timezone: 'UTC',
		...more,
	});
}

/** The statuses of the rows that left on the success output. */
export function statuses({ success }: EngineResult): unknown[] {
	return success.map(({ json }) => json.status);
}

/** This many items with an id and a text. */
export function reviews(amount: number): { unique_id: string; body: string }[] {
	return Array.from({ length: amount }, (_, index) => ({
		unique_id: `review-${index}`,
		body: `Text of review ${index}`,
	}));
}
