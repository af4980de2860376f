import type { ConversationPart, FeedbackItem } from './schema.mts';

/** A conversation part as stored. */
export type StoredPart = Omit<ConversationPart, 'conversation_parts'>;

/** An item as stored; its parts in the order in which they first came. */
export type StoredItem = Omit<FeedbackItem, 'conversation_parts'> & {
	conversation_parts: StoredPart[];
};

/** One source with all it holds. */
export interface StoredSource {
	source_id: string;
	items: StoredItem[];
}

/** What a source holds, in numbers. */
export interface SourceCount {
	source_id: string;
	items: number;
	parts: number;
}

interface Entry {
	details: Omit<StoredItem, 'conversation_parts'>;
	parts: Map<string, StoredPart>;
	/** The number of the latest upsert that touched the item. */
	touched: number;
}

interface Source {
	entries: Map<string, Entry>;
	parts: number;
	/** The number of the latest upsert into the source. */
	touched: number;
}

/**
 * The feedback as the API keeps it: items by `unique_id` within a source, parts by `unique_id`
 * within their item; both are upserted, and what an upsert leaves out keeps its value.
 */
export class FeedbackStore {
	readonly #sources = new Map<string, Source>();
	#touches = 0;

	/** Inserts the item, or updates the one of the same id; parts likewise, new ones at the end. */
	upsert(sourceId: string, item: FeedbackItem): void {
		const { conversation_parts: parts = [], ...details } = item;
		const source = this.#source(sourceId);
		const entry = entryOf(source, item.unique_id);
		entry.details = { ...entry.details, ...details };
		entry.touched = source.touched = ++this.#touches;
		for (const part of parts) {
			const old = entry.parts.get(part.unique_id);
			if (old === undefined) source.parts++;
			entry.parts.set(part.unique_id, { ...old, ...part });
		}
	}

	/** How many items (0 or 1) and parts an upsert of the item would add or change. */
	countChanges(sourceId: string, { conversation_parts: parts = [], ...details }: FeedbackItem) {
		const entry = this.#sources.get(sourceId)?.entries.get(details.unique_id);
		const changed = parts.filter((part) => !holds(entry?.parts.get(part.unique_id), part));
		const isUnchanged = holds(entry?.details, details) && changed.length === 0;
		return { items: isUnchanged ? 0 : 1, parts: changed.length };
	}

	/** One item, or undefined. */
	item(sourceId: string, uniqueId: string): StoredItem | undefined {
		const entry = this.#sources.get(sourceId)?.entries.get(uniqueId);
		return entry && plain(entry);
	}

	/** All items of a source, in the order in which they first came. */
	items(sourceId: string): StoredItem[] {
		return [...(this.#sources.get(sourceId)?.entries.values() ?? [])].map(plain);
	}

	/** A page of a source, the item that was sent last first. */
	newest(sourceId: string, offset: number, size: number): StoredItem[] {
		return [...(this.#sources.get(sourceId)?.entries.values() ?? [])]
			.sort((a, b) => b.touched - a.touched)
			.slice(offset, offset + size)
			.map(plain);
	}

	/** Sources and what they hold in numbers, in the order in which they first came. */
	counts(): SourceCount[] {
		return [...this.#sources].map(countOf);
	}

	/** The same, the source that was sent to last first. */
	recentSources(): SourceCount[] {
		return [...this.#sources].sort(([, a], [, b]) => b.touched - a.touched).map(countOf);
	}

	/** Everything, as plain values. */
	snapshot(): StoredSource[] {
		return [...this.#sources.keys()].map((source_id) => ({
			source_id,
			items: this.items(source_id),
		}));
	}

	/** Forgets everything. */
	clear(): void {
		this.#sources.clear();
	}

	#source(sourceId: string): Source {
		const known = this.#sources.get(sourceId);
		if (known !== undefined) return known;
		const source: Source = { entries: new Map(), parts: 0, touched: 0 };
		this.#sources.set(sourceId, source);
		return source;
	}
}

function countOf([source_id, { entries, parts }]: [string, Source]): SourceCount {
	return { source_id, items: entries.size, parts };
}

function entryOf(source: Source, uniqueId: string): Entry {
	const known = source.entries.get(uniqueId);
	if (known !== undefined) return known;
	const entry: Entry = { details: { unique_id: uniqueId }, parts: new Map(), touched: 0 };
	source.entries.set(uniqueId, entry);
	return entry;
}

/** Whether a stored object has all these values already. */
function holds(stored: object | undefined, values: object): boolean {
	if (stored === undefined) return false;
	const own: Record<string, unknown> = { ...stored };
	return Object.entries(values).every(([name, value]) => own[name] === value);
}

function plain(entry: Entry): StoredItem {
	return {
		...entry.details,
		conversation_parts: [...entry.parts.values()].map((part) => ({ ...part })),
	};
}
