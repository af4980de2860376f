import { batchItems } from '../../../nodes/AmplitudeAiFeedback/batching/batches.ts';
import type {
	ApiResponse,
	Reply,
} from '../../../nodes/AmplitudeAiFeedback/delivery/apiResponse.ts';
import { deliver } from '../../../nodes/AmplitudeAiFeedback/delivery/deliver.ts';
import {
	messageResult,
	type DeliveryReport,
} from '../../../nodes/AmplitudeAiFeedback/delivery/results.ts';
import type { SharedLimits } from '../../../nodes/AmplitudeAiFeedback/delivery/sharedLimits.ts';
import type { FeedbackItem } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import type { RowResult } from '../../../nodes/AmplitudeAiFeedback/output/rowResult.ts';
import { addDeliveredRows } from '../../../nodes/AmplitudeAiFeedback/output/rowResults.ts';
import type { StoredItem } from '../../../tools/emulator/store.mts';
import { complaintsAbout, type Complaints } from '../../support/invariants.mts';
import { VirtualClock } from '../../support/virtual-clock.mts';
import { FRIENDLY, SimulatedApi, type ApiTraits, type Quota } from './simulated-api.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

/** Replies to a request in place of the simulated API. @returns undefined to leave it to that */
export type Script = (ids: readonly string[], request: number) => ApiResponse | undefined;

export interface Scenario {
	traits?: Partial<ApiTraits>;
	script?: Script;
	/** What the API has before. */
	stored?: readonly FeedbackItem[];
	batchSize?: number;
	maxConcurrentRequests?: number;
	/** Milliseconds. */
	budget?: number;
	seed?: number;
	/** For several runs at once. */
	clock?: VirtualClock;
	quota?: Quota;
	limits?: SharedLimits;
}

export interface Ran {
	report: DeliveryReport;
	api: SimulatedApi;
	/** Number of rows by status. */
	statuses: Record<string, number>;
	/** Statuses of the rows that were not ingested and of messages that were not accepted, by id. */
	others: Record<string, string>;
	/** Milliseconds until the end. */
	took: number;
	complaints: Complaints;
}

/** Returns items `row-0`, `row-1` … @param special other ids, by position */
export function rows(
	count: number,
	special: Readonly<Record<number, string>> = {},
): FeedbackItem[] {
	return Array.from({ length: count }, (_, index) => ({
		unique_id: special[index] ?? `row-${index}`,
		body: 'Great',
	}));
}

/** Runs one scenario to its end. */
export async function run(items: readonly FeedbackItem[], scenario: Scenario = {}): Promise<Ran> {
	const clock = new VirtualClock();
	return await clock.run(start(items, { ...scenario, clock }));
}

/** Delivers items, a row each, to an API that is friendly but for its traits. */
export async function start(items: readonly FeedbackItem[], scenario: Scenario): Promise<Ran> {
	const { traits, script, stored = [], quota, seed = 1, clock = new VirtualClock() } = scenario;
	const api = new ScriptedApi(script, clock, { ...FRIENDLY, ...traits }, randomFrom(seed), quota);
	for (const item of stored) api.stored.set(item.unique_id, asStored(item));
	const { batchSize = 100, maxConcurrentRequests = 5, budget: retryBudgetMs = 300_000 } = scenario;
	const batched = atOnce(
		batchItems(
			items.map((item, row) => ({ sourceId: 'source', item, sourceRows: [{ row }] })),
			batchSize,
		),
	);
	const settings = { maxConcurrentRequests, retryBudgetMs };
	const report = await deliver(batched.batches, settings, api, scenario.limits);
	const took = clock.now;

	const results: RowResult[] = [];
	atOnce(addDeliveredRows(results, batched.items, report.results, report.failure?.kind));
	const statuses: Ran['statuses'] = {};
	const others: Ran['others'] = {};
	for (const [row, { status, uniqueId }] of results.entries()) {
		statuses[status] = (statuses[status] ?? 0) + 1;
		if (status !== 'ingested') others[uniqueId as string] = status;
		for (const { unique_id: id } of items[row]?.conversation_parts ?? []) {
			const message = messageResult(batched.items[row]!, id, report.results);
			if (message.status !== 'accepted') others[id] = message.status;
		}
	}
	const complaints = complaintsAbout({
		rows: items.map(({ unique_id }) => ({ item: unique_id })),
		items: new Map(items.map((item) => [item.unique_id, asStored(item)])),
		results: results.map((result, row) => ({ ...result, row, item: result.uniqueId })),
		requests: api.requests,
		stored: api.stored,
	});
	return { report, api, statuses, others, took, complaints };
}

function asStored(item: FeedbackItem): StoredItem {
	return { conversation_parts: [], ...item } as StoredItem;
}

/** Numbers from 0 to 1 that a seed repeats. Source: Numerical Recipes, linear congruential generator. */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

/** A simulated API of which some replies are given. Those take 50 ms, and store nothing. */
class ScriptedApi extends SimulatedApi {
	constructor(
		private readonly script: Script = () => undefined,
		private readonly time: VirtualClock,
		...[traits, random, quota]: [ApiTraits, () => number, Quota | undefined]
	) {
		super(traits, time, random, quota);
	}

	override async send(body: Buffer): Promise<Reply> {
		const { items } = JSON.parse(body.toString()) as { items: { unique_id: string }[] };
		const itemIds = items.map(({ unique_id }) => unique_id);
		const id = this.requests.length + 1;
		const reply = this.script(itemIds, id);
		if (reply === undefined) return await super.send(body);
		const at = this.time.now;
		const none = { partIds: [], overlappingIds: [], applied: false, throttled: false };
		this.requests.push({ id, itemIds, ...none, duringOutage: true, at });
		await this.time.wait(50);
		return reply;
	}
}
