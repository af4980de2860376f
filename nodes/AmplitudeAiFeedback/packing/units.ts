import type { Conversation } from '../mapping/conversations';
import type { ConversationPart } from '../mapping/feedbackItem';

/** What goes into one request of an item: all of it, or a piece of a long conversation. */
export interface Piece {
	/** The serialised item; emptied once it is answered, so that a long run does not keep its bodies. */
	json: string;
	/** UTF-8 bytes of `json`. */
	bytes: number;
	partIds: readonly string[];
}

/** An item ready to be sent, in one piece or in several that go in order. */
export interface Unit {
	sourceId: string;
	id: string;
	pieces: Piece[];
	/** Messages that alone exceed the limit, with their bytes. They are not in any piece. */
	oversized: ReadonlyMap<string, number>;
	/** Set, with its bytes, when the item's own fields exceed the limit: nothing can be sent. */
	oversizedHead?: number;
}

/**
 * Serialises an item once. A conversation that does not fit into one request is split: first the
 * item's own fields with as many messages as fit, then pieces of `{unique_id, conversation_parts}`,
 * which the API appends.
 *
 * @param maxBytes what one item may take of a request, in UTF-8 bytes
 */
export function toUnit({ sourceId, item }: Conversation, maxBytes: number): Unit {
	const { conversation_parts: parts = [], ...head } = item;
	const base = { sourceId, id: item.unique_id };
	const whole = toPiece(JSON.stringify(item), parts);
	if (whole.bytes <= maxBytes) return { ...base, pieces: [whole], oversized: new Map() };

	const headJson = JSON.stringify(head);
	const headBytes = Buffer.byteLength(headJson);
	if (headBytes > maxBytes) {
		return { ...base, pieces: [], oversized: new Map(), oversizedHead: headBytes };
	}
	const idJson = JSON.stringify({ unique_id: item.unique_id });
	const idBytes = Buffer.byteLength(idJson);
	const oversized = new Map<string, number>();
	const pieces: Piece[] = [];
	let open = new OpenPiece(headJson, headBytes);
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
			open = new OpenPiece(idJson, idBytes);
		}
		open.add(part.unique_id, json, bytes);
	}
	// An item that has neither a text of its own nor a message left says nothing.
	if (head.body !== undefined || open.size > 0 || pieces.length > 0) pieces.push(open.close());
	return { ...base, pieces, oversized };
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
		const { headJson, bytes, partIds } = this;
		if (this.size === 0) return { json: headJson, bytes, partIds };
		const json = `${headJson.slice(0, -1)}${PARTS_OPEN}${this.parts.join(',')}${PARTS_CLOSE}`;
		return { json, bytes, partIds };
	}

	private glueBytes(): number {
		return this.size === 0 ? PARTS_BYTES : 1;
	}
}

function toPiece(json: string, parts: readonly ConversationPart[]): Piece {
	return { json, bytes: Buffer.byteLength(json), partIds: parts.map((part) => part.unique_id) };
}
