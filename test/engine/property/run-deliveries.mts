import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestRecord } from '../../../tools/emulator/records.mts';
import { exceedsLength } from '../../../tools/emulator/schema.mts';
import { type Emulator, startEmulator } from '../../../tools/emulator/server.mts';
import type { StoredItem } from '../../../tools/emulator/store.mts';
import { run } from '../../../tools/engine/feedback.mts';
import {
	complaintsAbout,
	costOfOthers,
	type DeliveryRun,
	lostRows,
	type World,
} from '../../support/invariants.mts';
import { deliveryRunOf } from '../delivery-run.mts';
import { type ApiSettings, misnamesMessages } from './random-apis.mts';
import type { Delivery } from './random-deliveries.mts';
import { expectedOfSpecs } from './random-feedback.mts';

/** Most of a run's time is waiting, so many run at a time. */
const AT_A_TIME = 100;
/** What is to be stored late is in the store a moment later. */
const GRACE_MS = 60;

/** A run that broke an invariant. */
export interface Failed {
	index: number;
	complaints: string[];
	delivery: Delivery;
	/** Its requests in order of arrival, a line each. */
	trace: string[];
}

/** What many runs came to. */
export interface Summary {
	failed: Failed[];
	/** Rows by status. */
	statuses: Record<string, number>;
	requests: number;
}

/** Runs deliveries through the engine, many at a time, each to an emulator of its own. */
export async function runDeliveries(
	given: readonly (readonly [number, Delivery])[],
): Promise<Summary> {
	const summary: Summary = { failed: [], statuses: {}, requests: 0 };
	const queue = given.values();
	const worker = async () => {
		for (const [index, delivery] of queue) {
			const emulator = await startEmulator(delivery.api);
			try {
				const complaints = await runDelivery(delivery, emulator, summary);
				if (complaints.length === 0) continue;
				const trace = emulator.requests.map(describeRequest);
				summary.failed.push({ index, complaints, delivery, trace });
			} finally {
				await emulator.close();
			}
		}
	};
	await Promise.all(Array.from({ length: AT_A_TIME }, worker));
	return summary;
}

async function runDelivery(
	delivery: Delivery,
	emulator: Emulator,
	summary: Summary,
): Promise<string[]> {
	if (delivery.faults.length > 0) emulator.faults.add(...delivery.faults);
	const { rows, expected } = expectedOfSpecs(delivery.rows);
	const settings = { onError: 'continueRegularOutput' } as const;
	const result = await run(emulator, rows, { options: { ...delivery.options } }, settings);
	await sleep(storedLateMs(delivery) + GRACE_MS);
	const finished = deliveryRunOf({
		...expected,
		emulator,
		result,
		misreported: misreported(delivery, expected.items),
		// A request that ends at a short timeout may never be seen.
		countsAttempts: delivery.kind !== 'lasting',
	});
	summary.requests += finished.requests.length;
	for (const { status } of finished.results) {
		summary.statuses[status] = (summary.statuses[status] ?? 0) + 1;
	}
	const world = worldOf(delivery, expected.items);
	const { C, T, N, O } = complaintsAbout(finished);
	return [
		...[C, T, N, O].flat(),
		...lostRows(finished, world),
		...costOfOthers(finished, world),
		...overLimits(emulator.requests, delivery),
	];
}

/** What is documented of a request, and that nothing but the API is ever asked. */
function overLimits(requests: readonly RequestRecord[], { options }: Delivery): string[] {
	return requests.flatMap((request) => {
		const { id, items, itemIds, bytes, unknownFields, endpoint, authorized, path } = request;
		const found: string[] = [];
		if (endpoint !== 'ingest' || !authorized) found.push(`request ${id} went to ${path}`);
		if (items > options.batchSize) found.push(`request ${id} has ${items} items`);
		if (new Set(itemIds).size < items) found.push(`request ${id} carries an item twice`);
		if (bytes >= 5_000_000) found.push(`request ${id} has ${bytes} bytes`);
		if (unknownFields.length > 0) found.push(`request ${id} has ${unknownFields.join()}`);
		return found;
	});
}

/** Faults that hit rows for good are not looked into: only of passing ones is known whom they cost. */
function worldOf({ kind, api, faults }: Delivery, items: DeliveryRun['items']): World {
	const neverAccepted = new Set<string>();
	for (const [id, item] of items) if (!isAcceptable(item, api)) neverAccepted.add(id);
	if (kind !== 'passing') return { faults: 'beyondBudget', neverAccepted };
	return { faults: faults.length > 0 ? 'withinBudget' : 'none', neverAccepted };
}

/** Whether the API takes the item in a request of its own. */
function isAcceptable(
	item: StoredItem,
	{ maxBytes = 5_000_000, maxBodyLength = null }: ApiSettings,
) {
	// The envelope and the source id take less than 100 bytes.
	const fits = Buffer.byteLength(JSON.stringify(item)) + 100 <= maxBytes;
	return fits && ![item, ...item.conversation_parts].some((text) => isTooLong(text, maxBodyLength));
}

function isTooLong({ body = '' }: { body?: string }, maxBodyLength: number | null): boolean {
	return maxBodyLength !== null && exceedsLength(body, maxBodyLength);
}

/** Items with a message that fails, by its length or by a fault, where errors do not say so. */
function misreported({ api, faults }: Delivery, items: DeliveryRun['items']): Set<string> {
	if (!misnamesMessages(api)) return new Set();
	const named = new Set(
		faults
			.flatMap((fault) => (fault.kind === 'errors' ? (fault.errors ?? []) : []))
			.map(({ unique_id }) => unique_id),
	);
	const fails = (part: { unique_id: string; body: string }) =>
		named.has(part.unique_id) || isTooLong(part, api.maxBodyLength ?? null);
	const failing = [...items.values()].filter((item) => item.conversation_parts.some(fails));
	return new Set(failing.map(({ unique_id }) => unique_id));
}

/** How long after a run the store may still change, in ms: a gateway gave up, the API did not. */
function storedLateMs({ faults }: Delivery): number {
	return Math.max(
		0,
		...faults.map((fault) => {
			const delay = fault.kind === 'delay' ? Number(fault.delayMs) : 0;
			return 'commitDelayMs' in fault ? (fault.commitDelayMs ?? 0) : delay;
		}),
	);
}

function describeRequest(record: RequestRecord): string {
	const { fault = 'no fault', status, ending, applied, itemIds, partIds } = record;
	const stored = applied ? ', stored' : '';
	return `${fault}: ${ending} ${status ?? ''}${stored}: ${[...itemIds, ...partIds].join(' ')}`;
}
