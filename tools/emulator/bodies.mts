import type { RequestRecord } from './records.mts';

/** Requests whose bodies are kept, the last ones. */
export const KEPT_REQUESTS = 50;
/** Bytes kept of a body, from its beginning. */
export const KEPT_BYTES = 64 * 1024;

/** The beginning of a body, as it was on the wire. */
export interface KeptBody {
	text: string;
	/** Bytes of the whole body. */
	bytes: number;
	/** Whether the text is all of it. */
	isWhole: boolean;
}

/** What is kept of a request and its response; undefined where there was no body. */
export interface Bodies {
	request?: KeptBody;
	response?: KeptBody;
}

interface Wire {
	pieces: Buffer[];
	kept: number;
	bytes: number;
}

/**
 * The bodies of the last requests, for the page. Headers never come here, and the keys of the API are
 * removed if a body contains them. Bounded in number and size.
 */
export class BodyLog {
	readonly #entries = new Map<RequestRecord, Partial<Record<keyof Bodies, Wire>>>();

	/** Adds a piece to a body. */
	add(record: RequestRecord, side: keyof Bodies, piece: Uint8Array): void {
		const entry = this.#entries.get(record) ?? {};
		const wire = (entry[side] ??= { pieces: [], kept: 0, bytes: 0 });
		// A copy, or a small part would keep the whole in memory.
		const kept = Buffer.from(piece.subarray(0, KEPT_BYTES - wire.kept));
		if (kept.length > 0) wire.pieces.push(kept);
		wire.kept += kept.length;
		wire.bytes += piece.length;
		this.#entries.set(record, entry);
		if (this.#entries.size <= KEPT_REQUESTS) return;
		const [oldest] = this.#entries.keys();
		if (oldest !== undefined) this.#entries.delete(oldest);
	}

	/**
	 * The bodies of a request.
	 *
	 * @param keys what is not to be shown
	 * @returns undefined where nothing is kept of it, or no longer
	 */
	of(record: RequestRecord, keys: readonly string[]): Bodies | undefined {
		const entry = this.#entries.get(record);
		if (entry === undefined) return undefined;
		const { request, response } = entry;
		return {
			...(request && { request: read(request, keys) }),
			...(response && { response: read(response, keys) }),
		};
	}

	/** Forgets everything. */
	clear(): void {
		this.#entries.clear();
	}
}

function read({ pieces, kept, bytes }: Wire, keys: readonly string[]): KeptBody {
	// As a stream, so that a character that was cut in two is left out.
	const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
	const text = decoder.decode(Buffer.concat(pieces), { stream: true });
	const isWhole = kept === bytes;
	return { text: keys.reduce((rest, key) => rest.replaceAll(key, '[key]'), text), bytes, isWhole };
}
