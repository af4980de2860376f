import type { FeedbackItem } from './schema.mts';
import type { FaultOf } from './fault-plan.mts';
import type { Accepted, Failure } from './validation.mts';
import type { EmulatorSettings } from './settings.mts';

/** The documented response. */
export interface IngestCounts {
	ingested: number;
	failed: number;
	errors: Array<{ unique_id: string; error: string }>;
}

/** The response to an accepted request, and what of the request is stored. */
export interface IngestResult {
	status: number;
	counts: IngestCounts;
	/** What is left to store, without the items and parts that failed. */
	kept: FeedbackItem[];
}

/**
 * Decides what of an accepted request is stored, and counts it. `failed` is the number of error
 * entries plus that of unnamed failures; an item with a failed part is not among `ingested`, unless
 * parts are counted too: then each item and each part counts for itself.
 */
export function countResults(
	batch: Accepted,
	settings: EmulatorSettings,
	fault?: FaultOf<'errors'>,
): IngestResult {
	const failures = [...batch.failures, ...(fault ? failuresOf(fault, batch) : [])];
	const kept = keep(batch.items, failures, settings);
	const errors = entriesOf(failures, settings);
	const failed = errors.length + failures.filter(({ named }) => !named).length;
	const usual = failed > 0 ? settings.statusPartlyFailed : 200;
	return {
		status: failed > 0 ? (fault?.status ?? usual) : usual,
		counts: { ingested: countIngested(kept, failures, settings), failed, errors },
		kept,
	};
}

function keep(
	items: FeedbackItem[],
	failures: Failure[],
	settings: EmulatorSettings,
): FeedbackItem[] {
	const partsAlone = settings.badPartFails === 'part';
	const isWhole = ({ partId }: Failure) => partId === undefined || !partsAlone;
	const dropped = new Set(failures.filter(isWhole).map(({ itemId }) => itemId));
	const badParts = new Map<string, Set<string>>();
	for (const { itemId, partId } of failures) {
		if (partId === undefined) continue;
		badParts.set(itemId, (badParts.get(itemId) ?? new Set()).add(partId));
	}
	return items
		.filter(({ unique_id }) => !dropped.has(unique_id))
		.map((item) => {
			const bad = badParts.get(item.unique_id);
			if (bad === undefined || item.conversation_parts === undefined) return item;
			const parts = item.conversation_parts.filter(({ unique_id }) => !bad.has(unique_id));
			return { ...item, conversation_parts: parts };
		});
}

function entriesOf(failures: Failure[], settings: EmulatorSettings): IngestCounts['errors'] {
	const named = failures.filter((failure) => failure.named);
	if (settings.partErrorNames === 'part') {
		return named.map(({ itemId, partId, error }) => ({ unique_id: partId ?? itemId, error }));
	}
	// An item has one entry, however many of its parts are bad; items without an id stay apart.
	const listed = new Set<string>();
	return named.flatMap(({ itemId, error }) => {
		if (itemId !== '' && listed.has(itemId)) return [];
		listed.add(itemId);
		return [{ unique_id: itemId, error }];
	});
}

function countIngested(
	kept: FeedbackItem[],
	failures: Failure[],
	settings: EmulatorSettings,
): number {
	if (settings.ingestedCounts === 'items-and-parts') {
		return kept.reduce((sum, item) => sum + 1 + (item.conversation_parts?.length ?? 0), 0);
	}
	const touched = new Set(failures.map(({ itemId }) => itemId));
	return kept.filter(({ unique_id }) => !touched.has(unique_id)).length;
}

function failuresOf(fault: FaultOf<'errors'>, batch: Accepted): Failure[] {
	const named = fault.errors.flatMap(({ unique_id, error, item_id }): Failure[] => {
		if (batch.items.some((item) => item.unique_id === unique_id)) {
			return [{ itemId: unique_id, error, named: true }];
		}
		return batch.items
			.filter((item) => item_id === undefined || item.unique_id === item_id)
			.filter((item) => item.conversation_parts?.some((part) => part.unique_id === unique_id))
			.map((item) => ({ itemId: item.unique_id, partId: unique_id, error, named: true }));
	});
	const taken = new Set([...batch.failures, ...named].map(({ itemId }) => itemId));
	const free = [...new Set(batch.items.map((item) => item.unique_id))].filter(
		(id) => !taken.has(id),
	);
	const { unnamed } = fault;
	const victims =
		typeof unnamed === 'number'
			? free.slice(Math.max(0, free.length - unnamed))
			: free.filter((id) => unnamed.includes(id));
	return [...named, ...victims.map((itemId) => ({ itemId, error: '', named: false }))];
}
