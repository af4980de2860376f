import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
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
	silentlyGreen,
	type World,
} from '../../support/invariants.mts';
import { deliveryRunOf } from '../delivery-run.mts';
import { type ApiSettings, misnamesMessages } from './random-apis.mts';
import type { Delivery } from './random-deliveries.mts';
import { OUTAGE } from './random-faults.mts';
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
	const { onError, options } = delivery;
	const result = await run(emulator, rows, { options: { ...options } }, { onError });
	await sleep(storedLateMs(delivery) + GRACE_MS);
	const finished = deliveryRunOf({
		...expected,
		emulator,
		result,
		misreported: misreported(delivery, expected.items),
		// A fault that never ends and hits rows at random is an outage that comes and goes.
		isOutage: ({ fault }) =>
			delivery.kind === 'lasting' ? fault !== undefined : fault?.startsWith(OUTAGE) === true,
		// A request that ends at a short timeout may never be seen.
		countsAttempts: delivery.kind !== 'lasting',
		timeoutMs: delivery.options.timeout * 1_000,
	});
	summary.requests += finished.requests.length;
	for (const { status } of finished.results) {
		summary.statuses[status] = (summary.statuses[status] ?? 0) + 1;
	}
	const world = worldOf(delivery, expected.items);
	const { C, T, N, O } = complaintsAbout(finished);
	const isRed = finished.failed === true;
	const green = onError === 'stopWorkflow' ? silentlyGreen(finished, options.onRejectedRows) : [];
	// Refused rows stop such a workflow, whatever the faults.
	const mayStop = onError === 'stopWorkflow' && options.onRejectedRows === 'stop';
	return [
		// A workflow that stopped passes on no rows.
		...(isRed ? [...N, ...O] : [C, T, N, O].flat()),
		...(isRed && mayStop ? [] : lostRows(finished, world)),
		...costOfOthers(finished, world),
		...green,
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

/**
 * This many refused rows in the same words, with nothing accepted, are taken for a wrong request,
 * which stops the run.
 */
const REFUSALS_THAT_STOP = 6;

/** Whom the faults cost; where nobody can tell, nothing is asked for. */
function worldOf({ kind, api, faults }: Delivery, items: DeliveryRun['items']): World {
	const neverAccepted = new Set<string>();
	for (const [id, item] of items) if (!isAcceptable(item, api)) neverAccepted.add(id);
	const unknown: World = { faults: 'beyondBudget', neverAccepted };
	if (kind === 'lasting') return unknown;
	for (const fault of faults) {
		if (fault.name?.startsWith(OUTAGE)) continue;
		const refused = refusedBy(fault, items);
		if (refused === undefined) return unknown;
		for (const id of refused) neverAccepted.add(id);
	}
	if (kind === 'refusing' && neverAccepted.size >= REFUSALS_THAT_STOP) return unknown;
	return { faults: faults.length > 0 ? 'withinBudget' : 'none', neverAccepted };
}

/** The ids of items and messages that a fault refuses; undefined where that depends on the requests. */
function refusedBy(fault: FaultPlan, items: DeliveryRun['items']): string[] | undefined {
	if (fault.kind === 'errors') {
		const { errors = [], unnamed = [] } = fault;
		if (!Array.isArray(unnamed)) return undefined;
		return [...errors.map(({ unique_id }) => unique_id ?? ''), ...unnamed];
	}
	if (fault.times !== 'always' || fault.match === undefined) return undefined;
	const { uniqueId = [], itemsOver, bytesOver = Infinity } = fault.match;
	if (itemsOver === 0) return undefined;
	const tooLong = [...items.values()].filter((item) => sizeOf(item) > bytesOver);
	return [uniqueId, tooLong.map(({ unique_id }) => unique_id)].flat();
}

/** UTF-8 bytes of a request with this item alone, at most. */
function sizeOf(item: StoredItem): number {
	return Buffer.byteLength(JSON.stringify(item)) + ENVELOPE_BYTES;
}

/** The envelope and the source id take less. */
const ENVELOPE_BYTES = 100;

/** Whether the API takes the item in a request of its own. */
function isAcceptable(
	item: StoredItem,
	{ maxBytes = 5_000_000, maxBodyLength = null }: ApiSettings,
) {
	return (
		sizeOf(item) <= maxBytes &&
		![item, ...item.conversation_parts].some((text) => isTooLong(text, maxBodyLength))
	);
}

function isTooLong({ body = '' }: { body?: string }, maxBodyLength: number | null): boolean {
	return maxBodyLength !== null && exceedsLength(body, maxBodyLength);
}

/** Items with a message that fails, by its length or by a fault, where errors do not say so. */
function misreported({ api, faults }: Delivery, items: DeliveryRun['items']): Set<string> {
	if (!misnamesMessages(api)) return new Set();
	const errors = faults.flatMap((fault) => (fault.kind === 'errors' ? (fault.errors ?? []) : []));
	const named = new Set(errors.map(({ unique_id }) => unique_id));
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
