import type { RowRef, CollectedItem } from '../mapping/itemCollector';
import type { ConversationPart, FeedbackItem } from '../mapping/feedbackItem';
import { bytesOf, mostBytesOf } from './bytes';

/** What goes into one request of an item: all of it, or a piece of a long conversation. */
export interface Chunk {
	/** As it is sent. Gone once it is answered. */
	item: FeedbackItem | undefined;
	messageIds: readonly string[];
	/** Whether it carries the item's own text, and so could go without any message. */
	hasText: boolean;
}

/** An item ready to be sent, in one piece or in several that go in order. */
export interface OutgoingItem {
	sourceId: string;
	id: string;
	/** The rows that wait for its outcome. */
	sourceRows: readonly RowRef[];
	chunks: Chunk[];
	/** Messages that alone exceed the limit, with their bytes. They are not in any piece. */
	oversized: ReadonlyMap<string, number>;
	/** Set, with its bytes, when the item's own fields exceed the limit: nothing can be sent. */
	oversizedHead?: number;
}

/** Shared, since most feedback has no messages. */
const NO_IDS: readonly string[] = [];
const NO_MESSAGES: ReadonlyMap<string, number> = new Map();

/**
 * Measures an item. A conversation that does not fit into one request is split: first the
 * item's own fields with as many messages as fit, then pieces of `{unique_id, conversation_parts}`,
 * which the API appends.
 *
 * @param maxBytes what one item may take of a request, in UTF-8 bytes
 */
export function toOutgoingItem(
	{ sourceId, item, sourceRows: answers }: CollectedItem,
	maxBytes: number,
): OutgoingItem {
	const id = item.unique_id;
	if (mostBytesOf(item) <= maxBytes || bytesOf(item) <= maxBytes) {
		return { sourceId, id, sourceRows: answers, chunks: [toPiece(item)], oversized: NO_MESSAGES };
	}
	const { conversation_parts: parts = [], ...head } = item;
	const headBytes = bytesOf(head);
	if (headBytes > maxBytes) {
		const oversizedHead = headBytes;
		return { sourceId, id, sourceRows: answers, chunks: [], oversized: NO_MESSAGES, oversizedHead };
	}
	const onlyId = { unique_id: id };
	const idBytes = bytesOf(onlyId);
	const oversized = new Map<string, number>();
	const pieces: Chunk[] = [];
	let open = new OpenPiece(head, headBytes);
	for (const part of parts) {
		const bytes = bytesOf(part);
		// An item without a text of its own has to carry its first message itself.
		const isFirst = head.body === undefined && pieces.length === 0 && open.size === 0;
		if ((isFirst ? headBytes : idBytes) + PARTS_BYTES + bytes > maxBytes) {
			oversized.set(part.unique_id, bytes);
			continue;
		}
		if (!open.fits(bytes, maxBytes)) {
			pieces.push(open.close());
			open = new OpenPiece(onlyId, idBytes);
		}
		open.add(part, bytes);
	}
	// An item that has neither a text of its own nor a message left says nothing.
	if (head.body !== undefined || open.size > 0 || pieces.length > 0) pieces.push(open.close());
	return { sourceId, id, sourceRows: answers, chunks: pieces, oversized };
}

/** What the array adds to an item's JSON. */
const PARTS_BYTES = ',"conversation_parts":[]'.length;

/** A piece while messages are added to it. */
class OpenPiece {
	private readonly parts: ConversationPart[] = [];

	constructor(
		private readonly head: FeedbackItem,
		private bytes: number,
	) {}

	get size(): number {
		return this.parts.length;
	}

	fits(partBytes: number, maxBytes: number): boolean {
		return this.bytes + this.glueBytes() + partBytes <= maxBytes;
	}

	add(part: ConversationPart, bytes: number): void {
		this.bytes += this.glueBytes() + bytes;
		this.parts.push(part);
	}

	close(): Chunk {
		return toPiece(withParts(this.head, this.parts));
	}

	private glueBytes(): number {
		return this.size === 0 ? PARTS_BYTES : 1;
	}
}

/** Whether a piece can go in two: it has several messages, or a text of its own besides one. */
export function isDivisible({ messageIds: partIds, hasText }: Chunk): boolean {
	return partIds.length + (hasText ? 1 : 0) > 1;
}

/**
 * Two pieces in the place of one, for an API that does not take it whole: the item's own fields stay
 * with the first messages, the others are appended.
 *
 * @param piece one that `isDivisible`
 */
export function halves({ item, messageIds: partIds, hasText }: Chunk): [Chunk, Chunk] {
	const kept = hasText ? Math.floor(partIds.length / 2) : Math.ceil(partIds.length / 2);
	const { conversation_parts: parts = [], ...head } = item as FeedbackItem;
	return [
		toPiece(withParts(head, parts.slice(0, kept))),
		toPiece(withParts({ unique_id: head.unique_id }, parts.slice(kept))),
	];
}

/** A piece without some of its messages, and those messages, which are not to be sent again. */
export function without({ item }: Chunk, refused: ReadonlySet<string>): [Chunk, Chunk] {
	const { conversation_parts: parts = [], ...head } = item as FeedbackItem;
	const rest = parts.filter((part) => !refused.has(part.unique_id));
	return [
		toPiece(withParts(head, rest)),
		{ item: undefined, messageIds: [...refused], hasText: false },
	];
}

function withParts(head: FeedbackItem, parts: ConversationPart[]): FeedbackItem {
	return parts.length === 0 ? head : { ...head, conversation_parts: parts };
}

function toPiece(item: FeedbackItem): Chunk {
	const partIds = item.conversation_parts?.map((part) => part.unique_id) ?? NO_IDS;
	return { item, messageIds: partIds, hasText: item.body !== undefined };
}
