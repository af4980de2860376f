import { BodyLog } from './bodies.mts';
import type { RequestContents } from './schema.mts';

/** Which part of the API a request was for; `other` gets a 404. */
export type Endpoint = 'ingest' | 'events-list' | 'login' | 'other';

/** How a request ended: with a response, with a connection cut here, or with the client leaving. */
export type Ending = 'responded' | 'cut' | 'client-left';

/**
 * One request as it was received. Never holds the body, the keys or a header.
 * Times are in ms since 1970, with fractions, from a clock that never steps back.
 */
export interface RequestRecord {
	/** 1, 2, 3 ... in order of arrival, since the start or the last reset. */
	id: number;
	method: string;
	/** Without a query. */
	path: string;
	endpoint: Endpoint;
	receivedAt: number;
	/** Undefined while the request is in flight. */
	endedAt?: number;
	ending?: Ending;
	/** Whether the keys were right. */
	authorized: boolean;
	/** Bytes of the request's body. */
	bytes: number;
	sourceId?: string;
	/** Numbers of items and parts in the body, valid or not. */
	items: number;
	parts: number;
	itemIds: string[];
	partIds: string[];
	/** Fields the documentation does not have, such as `items[].foo`. */
	unknownFields: string[];
	/** Status of the response; undefined where none was sent. */
	status?: number;
	/** `ingested` and `failed` as the API itself counted them; a fault may have sent other ones. */
	ingested?: number;
	failed?: number;
	/** Why the API refused it, or failed items of it; not where a fault has put another response in its place. */
	reason?: string | undefined;
	/** Name (or kind) of the fault plan that hit it. */
	fault?: string;
	/** The most requests in flight at once, this one included, while this one was. */
	peakInFlight: number;
	/** Item ids that were in flight in another request at the same time, in the same source. */
	overlappingIds: string[];
	/** Whether the store was changed by it. */
	applied: boolean;
	appliedAt?: number;
}

/** Milliseconds since 1970 from the monotonic clock. */
export function now(): number {
	return performance.timeOrigin + performance.now();
}

/** A request in flight: its record, and its reports to the log. */
export class Flight {
	readonly record: RequestRecord;
	readonly #log: RequestLog;
	/** Called when the request is over. */
	onEnd: () => void = () => undefined;
	#keys: string[] = [];

	constructor(log: RequestLog, record: RequestRecord) {
		this.#log = log;
		this.record = record;
	}

	/** Notes what the body carries, and which items other requests in flight carry as well. */
	setContents(bytes: number, carried: RequestContents): void {
		const { sourceId, ...rest } = carried;
		Object.assign(this.record, rest, { bytes });
		if (sourceId !== undefined) this.record.sourceId = sourceId;
		for (const id of new Set(carried.itemIds)) {
			const key = JSON.stringify([sourceId, id]);
			this.#keys.push(key);
			this.#log.hold(key, id, this);
		}
	}

	/** Keeps a piece of the request's or the response's body for the page. */
	keepBody(side: 'request' | 'response', piece: Uint8Array): void {
		// Of a request that a reset has forgotten nothing is kept.
		if (this.#log.holds(this)) this.#log.bodies.add(this.record, side, piece);
	}

	/** The store was changed by this request. */
	markApplied(): void {
		this.record.applied = true;
		this.record.appliedAt = now();
	}

	/** The request is over; only the first call counts. */
	end(ending: Ending, status?: number): void {
		if (this.record.ending !== undefined) return;
		this.record.ending = ending;
		this.record.endedAt = now();
		if (status !== undefined) this.record.status = status;
		this.#log.release(this.#keys, this);
		this.onEnd();
	}
}

/** Every request to the API, and which of them are in flight. */
export class RequestLog {
	/** In order of arrival; the same array for the log's whole life. */
	readonly records: RequestRecord[] = [];
	/** The bodies of the last requests; the records have none. */
	readonly bodies = new BodyLog();
	#active = new Set<Flight>();
	#holders = new Map<string, Set<Flight>>();
	#peak = 0;

	/** How many requests are in flight. */
	get inFlight(): number {
		return this.#active.size;
	}

	/** The most that ever were in flight at once. */
	get peakInFlight(): number {
		return this.#peak;
	}

	/** Whether the flight is one of this log's, and not over. */
	holds(flight: Flight): boolean {
		return this.#active.has(flight);
	}

	/** A request has arrived. */
	open(about: Pick<RequestRecord, 'method' | 'path' | 'endpoint' | 'authorized'>): Flight {
		const flight = new Flight(this, {
			id: this.records.length + 1,
			...about,
			receivedAt: now(),
			bytes: 0,
			items: 0,
			parts: 0,
			itemIds: [],
			partIds: [],
			unknownFields: [],
			peakInFlight: 0,
			overlappingIds: [],
			applied: false,
		});
		this.records.push(flight.record);
		this.#active.add(flight);
		this.#peak = Math.max(this.#peak, this.#active.size);
		for (const { record } of this.#active) {
			record.peakInFlight = Math.max(record.peakInFlight, this.#active.size);
		}
		return flight;
	}

	/** The flight carries the item from now on; every flight that carries it notes the overlap. */
	hold(key: string, itemId: string, flight: Flight): void {
		const holders = this.#holders.get(key) ?? new Set();
		if (holders.size > 0) {
			for (const { record } of [flight, ...holders]) {
				if (!record.overlappingIds.includes(itemId)) record.overlappingIds.push(itemId);
			}
		}
		this.#holders.set(key, holders.add(flight));
	}

	/** The flight is over. */
	release(keys: string[], flight: Flight): void {
		this.#active.delete(flight);
		for (const key of keys) {
			const holders = this.#holders.get(key);
			holders?.delete(flight);
			if (holders?.size === 0) this.#holders.delete(key);
		}
	}

	/** Forgets all requests, those in flight too. */
	clear(): void {
		this.records.length = 0;
		this.bodies.clear();
		this.#active = new Set();
		this.#holders = new Map();
		this.#peak = 0;
	}
}
