import type { ConversationPart, FeedbackItem } from '../mapping/feedbackItem';
import type { CollectedItem, RowRef } from '../mapping/itemCollector';
import type { Sliced } from '../slices';
import { bytesOf, maxBytesOf } from './size';

/**
 * What one request carries of an item: all of it, or a part of a long conversation. Never changed:
 * splitting a chunk makes new ones.
 */
export type Chunk = Readonly<FeedbackItem>;

/** An item to deliver, and the rows that wait for its result. */
export interface OutgoingItem {
	readonly sourceId: string;
	readonly id: string;
	readonly sourceRows: readonly RowRef[];
	/** Number of chunks it is sent in; 0 if nothing of it fits into a request. */
	readonly chunkCount: number;
	/** Bytes of messages that are too large for any request, by message id. They are in no chunk. */
	readonly oversizedMessages: ReadonlyMap<string, number>;
	/** Bytes of the item's own fields, if those are too large for any request. Nothing is sent then. */
	readonly oversizedFields?: number;
}

/** An item with its chunks, which are sent one after the other. */
export interface ChunkedItem {
	readonly item: OutgoingItem;
	readonly chunks: readonly Chunk[];
}

/** Shared, since most feedback has no messages. */
const NONE_OVERSIZED: ReadonlyMap<string, number> = new Map();

/**
 * Cuts an item into chunks. If it does not fit into one request, the first chunk has the item's own
 * fields and as many messages as fit; the others are `{unique_id, conversation_parts}`, which the
 * API appends.
 *
 * @param maxBytes UTF-8 bytes that one item may take of a request
 */
export function* toChunks(
	{ sourceId, item, sourceRows }: CollectedItem,
	maxBytes: number,
): Sliced<ChunkedItem> {
	const outgoing = {
		sourceId,
		id: item.unique_id,
		sourceRows,
		chunkCount: 1,
		oversizedMessages: NONE_OVERSIZED,
	};
	if (maxBytesOf(item) <= maxBytes || bytesOf(item) <= maxBytes) {
		return { item: outgoing, chunks: [item] };
	}
	const { conversation_parts: messages = [], ...fields } = item;
	const fieldBytes = bytesOf(fields);
	if (fieldBytes > maxBytes) {
		return { item: { ...outgoing, chunkCount: 0, oversizedFields: fieldBytes }, chunks: [] };
	}
	const { chunks, oversizedMessages } = yield* fillChunks(fields, fieldBytes, messages, maxBytes);
	return { item: { ...outgoing, chunkCount: chunks.length, oversizedMessages }, chunks };
}

function* fillChunks(
	fields: FeedbackItem,
	fieldBytes: number,
	messages: readonly ConversationPart[],
	maxBytes: number,
): Sliced<{ chunks: Chunk[]; oversizedMessages: Map<string, number> }> {
	const onlyId = { unique_id: fields.unique_id };
	const idBytes = bytesOf(onlyId);
	const oversizedMessages = new Map<string, number>();
	const chunks: Chunk[] = [];
	let open = new OpenChunk(fields, fieldBytes);
	for (const message of messages) {
		yield;
		const bytes = bytesOf(message);
		// An item without a text of its own cannot go without its first message.
		const isFirst = fields.body === undefined && chunks.length === 0 && open.isEmpty;
		if ((isFirst ? fieldBytes : idBytes) + ARRAY_BYTES + bytes > maxBytes) {
			oversizedMessages.set(message.unique_id, bytes);
			continue;
		}
		if (!open.fits(bytes, maxBytes)) {
			chunks.push(open.close());
			open = new OpenChunk(onlyId, idBytes);
		}
		open.add(message, bytes);
	}
	// Without a text of its own or a message left, there is nothing to send.
	if (fields.body !== undefined || !open.isEmpty) chunks.push(open.close());
	return { chunks, oversizedMessages };
}

/** What the array of messages adds to an item's JSON. */
const ARRAY_BYTES = ',"conversation_parts":[]'.length;

/** A chunk that messages are still added to. */
class OpenChunk {
	private readonly messages: ConversationPart[] = [];

	constructor(
		private readonly fields: FeedbackItem,
		private bytes: number,
	) {}

	get isEmpty(): boolean {
		return this.messages.length === 0;
	}

	fits(messageBytes: number, maxBytes: number): boolean {
		return this.bytes + this.separatorBytes() + messageBytes <= maxBytes;
	}

	add(message: ConversationPart, bytes: number): void {
		this.bytes += this.separatorBytes() + bytes;
		this.messages.push(message);
	}

	close(): Chunk {
		return withMessages(this.fields, this.messages);
	}

	private separatorBytes(): number {
		return this.isEmpty ? ARRAY_BYTES : 1;
	}
}

/** Returns the messages of a chunk, in their order. */
export function messagesOf({
	conversation_parts: messages = [],
}: Chunk): readonly ConversationPart[] {
	return messages;
}

/** Returns an item with all that its chunks carry: what the API holds after the last of them. */
export function joinChunks(chunks: readonly Chunk[]): FeedbackItem {
	const [first, ...others] = chunks as [Chunk, ...Chunk[]];
	return others.length === 0 ? first : withMessages(first, chunks.flatMap(messagesOf));
}

/** Returns whether a chunk can be split: it has several messages, or a text and a message. */
export function isSplittable(chunk: Chunk): boolean {
	return messagesOf(chunk).length + (chunk.body === undefined ? 0 : 1) > 1;
}

/**
 * Splits a chunk in two, sent one after the other: the item's own fields stay with the first
 * messages, the other messages are appended.
 *
 * @param chunk one that `isSplittable`
 */
export function splitMessages(chunk: Chunk): [Chunk, Chunk] {
	const { conversation_parts: messages = [], ...fields } = chunk;
	const half = messages.length / 2;
	const kept = fields.body === undefined ? Math.ceil(half) : Math.floor(half);
	return [
		withMessages(fields, messages.slice(0, kept)),
		withMessages({ unique_id: fields.unique_id }, messages.slice(kept)),
	];
}

/** Returns a chunk without some of its messages; undefined if that leaves nothing to send. */
export function withoutMessages(
	chunk: Chunk,
	ids: ReadonlyMap<string, unknown>,
): Chunk | undefined {
	const { conversation_parts: messages = [], ...fields } = chunk;
	const rest = messages.filter((message) => !ids.has(message.unique_id));
	return rest.length === 0 && fields.body === undefined ? undefined : withMessages(fields, rest);
}

/** Returns a chunk of later messages with the own fields of an earlier one, which was not saved. */
export function withFieldsOf(earlier: Chunk, later: Chunk): Chunk {
	return withMessages(earlier, messagesOf(later));
}

/** @param fields the item's own fields; messages among them are replaced */
function withMessages(fields: FeedbackItem, messages: readonly ConversationPart[]): FeedbackItem {
	const item = { ...fields };
	delete item.conversation_parts;
	return messages.length === 0 ? item : { ...item, conversation_parts: [...messages] };
}
