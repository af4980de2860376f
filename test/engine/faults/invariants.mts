/** What holds for every run, whatever lies between n8n and the API. */
import { expect } from '@jest/globals';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { ConversationPart, FeedbackItem } from '../../../tools/emulator/schema.mts';
import type { RequestRecord } from '../../../tools/emulator/records.mts';
import type { Emulator } from '../../../tools/emulator/server.mts';
import { SOURCE } from '../../../tools/engine/feedback.mts';
import type { EngineResult } from '../../../tools/engine/harness.mts';

/** A row of these tests: an item of its own or, with `ticket`, one message of that item. */
export type Row = FeedbackItem & { ticket?: string };

/** A run that is over, and where it delivered to: a store that was empty before. */
export interface Delivery {
	emulator: Emulator;
	rows: readonly Row[];
	result: EngineResult;
	sourceId?: string;
}

const STATUSES = ['ingested', 'partial', 'rejected', 'unknown', 'unsent', 'skipped', 'ready'];
const MOST_SENDS = 12;

/**
 * C: each input row ends in exactly one output row. T: what the rows are told is true. N: no item is
 * sent more than 12 times. O: no item is in two requests at a time, and pieces go in order.
 */
export function expectInvariants({ emulator, rows, result, sourceId = SOURCE }: Delivery): void {
	const requests = emulator.requests.filter(({ endpoint }) => endpoint === 'ingest');
	expect({
		C: unanswered(rows, result),
		T: untrue(emulator, rows, result, sourceId),
		N: sentTooOften(rows, requests),
		O: [...overlapping(requests), ...outOfOrder(rows, requests)],
	}).toStrictEqual({ C: [], T: [], N: [], O: [] });
}

/** What an output row says of its input row. */
export function statusOf({ json }: INodeExecutionData): string {
	return String(json.status ?? json.error);
}

function unanswered(rows: readonly Row[], { raw, success, error, status }: EngineResult): string[] {
	const wrong: string[] = [];
	if (raw.length !== rows.length) wrong.push(`${raw.length} answers to ${rows.length} rows`);
	for (const [index, answer] of raw.entries()) {
		if (pairOf(answer) !== index) wrong.push(`answer ${index} is paired with ${pairOf(answer)}`);
		const told = statusOf(answer);
		if (!STATUSES.includes(told)) wrong.push(`row ${index} has the status ${told}`);
	}
	// n8n hands on nothing of a run that was cancelled; the rows the node left are all there is.
	if (status === 'canceled') return wrong;
	const routed = [success.map(pairOf), error.map(pairOf)];
	if (!routed.every(isAscending)) wrong.push('rows left in another order than they came');
	const left = routed.flat().sort((a, b) => a - b);
	const isEach = left.length === rows.length && left.every((row, index) => row === index);
	if (!isEach) wrong.push(`of ${rows.length} rows ${left.length} left the node`);
	return wrong;
}

function pairOf({ pairedItem }: INodeExecutionData): number {
	const isObject = typeof pairedItem === 'object' && !Array.isArray(pairedItem);
	return isObject ? pairedItem.item : -1;
}

function isAscending(numbers: readonly number[]): boolean {
	return numbers.every((value, index) => index === 0 || value > numbers[index - 1]!);
}

function untrue(
	emulator: Emulator,
	rows: readonly Row[],
	{ raw }: EngineResult,
	sourceId: string,
): string[] {
	const items = finalItems(rows);
	return raw.flatMap((answer, index) => {
		const row = rows[index];
		if (row === undefined) return [];
		const told = statusOf(answer);
		const stored = emulator.store.item(sourceId, row.ticket ?? row.unique_id);
		const item = items.get(row.ticket ?? row.unique_id)!;
		const complaint =
			row.ticket === undefined
				? aboutItem(told, item, stored)
				: aboutMessage(told, item.parts.get(row.unique_id)!, stored);
		return complaint === undefined ? [] : [`row ${index} is told ${told}: ${complaint}`];
	});
}

interface FinalItem {
	fields: object;
	parts: Map<string, ConversationPart>;
}

