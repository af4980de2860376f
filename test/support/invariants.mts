/**
 * The invariants of delivery (docs/delivery.md), checked on plain data: whatever ran, in n8n's engine
 * or against a server inside the test, says what came in, what came out and what the API saw.
 */
import type { RequestRecord } from '../../tools/emulator/records.mts';
import type { StoredItem } from '../../tools/emulator/store.mts';
import { contradiction } from './store-check.mts';

/** What an input row stands for. */
export interface InputRow {
	/** Id of the item that the row is or belongs to; null where the row names none. */
	item: string | null;
	/** Id of the message that the row is; without it the row stands for the whole item. */
	message?: string;
	/** Set where there is nothing to send: the status that the row must have. */
	settled?: 'rejected' | 'skipped';
}

/** What a run reported about one row. */
export interface RowResult {
	/** Index of the input row it is paired with. */
	row: number;
	status: string;
	item?: string | null;
	/** How often it was sent; left out where it was not, or where nobody counts. */
	attempts?: number;
	reason?: string;
}

/** A request as the API saw it. `overlappingIds` are items that another request carried meanwhile. */
export type SentRequest = Pick<
	RequestRecord,
	'id' | 'itemIds' | 'partIds' | 'applied' | 'overlappingIds'
> & {
	/** Whether the API was down for everybody: such sends do not count towards the limit. */
	duringOutage?: boolean;
};

/** A run that is over: all of it went to one source, which was empty before. */
export interface DeliveryRun {
	rows: readonly InputRow[];
	/** The items that the rows come to, by id, as they are to be stored. */
	items: ReadonlyMap<string, StoredItem>;
	/** In the order in which the rows left. */
	results: readonly RowResult[];
	/** In order of arrival. */
	requests: readonly SentRequest[];
	stored: ReadonlyMap<string, StoredItem>;
	/** The rows that each output of the node passed on. */
	outputs?: readonly (readonly number[])[];
	/** Items about which the API itself says something else than it does. */
	misreported?: ReadonlySet<string>;
	/** Whether the run as a whole failed: it is red in n8n. */
	failed?: boolean;
}

/** What the test's world knows of its API and of the faults it put in the way. */
export interface World {
	/** Faults that hit any row: none, some that end within the retry budget, or others. */
	faults: 'none' | 'withinBudget' | 'beyondBudget';
	/** Ids of items, and of messages, that the API never takes. */
	neverAccepted: ReadonlySet<string>;
}

/** What is wrong with a run, a sentence each, by invariant. */
export type Complaints = Record<'C' | 'T' | 'N' | 'O', string[]>;

export const NO_COMPLAINTS: Complaints = { C: [], T: [], N: [], O: [] };

const STATUSES = ['ingested', 'partial', 'rejected', 'unknown', 'unsent', 'skipped', 'ready'];
const MAX_SENDS = 12;

/**
 * Checks what holds for every run. C: every row ends in exactly one status. T: the store bears out
 * what the rows report. N: outside of outages nothing is sent more than 12 times. O: no two requests
 * in flight carry the same item, and the messages of a conversation go in order.
 */
export function complaintsAbout(run: DeliveryRun): Complaints {
	return {
		C: [...miscounted(run), ...misplaced(run)],
		T: [...untrue(run), ...wrongAttempts(run)],
		N: sentTooOften(run),
		O: [...overlapping(run), ...outOfOrder(run)],
	};
}

/** B: a fault that ends within the retry budget leaves no row `unknown` or `unsent`. */
export function lostRows(run: DeliveryRun, world: World): string[] {
	if (world.faults !== 'withinBudget') return [];
	const lost = innocent(run, world).filter(({ status }) => isLost(status));
	const sentences = lost.map(
		({ row, status }) => `row ${row} is ${status} after a fault that ended`,
	);
	return run.failed ? ['the run failed after a fault that ended', ...sentences] : sentences;
}

