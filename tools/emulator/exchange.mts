import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Flight } from './records.mts';

/** Bodies up to this many bytes are kept for validation; longer ones are only counted. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** An HTTP response. */
export interface HttpResponse {
	status: number;
	type: string;
	body: string;
	headers?: Record<string, string>;
}

/** A response in JSON. */
export function jsonResponse(status: number, value: unknown): HttpResponse {
	return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

/** A response that is a web page. */
export function htmlResponse(status: number, body: string): HttpResponse {
	return { status, type: 'text/html; charset=utf-8', body };
}

/**
 * One request and its response on the wire. When `life` is aborted (a reset of the emulator, or its
 * end), the connection is cut and every pause is rejected.
 */
export class Exchange {
	readonly flight: Flight;
	readonly #request: IncomingMessage;
	readonly #response: ServerResponse;
	readonly #life: AbortSignal;

	constructor(
		request: IncomingMessage,
		response: ServerResponse,
		flight: Flight,
		life: AbortSignal,
	) {
		this.flight = flight;
		this.#request = request;
		this.#response = response;
		this.#life = life;
		const cut = () => this.cut();
		life.addEventListener('abort', cut, { once: true });
		response.once('close', () => {
			life.removeEventListener('abort', cut);
			flight.end('client-left');
		});
	}

	/** Whether the client has left, or was cut off. */
	get gone(): boolean {
		return this.#response.destroyed || this.flight.record.ending === 'cut';
	}

	/** Whether the emulator was reset or closed since the request came. */
	get over(): boolean {
		return this.#life.aborted;
	}

	/**
	 * Reads the body to its end, or to where `receive`, which gets every piece with the bytes so far,
	 * cuts the connection. `body` is empty where it is longer than what is kept.
	 * @throws Error when the connection ends before the body does.
	 */
	async readBody(
		receive: (piece: Buffer, bytes: number) => Promise<void>,
	): Promise<{ body: Buffer; bytes: number }> {
		let chunks: Buffer[] = [];
		let bytes = 0;
		for await (const chunk of this.#request as AsyncIterable<Buffer>) {
			bytes += chunk.length;
			this.flight.keepBody('request', chunk);
			await receive(chunk, bytes);
			if (this.gone) throw new Error('The connection ended before the body did');
			if (bytes <= KEPT_BYTES) chunks.push(chunk);
			else chunks = [];
		}
		return { body: Buffer.concat(chunks), bytes };
	}

	/**
	 * Waits, whether or not the client still does.
	 * @throws AbortError when the emulator is reset or closed meanwhile.
	 */
	async pause(ms: number): Promise<void> {
		if (ms > 0) await sleep(ms, undefined, { signal: this.#life });
	}

	/** Sends a whole response. */
	send(response: HttpResponse): void {
		if (this.gone) return;
		this.flight.keepBody('response', Buffer.from(response.body));
		// Logged first: the client may send its next request as soon as it has the response.
		this.flight.end('responded', response.status);
		this.#head(response);
		this.#response.setHeader('content-length', Buffer.byteLength(response.body));
		this.#response.end(response.body);
	}

	/** Sends status and headers only; `length` is what they promise, if anything. */
	sendHead(response: HttpResponse, length?: number): void {
		if (this.gone) return;
		this.flight.record.status = response.status;
		this.#head(response);
		if (length !== undefined) this.#response.setHeader('content-length', length);
		this.#response.flushHeaders();
	}

	/** Sends a piece of a body; resolves when the next one may follow, or the client has left. */
	async write(piece: Uint8Array): Promise<void> {
		const response = this.#response;
		if (!this.gone) this.flight.keepBody('response', piece);
		if (this.gone || response.write(piece)) return;
		await new Promise<void>((resolve) => {
			const done = () => {
				response.off('drain', done).off('close', done);
				resolve();
			};
			response.on('drain', done).on('close', done);
		});
	}

	/** Ends a response that was sent in pieces. */
	finish(): void {
		if (this.gone) return;
		this.flight.end('responded');
		this.#response.end();
	}

	/** Cuts the connection with a TCP reset. */
	cut(): void {
		this.flight.end('cut');
		this.#request.socket.resetAndDestroy();
	}

	/** Closes the connection in mid-response, after what was written has left. */
	hangUp(): void {
		this.flight.end('cut');
		this.#request.socket.destroySoon();
	}

	/** Resolves when the connection is closed by the client, a reset or the emulator's end. */
	async untilClosed(): Promise<void> {
		if (this.gone) return;
		await new Promise<void>((resolve) => {
			this.#response.once('close', resolve);
		});
	}

	#head({ status, type, headers }: HttpResponse): void {
		this.#response.statusCode = status;
		this.#response.setHeader('content-type', type);
		for (const [name, value] of Object.entries(headers ?? {})) {
			this.#response.setHeader(name, value);
		}
	}
}
