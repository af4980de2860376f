import type { FaultPlan } from '../emulator/fault-plan.mts';
import type { EmulatorSettings } from '../emulator/settings.mts';
import { startEmulator } from '../emulator/server.mts';
import { reviews, run, SOURCE } from '../engine/feedback.mts';

/** Rows in one run: they go in one request. */
export const ROWS = 20;

/** What became of them. */
export interface Outcome {
	/** Requests that reached the API's ingest endpoint. */
	requests: number;
	/** Requests that followed a redirect. */
	followed: number;
	/** Rows reported as ingested, and those of them that the API does not hold. */
	ingested: number;
	falseSuccesses: number;
	/** Items that the API holds. */
	stored: number;
	/** Rows by status. */
	statuses: Record<string, number>;
	/** From the end of the first response to the second request, in milliseconds. */
	waitedMs?: number;
}

/** Runs the built node in n8n's engine under a fault, against an emulator of its own. */
export async function measure(
	plan: FaultPlan,
	settings: Partial<EmulatorSettings> = {},
): Promise<Outcome> {
	const emulator = await startEmulator(settings);
	try {
		emulator.faults.add(plan);
		const options = { timeout: 1, retryBudget: 10 };
		const more = { onError: 'continueRegularOutput' } as const;
		const { success } = await run(emulator, reviews(ROWS), { options }, more);
		const statuses: Record<string, number> = {};
		for (const { json } of success) {
			statuses[String(json.status)] = (statuses[String(json.status)] ?? 0) + 1;
		}
		const { requests: all, store } = emulator;
		const [first, second, ...others] = all.filter(({ endpoint }) => endpoint === 'ingest');
		const requests = [first, second].filter(Boolean).length + others.length;
		const ingested = success.filter(({ json }) => json.status === 'ingested');
		const isStored = (id: unknown) => store.item(SOURCE, String(id)) !== undefined;
		const respondedAt = first?.endedAt;
		return {
			requests,
			followed: all.length - requests,
			ingested: ingested.length,
			falseSuccesses: ingested.filter(({ json }) => !isStored(json.unique_id)).length,
			stored: store.items(SOURCE).length,
			statuses,
			...(second && respondedAt !== undefined && { waitedMs: second.receivedAt - respondedAt }),
		};
	} finally {
		await emulator.close();
	}
}