/** I: what the API never takes costs no other row its delivery. */
export function costOfOthers(run: DeliveryRun, world: World): string[] {
	if (world.faults === 'beyondBudget') return [];
	const wrong = world.faults === 'none' ? [...REFUSED, ...LOST] : REFUSED;
	return innocent(run, world)
		.filter(({ status }) => wrong.includes(status))
		.map(({ row, status }) => `row ${row} is ${status}, though the API takes it`);
}

/** G: under Stop Workflow a run that leaves rows open is red, with `onRejectedRows: stop` refused ones too. */
export function silentlyGreen(run: DeliveryRun, onRejectedRows: 'output' | 'stop'): string[] {
	if (run.failed) return [];
	const red = onRejectedRows === 'stop' ? [...LOST, ...REFUSED] : LOST;
	return run.results
		.filter(({ status }) => red.includes(status))
		.map(({ row, status }) => `the run is green, though row ${row} is ${status}`);
}

const LOST: readonly string[] = ['unknown', 'unsent'];
const REFUSED: readonly string[] = ['rejected', 'partial'];

function isLost(status: string): boolean {
	return LOST.includes(status);
}

/** The results of rows that the API takes: neither they nor a message of theirs is ever refused. */
function innocent({ rows, items, results }: DeliveryRun, { neverAccepted }: World): RowResult[] {
	return results.filter(({ row }) => {
		const { item, message, settled } = rows[row] ?? { item: null, settled: 'rejected' };
		if (item === null || settled !== undefined || neverAccepted.has(item)) return false;
		const messages = message === undefined ? messageIds(items.get(item)) : [message];
		return !messages.some((id) => neverAccepted.has(id));
	});
}

function miscounted({ rows, results, outputs }: DeliveryRun): string[] {
	const found: string[] = [];
	if (results.length !== rows.length)
		found.push(`${rows.length} rows have ${results.length} results`);
	if (outputs === undefined) return found;
	if (!outputs.every(isAscending)) found.push('rows left in another order than they came');
	const left = new Set(outputs.flat());
	const total = outputs.reduce((sum, output) => sum + output.length, 0);
	if (left.size !== rows.length || total !== rows.length) {
		found.push(`of ${rows.length} rows ${left.size} left, on ${total} output items`);
	}
	return found;
}

function misplaced({ rows, results }: DeliveryRun): string[] {
	return results.flatMap(({ row, status, item, attempts }, index) => {
		const found: string[] = [];
		const given = rows[index];
		if (row !== index) found.push(`result ${index} is paired with row ${row}`);
		if (!STATUSES.includes(status)) found.push(`row ${index} has the status ${status}`);
		if (given === undefined) return found;
		if (item !== undefined && item !== given.item)
			found.push(`row ${index} is reported as ${item}`);
		if (given.settled !== undefined && (status !== given.settled || attempts)) {
			found.push(`row ${index} is ${status} after ${attempts ?? 0} sends, not ${given.settled}`);
		}
		return found;
	});
}

function untrue({ rows, items, results, requests, stored, misreported }: DeliveryRun): string[] {
	const carrying = requestsByItem(requests);
	const sentences = results.flatMap(({ status, reason }, index) => {
		const { item, message, settled } = rows[index] ?? { item: null };
		if (item === null || settled !== undefined || misreported?.has(item)) return [];
		const sent = items.get(item);
		if (sent === undefined) return [`row ${index} stands for ${item}, which nobody expects`];
		const wrong = contradiction({
			status,
			reason,
			message,
			sent,
			stored: stored.get(item),
			requests: carrying.get(item) ?? [],
		});
		return wrong === undefined ? [] : [`row ${index} (${item}) is ${status}: ${wrong}`];
	});
	const unexpected = [...stored.keys()].filter((id) => !items.has(id));
	return [...sentences, ...unexpected.map((id) => `${id} is stored, and nobody sent it`)];
}

