import type { Answer, Conversation } from '../mapping/conversations';
import type { FeedbackItem } from '../mapping/feedbackItem';

/** What goes into one request of an item: all of it, or a piece of a long conversation. */
export interface Piece {
	/** The serialised item; emptied once it is answered, so that a long run does not keep its bodies. */
	json: string;
	/** UTF-8 bytes of `json`. */
	bytes: number;
	partIds: readonly string[];
	/** Whether it carries the item's own text, and so could go without any message. */
	hasText: boolean;
}

/** An item ready to be sent, in one piece or in several that go in order. */
export interface Unit {
	sourceId: string;
	id: string;
	/** The rows that wait for its outcome. */
	answers: readonly Answer[];
	pieces: Piece[];
	/** Messages that alone exceed the limit, with their bytes. They are not in any piece. */
	oversized: ReadonlyMap<string, number>;
	/** Set, with its bytes, when the item's own fields exceed the limit: nothing can be sent. */
	oversizedHead?: number;
}

/** Shared, since most feedback has no messages. */
const NO_IDS: readonly string[] = [];
const NO_MESSAGES: ReadonlyMap<string, number> = new Map();

/**
 * Serialises an item once. A conversation that does not fit into one request is split: first the
 * item's own fields with as many messages as fit, then pieces of `{unique_id, conversation_parts}`,
 * which the API appends.
 *
 * @param maxBytes what one item may take of a request, in UTF-8 bytes
 */
export function toUnit({ sourceId, item, answers }: Conversation, maxBytes: number): Unit {
	const whole = toPiece(item);
	const id = item.unique_id;
	if (whole.bytes <= maxBytes) {
		return { sourceId, id, answers, pieces: [whole], oversized: NO_MESSAGES };
	}
	const { conversation_parts: parts = [], ...head } = item;
	const headJson = JSON.stringify(head);
	const headBytes = Buffer.byteLength(headJson);
	if (headBytes > maxBytes) {
		const oversizedHead = headBytes;
		return { sourceId, id, answers, pieces: [], oversized: NO_MESSAGES, oversizedHead };
	}
	const idJson = JSON.stringify({ unique_id: item.unique_id });
	const idBytes = Buffer.byteLength(idJson);
	const oversized = new Map<string, number>();
	const pieces: Piece[] = [];
	let open = new OpenPiece(headJson, headBytes, head.body !== undefined);
	for (const part of parts) {
		const json = JSON.stringify(part);
		const bytes = Buffer.byteLength(json);
		// An item without a text of its own has to carry its first message itself.
		const isFirst = head.body === undefined && pieces.length === 0 && open.size === 0;
		if ((isFirst ? headBytes : idBytes) + PARTS_BYTES + bytes > maxBytes) {
			oversized.set(part.unique_id, bytes);
			continue;
		}
		if (!open.fits(bytes, maxBytes)) {
			pieces.push(open.close());
			open = new OpenPiece(idJson, idBytes, false);
		}
		open.add(part.unique_id, json, bytes);
	}
	// An item that has neither a text of its own nor a message left says nothing.
	if (head.body !== undefined || open.size > 0 || pieces.length > 0) pieces.push(open.close());
	return { sourceId, id, answers, pieces, oversized };
}

const PARTS_OPEN = ',"conversation_parts":[';
const PARTS_CLOSE = ']}';
/** What the array adds to an item; the item's own closing brace is counted in its bytes. */
const PARTS_BYTES = PARTS_OPEN.length + PARTS_CLOSE.length - 1;

/** A piece while messages are added to it. */
class OpenPiece {
	private readonly parts: string[] = [];
	private readonly partIds: string[] = [];

	constructor(
		private readonly headJson: string,
		private bytes: number,
		private readonly hasText: boolean,
	) {}

	get size(): number {
		return this.parts.length;
	}

	fits(partBytes: number, maxBytes: number): boolean {
		return this.bytes + this.glueBytes() + partBytes <= maxBytes;
	}

	add(id: string, json: string, bytes: number): void {
		this.bytes += this.glueBytes() + bytes;
		this.parts.push(json);
		this.partIds.push(id);
	}

	close(): Piece {
		const { headJson, bytes, partIds, hasText } = this;
		if (this.size === 0) return { json: headJson, bytes, partIds, hasText };
		const json = `${headJson.slice(0, -1)}${PARTS_OPEN}${this.parts.join(',')}${PARTS_CLOSE}`;
		return { json, bytes, partIds, hasText };
	}

	private glueBytes(): number {
		return this.size === 0 ? PARTS_BYTES : 1;
	}
}

/** Whether a piece can go in two: it has several messages, or a text of its own besides one. */
export function isDivisible({ partIds, hasText }: Piece): boolean {
	return partIds.length + (hasText ? 1 : 0) > 1;
}

/**
 * Two pieces in the place of one, for an API that does not take it whole: the item's own fields stay
 * with the first messages, the others are appended.
 *
 * @param piece one that `isDivisible`
 */
export function halves({ json, partIds, hasText }: Piece): [Piece, Piece] {
	const kept = hasText ? Math.floor(partIds.length / 2) : Math.ceil(partIds.length / 2);
	const { conversation_parts: parts = [], ...head } = JSON.parse(json) as FeedbackItem;
	return [
		toPiece(kept === 0 ? head : { ...head, conversation_parts: parts.slice(0, kept) }),
		toPiece({ unique_id: head.unique_id, conversation_parts: parts.slice(kept) }),
	];
}

/** A piece without some of its messages, and those messages, which are not to be sent again. */
export function without({ json }: Piece, refused: ReadonlySet<string>): [Piece, Piece] {
	const { conversation_parts: parts = [], ...head } = JSON.parse(json) as FeedbackItem;
	const rest = parts.filter((part) => !refused.has(part.unique_id));
	return [
		toPiece(rest.length === 0 ? head : { ...head, conversation_parts: rest }),
		{ json: '', bytes: 0, partIds: [...refused], hasText: false },
	];
}

function toPiece(item: FeedbackItem): Piece {
	const json = JSON.stringify(item);
	const partIds = item.conversation_parts?.map((part) => part.unique_id) ?? NO_IDS;
	return { json, bytes: Buffer.byteLength(json), partIds, hasText: item.body !== undefined };
}
