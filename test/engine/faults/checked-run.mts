import { expect } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';
import type { RequestRecord } from '../../../tools/emulator/records.mts';
import type { Emulator } from '../../../tools/emulator/server.mts';
import { automatic, byHand, run } from '../../../tools/engine/feedback.mts';
import type { EngineResult, EngineRun } from '../../../tools/engine/harness.mts';
import { expectedOf, type Row } from '../../support/expected-items.mts';
import { complaintsAbout, NO_COMPLAINTS } from '../../support/invariants.mts';
import { deliveryRunOf, type EngineDelivery, statusOf } from '../delivery-run.mts';

/** So short that a fault without end is over soon: some sends, and the run gives up. */
export const IMPATIENT = { timeout: 1, retryBudget: 1 };

/** Rows that are messages: `ticket` names the item. */
export const MESSAGES: INodeParameters = {
	messages: 'rows',
	item: byHand({ unique_id: '={{ $json.ticket }}' }),
	message: automatic(),
};

/** What became of a run. */
export interface CheckedRun {
	result: EngineResult;
	/** The requests to the ingest endpoint. */
	requests: RequestRecord[];
	/** How many rows have which status. */
	counts: Record<string, number>;
	/** The status of each row. */
	statuses: string[];
}

type SeenRequests = Pick<EngineDelivery, 'countsAttempts'>;

/** Runs the node in a workflow that goes on after errors, and checks what holds for every run. */
export async function runChecked(
	emulator: Emulator,
	rows: Row[],
	options: INodeParameters = {},
	{ parameters, countsAttempts, ...more }: Partial<EngineRun> & SeenRequests = {},
): Promise<CheckedRun> {
	const result = await run(
		emulator,
		rows.map((row) => ({ ...row })),
		{ ...parameters, options },
		{ onError: 'continueRegularOutput', ...more },
	);
	expectInvariants(emulator, rows, result, { countsAttempts });
	const statuses = result.raw.map(statusOf);
	const counts: Record<string, number> = {};
	for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
	const requests = emulator.requests.filter(({ endpoint }) => endpoint === 'ingest');
	return { result, requests, counts, statuses };
}

/** Checks a run that delivered to an emulator which was empty before. */
function expectInvariants(
	emulator: Emulator,
	rows: Row[],
	result: EngineResult,
	seen: SeenRequests,
): void {
	const run = deliveryRunOf({ emulator, result, ...expectedOf(rows), ...seen });
	expect(complaintsAbout(run)).toStrictEqual(NO_COMPLAINTS);
}

/** How many requests it takes to find rows by bisection, the first and the innocent halves included. */
export function bisections(amount: number, guilty: readonly number[]): number {
	if (guilty.length === 0 || amount === 1) return 1;
	const middle = Math.ceil(amount / 2);
	const first = guilty.filter((row) => row < middle);
	const second = guilty.filter((row) => row >= middle).map((row) => row - middle);
	return 1 + bisections(middle, first) + bisections(amount - middle, second);
}

/** How long after the first request the second one came, in ms. */
export function gapOf([first, second]: readonly RequestRecord[]): number {
	return second!.receivedAt - first!.receivedAt;
}