/** A request that the API did not read to its end is a send that it does not know the items of. */
function wrongAttempts({ rows, items, results, requests }: DeliveryRun): string[] {
	const sends = sendsIn(requests, items);
	const unread = requests.filter(({ itemIds }) => itemIds.length === 0).length;
	return results.flatMap(({ attempts }, index) => {
		const { item, settled } = rows[index] ?? { item: null };
		if (attempts === undefined || item === null || settled !== undefined) return [];
		if (messageIds(items.get(item)).length > 0) return [];
		const seen = sends.get(item) ?? 0;
		const isTrue = attempts >= seen && attempts <= seen + unread;
		return isTrue ? [] : [`row ${index} was sent ${seen} times, and reports ${attempts}`];
	});
}

function sentTooOften({ items, requests }: DeliveryRun): string[] {
	const counted = requests.filter(({ duringOutage }) => !duringOutage);
	return [...sendsIn(counted, items)]
		.filter(([, sends]) => sends > MAX_SENDS)
		.map(([id, sends]) => `${id} was sent ${sends} times`);
}

function overlapping({ requests }: DeliveryRun): string[] {
	return requests.flatMap(({ id, overlappingIds }) =>
		overlappingIds.map((item) => `request ${id} carries ${item} while another one does`),
	);
}

/** Messages come in the order of their conversation, in a request and from one to the next. */
function outOfOrder({ items, requests }: DeliveryRun): string[] {
	const places = messagePlaces(items);
	const firstPlaces = new Map<string, number>();
	return requests.flatMap(({ id, partIds }) => {
		const carried = new Map<string, number[]>();
		for (const part of partIds) {
			const at = places.get(part);
			if (at === undefined) continue;
			const known = carried.get(at.item);
			if (known) known.push(at.place);
			else carried.set(at.item, [at.place]);
		}
		return [...carried].flatMap(([item, [first = 0, ...others]]) => {
			const isInOrder = isAscending([first, ...others]) && first >= (firstPlaces.get(item) ?? 0);
			firstPlaces.set(item, first);
			return isInOrder ? [] : [`request ${id} carries messages of ${item} out of order`];
		});
	});
}

/**
 * How often each item without messages, and each message, was sent. A conversation goes in as many
 * requests as it has pieces, so there it is each message that counts.
 */
function sendsIn(
	requests: readonly SentRequest[],
	items: DeliveryRun['items'],
): Map<string, number> {
	const sends = new Map<string, number>();
	for (const { itemIds, partIds } of requests) {
		const carried = new Set(partIds);
		for (const id of new Set(itemIds)) {
			const messages = messageIds(items.get(id));
			const counted = messages.filter((message) => carried.has(message));
			for (const what of messages.length === 0 ? [id] : counted.map((own) => `${id}/${own}`)) {
				sends.set(what, (sends.get(what) ?? 0) + 1);
			}
		}
	}
	return sends;
}

/** Where each message is in its conversation; a record does not tell whose an id is that two items share. */
function messagePlaces(items: DeliveryRun['items']) {
	const places = new Map<string, { item: string; place: number }>();
	const shared = new Set<string>(items.keys());
	for (const [item, stored] of items) {
		for (const [place, id] of messageIds(stored).entries()) {
			if (places.has(id)) shared.add(id);
			places.set(id, { item, place });
		}
	}
	for (const id of shared) places.delete(id);
	return places;
}

function requestsByItem(requests: readonly SentRequest[]): Map<string, SentRequest[]> {
	const byItem = new Map<string, SentRequest[]>();
	for (const request of requests) {
		for (const id of new Set(request.itemIds)) {
			const known = byItem.get(id);
			if (known) known.push(request);
			else byItem.set(id, [request]);
		}
	}
	return byItem;
}

function messageIds(item: StoredItem | undefined): string[] {
	return item?.conversation_parts.map(({ unique_id }) => unique_id) ?? [];
}

function isAscending(numbers: readonly number[]): boolean {
	return numbers.every((value, index) => index === 0 || value > numbers[index - 1]!);
}