/** What the rows come to: the same item, or the same message, given twice is one; later values win. */
function finalItems(rows: readonly Row[]): Map<string, FinalItem> {
	const items = new Map<string, FinalItem>();
	for (const { ticket, conversation_parts = [], ...fields } of rows) {
		const id = ticket ?? fields.unique_id;
		const item = items.get(id) ?? { fields: { unique_id: id }, parts: new Map() };
		items.set(id, item);
		if (ticket === undefined) item.fields = { ...item.fields, ...fields };
		const parts = ticket === undefined ? conversation_parts : [{ body: '', ...fields }];
		for (const part of parts) {
			item.parts.set(part.unique_id, { ...item.parts.get(part.unique_id), ...part });
		}
	}
	return items;
}

function aboutItem(
	told: string,
	{ fields, parts }: FinalItem,
	stored: FeedbackItem | undefined,
): string | undefined {
	const stands = stored !== undefined && holds(stored, fields);
	if (told === 'rejected' || told === 'unsent') return stored && 'it is stored';
	if (told === 'partial') return stands ? undefined : 'the item does not stand';
	if (told !== 'ingested') return undefined;
	if (!stands) return 'its item is not stored with its final values';
	const lost = [...parts.values()].filter((part) => !hasPart(stored, part));
	return lost.length > 0 ? `${lost.length} of its messages are not stored` : undefined;
}

function aboutMessage(
	told: string,
	part: ConversationPart,
	stored: FeedbackItem | undefined,
): string | undefined {
	const isStored = hasPart(stored, part);
	if (told === 'ingested' && !isStored) return 'the message is not stored';
	const isGone = told === 'rejected' || told === 'unsent';
	return isGone && isStored ? 'the message is stored' : undefined;
}

function hasPart(stored: FeedbackItem | undefined, part: ConversationPart): boolean {
	const parts = stored?.conversation_parts ?? [];
	return parts.some((other) => other.unique_id === part.unique_id && holds(other, part));
}

/** Whether a stored object has every value; texts of megabytes are compared, and never printed. */
function holds(stored: object, values: object): boolean {
	const own: IDataObject = { ...stored };
	return Object.entries(values).every(([name, value]) => own[name] === value);
}

/** A conversation goes in as many requests as it has pieces: there it is each message that counts. */
function sentTooOften(rows: readonly Row[], requests: readonly RequestRecord[]): string[] {
	const items = finalItems(rows);
	const places = placesOf(items);
	const sends = new Map<string, number>();
	for (const { itemIds, partIds } of requests) {
		const texts = itemIds.filter((id) => (items.get(id)?.parts.size ?? 0) === 0);
		for (const id of new Set([...texts, ...partIds.filter((part) => places.has(part))])) {
			sends.set(id, (sends.get(id) ?? 0) + 1);
		}
	}
	return [...sends]
		.filter(([, amount]) => amount > MOST_SENDS)
		.map(([id, amount]) => `${id} was sent ${amount} times`);
}

function overlapping(requests: readonly RequestRecord[]): string[] {
	return requests.flatMap(({ id, overlappingIds }) =>
		overlappingIds.map((item) => `request ${id} carries ${item} while another one does`),
	);
}

/** Messages come in the order of their conversation, in a request and from one to the next. */
function outOfOrder(rows: readonly Row[], requests: readonly RequestRecord[]): string[] {
	const places = placesOf(finalItems(rows));
	const firstOf = new Map<string, number>();
	return requests.flatMap(({ id, partIds }) => {
		const carried = new Map<string, number[]>();
		for (const part of partIds) {
			const at = places.get(part);
			if (at !== undefined) carried.set(at.item, [...(carried.get(at.item) ?? []), at.place]);
		}
		return [...carried].flatMap(([item, order]) => {
			const before = firstOf.get(item) ?? 0;
			firstOf.set(item, order[0]!);
			const isInOrder = isAscending(order) && order[0]! >= before;
			return isInOrder ? [] : [`request ${id} carries messages of ${item} out of order`];
		});
	});
}

/**
 * Where each message is in its conversation. Left out are ids that several items share: which item
 * they belong to cannot be told from a record.
 */
function placesOf(items: ReadonlyMap<string, FinalItem>) {
	const places = new Map<string, { item: string; place: number }>();
	const shared = new Set<string>(items.keys());
	for (const [item, { parts }] of items) {
		for (const [place, id] of [...parts.keys()].entries()) {
			if (places.has(id)) shared.add(id);
			places.set(id, { item, place });
		}
	}
	for (const id of shared) places.delete(id);
	return places;
}
