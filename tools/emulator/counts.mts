import type { FaultOf, FaultTarget } from './fault-plan.mts';
import type { FeedbackItem } from './schema.mts';
import type { EmulatorSettings } from './settings.mts';
import type { Accepted, Failure } from './validation.mts';

/** One failure in a response. */
export interface ErrorEntry {
	unique_id: string;
	error: string;
	/** The position of the item in the request, from 0; -1 where it has none. */
	index: number;
}

/** The counts and the failures of a response. */
export interface IngestCounts {
	ingested: number;
	failed: number;
	errors: ErrorEntry[];
}

/** The response to an accepted request, and what of the request is stored. */
export interface IngestResult {
	status: number;
	counts: IngestCounts;
	/** What is left to store, without the items and parts that failed. */
	kept: FeedbackItem[];
}

/** How many items and parts of an item would change in the store. */
export type CountChanges = (item: FeedbackItem) => { items: number; parts: number };

/**
 * Decides what of an accepted request is stored, and counts it. An item with a failed part is not
 * among `ingested`, unless parts are counted too: then each item and each part counts for itself.
 */
export function countResults(
	batch: Accepted,
	settings: EmulatorSettings,
	countChanges: CountChanges,
	fault?: FaultOf<'errors'>,
): IngestResult {
	const dropped = fault ? selectFailures(batch, fault.dropped, new Set()) : [];
	const failures = [...batch.failures, ...(fault ? failuresOf(fault, batch) : [])];
	const stored = withoutFailures(batch.items, failures, settings.badPartFails === 'part');
	const kept = withoutFailures(stored, dropped, true);
	const errors = entriesOf(failures, batch, settings);
	const failed = countFailed(failures, errors, settings);
	const usual = failed > 0 ? settings.statusPartlyFailed : settings.statusIngested;
	return {
		status: failed > 0 ? (fault?.status ?? usual) : usual,
		counts: {
			ingested: countIngested(kept, failures, settings, countChanges),
			failed,
			errors,
		},
		kept,
	};
}

/** Errors that a request's reason names; the others are counted. */
const NAMED_ERRORS = 2;

/** Why items of an accepted request failed, in one line: `answer-3: Body text exceeds maximum length`. */
export function reasonOf({ failed, errors }: IngestCounts): string {
	const named = errors
		.slice(0, NAMED_ERRORS)
		.map(({ unique_id, error }) => `${unique_id || '(no ID)'}: ${error}`);
	const rest = failed - named.length;
	if (rest <= 0) return named.join('; ');
	const others =
		errors.length > 0 ? `${rest} more` : `${rest} failed with no error in the response`;
	return [...named, others].join('; ');
}

function withoutFailures(
	items: FeedbackItem[],
	failures: Failure[],
	partsFailAlone: boolean,
): FeedbackItem[] {
	const isWhole = ({ partId }: Failure) => partId === undefined || !partsFailAlone;
	const badItems = new Set(failures.filter(isWhole).map(({ itemId }) => itemId));
	const badParts = new Map<string, Set<string>>();
	for (const { itemId, partId } of failures) {
		if (partId === undefined) continue;
		badParts.set(itemId, (badParts.get(itemId) ?? new Set()).add(partId));
	}
	return items
		.filter(({ unique_id }) => !badItems.has(unique_id))
		.map((item) => {
			const bad = badParts.get(item.unique_id);
			if (bad === undefined || item.conversation_parts === undefined) return item;
			const parts = item.conversation_parts.filter(({ unique_id }) => !bad.has(unique_id));
			return { ...item, conversation_parts: parts };
		});
}

function entriesOf(
	failures: Failure[],
	{ itemIds }: Accepted,
	{ partErrorNames }: EmulatorSettings,
): ErrorEntry[] {
	const listed = new Set<string>();
	return failures.flatMap(({ itemId, partId, error, named }) => {
		if (!named) return [];
		const index = itemIds.indexOf(itemId);
		const ofPart = { unique_id: partId ?? itemId, error, index };
		if (partErrorNames === 'part') return [ofPart];
		// An item has one entry, however many of its parts are bad; items without an id stay apart.
		const isListed = itemId !== '' && listed.has(itemId);
		listed.add(itemId);
		const ofItem = isListed ? [] : [{ unique_id: itemId, error, index }];
		return partErrorNames === 'both' && partId !== undefined ? [...ofItem, ofPart] : ofItem;
	});
}

function countFailed(
	failures: Failure[],
	errors: ErrorEntry[],
	{ failedCounts }: EmulatorSettings,
): number {
	if (failedCounts === 'items') return new Set(failures.map(({ itemId }) => itemId)).size;
	return errors.length + failures.filter(({ named }) => !named).length;
}

function countIngested(
	kept: FeedbackItem[],
	failures: Failure[],
	{ ingestedCounts, unchangedItems }: EmulatorSettings,
	countChanges: CountChanges,
): number {
	const failed = new Set(failures.map(({ itemId }) => itemId));
	const countsParts = ingestedCounts === 'items-and-parts';
	return kept
		.filter(({ unique_id }) => countsParts || !failed.has(unique_id))
		.map((item) =>
			unchangedItems === 'ignored'
				? countChanges(item)
				: { items: 1, parts: item.conversation_parts?.length ?? 0 },
		)
		.reduce((sum, { items, parts }) => sum + items + (countsParts ? parts : 0), 0);
}

function failuresOf(fault: FaultOf<'errors'>, batch: Accepted): Failure[] {
	const named = fault.errors.flatMap(({ unique_id, pattern, error, item_id }): Failure[] => {
		const target = pattern === undefined ? [unique_id ?? ''] : { pattern };
		return selectFailures(batch, target, new Set())
			.filter(({ itemId }) => item_id === undefined || itemId === item_id)
			.map((failure) => ({ ...failure, error, named: true }));
	});
	const taken = new Set([...batch.failures, ...named].map(({ itemId }) => itemId));
	return [...named, ...selectFailures(batch, fault.unnamed, taken)];
}

/**
 * Selects the last items, or items and parts by id or text, as failures without a name. An id that is
 * an item's means the item; items of `taken` are left out.
 */
function selectFailures(
	{ items }: Accepted,
	target: FaultTarget,
	taken: ReadonlySet<string>,
): Failure[] {
	const free = items.filter(({ unique_id }) => !taken.has(unique_id));
	const failure = (itemId: string, partId?: string): Failure => {
		return { itemId, ...(partId !== undefined && { partId }), error: '', named: false };
	};
	if (typeof target === 'number') {
		const ids = [...new Set(free.map(({ unique_id }) => unique_id))];
		return ids.slice(Math.max(0, ids.length - target)).map((id) => failure(id));
	}
	const itemIds = new Set(items.map(({ unique_id }) => unique_id));
	const isMeant = Array.isArray(target)
		? ({ unique_id }: { unique_id: string }) => target.includes(unique_id)
		: matcherOf(target.pattern);
	const isPartMeant = (part: { unique_id: string; body?: string }) =>
		isMeant(part) && !(Array.isArray(target) && itemIds.has(part.unique_id));
	const failures = free.flatMap((item) => {
		if (isMeant(item)) return [failure(item.unique_id)];
		const parts = (item.conversation_parts ?? []).filter(isPartMeant);
		return parts.map((part) => failure(item.unique_id, part.unique_id));
	});
	return [
		...new Map(failures.map((one) => [JSON.stringify([one.itemId, one.partId]), one])).values(),
	];
}

function matcherOf(pattern: string) {
	const expression = new RegExp(pattern, 'u');
	return ({ unique_id, body = '' }: { unique_id: string; body?: string }) =>
		expression.test(unique_id) || expression.test(body);
}
