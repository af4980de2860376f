import type { Reply } from '../../../nodes/AmplitudeAiFeedback/delivery/apiResponse.ts';
import type { Port } from '../../../nodes/AmplitudeAiFeedback/delivery/port.ts';
import type { SentRequest } from '../../support/invariants.mts';
import type { StoredItem, StoredPart } from '../../../tools/emulator/store.mts';
import type { VirtualClock } from '../../support/virtual-clock.mts';

/** What makes a request fail: a status, a page instead of a response, or no response at all. */
export type Fault = number | 'page' | 'reset' | 'lostResponse' | 'unreachable' | 'silence';

/** An API with its habits; all that is not documented may differ. Times are in milliseconds. */
export interface ApiTraits {
	latency: number;
	perItem: number;
	/** The client's own time-out. */
	timeout: number;
	/** Times, from the first request, in which every request fails. */
	outages: readonly { from: number; to: number; fault: Fault; retryAfter?: number }[];
	/** Items with an id that begins with `poison` fail their whole request so. */
	poison: Fault;
	/** How a partly failed request is reported, beside its good items. */
	partialStatus: number;
	/** How `errors` names an item. */
	naming:
		'exact' | 'upperCase' | 'blanks' | 'null' | 'missing' | 'prefixed' | 'none' | 'twice' | 'index';
	/** Whether a bad message is named by its own id, by its item's, or by both. */
	messageNaming: 'message' | 'item' | 'both';
	errorShape: 'text' | 'object' | 'list' | 'message';
	counts: 'numbers' | 'digits';
	wrapper?: 'data' | 'response' | 'result';
	byteOrderMark: boolean;
	/** What `ingested` always is, whatever was stored. */
	alwaysCounts?: number;
	/** Whether an upsert that changes nothing is counted. */
	countsUnchanged: boolean;
	/** Whether the good items of a partly failed request are kept. */
	keepsOthers: boolean;
	maxItems: number;
	maxBytes: number;
	/** What happens to a request over those limits. */
	overLimit: 413 | 'reset';
	/** A fixed window of a minute, a token bucket that holds a second's worth, or requests in flight. */
	quota?: {
		kind: 'perMinute' | 'perSecond' | 'concurrent';
		requests: number;
		/** Whether a 429 says how many seconds there are until the next request may pass, rounded up. */
		retryAfter: boolean;
	};
}

export const FRIENDLY: ApiTraits = {
	latency: 50,
	perItem: 0,
	timeout: 60_000,
	outages: [],
	poison: 500,
	partialStatus: 200,
	naming: 'exact',
	messageNaming: 'message',
	errorShape: 'text',
	counts: 'numbers',
	byteOrderMark: false,
	countsUnchanged: true,
	keepsOthers: true,
	maxItems: 100,
	maxBytes: 5_000_000,
	overLimit: 413,
};

interface SentItem {
	unique_id: string;
	body?: string;
	conversation_parts?: { unique_id: string; body: string }[];
}

/** Tokens of a quota that several runs may share. */
export class Quota {
	inFlight = 0;
	private minute = 0;
	private takenThisMinute = 0;
	private tokens: number | undefined;
	private filledAt = 0;

	constructor(private readonly traits: Pick<ApiTraits, 'quota' | 'latency'>) {}

	/** @returns undefined if the request may pass, else the seconds of a `Retry-After`, or 0 for none */
	take(now: number): number | undefined {
		const { quota, latency } = this.traits;
		if (quota === undefined) return undefined;
		const freeAt = {
			perMinute: () => this.takeOfMinute(now, quota.requests),
			perSecond: () => this.takeToken(now, quota.requests),
			concurrent: () => (this.inFlight > quota.requests ? now + latency : undefined),
		}[quota.kind]();
		if (freeAt === undefined) return undefined;
		return quota.retryAfter ? Math.ceil((freeAt - now) / 1_000) : 0;
	}

	/** @returns when the next request may pass; undefined if this one may */
	private takeOfMinute(now: number, most: number): number | undefined {
		const minute = Math.floor(now / 60_000);
		if (minute > this.minute) this.takenThisMinute = 0;
		this.minute = minute;
		if (this.takenThisMinute >= most) return (minute + 1) * 60_000;
		this.takenThisMinute++;
		return undefined;
	}

	private takeToken(now: number, perSecond: number): number | undefined {
		const filled = (this.tokens ?? perSecond) + ((now - this.filledAt) / 1_000) * perSecond;
		this.tokens = Math.min(perSecond, filled);
		this.filledAt = now;
		if (this.tokens < 1) return now + ((1 - this.tokens) / perSecond) * 1_000;
		this.tokens--;
		return undefined;
	}
}

/**
 * An API that upserts, with what it saw and stored. Ids say what becomes of an item or a message:
 * `bad…` is refused, `poison…` fails its whole request, `drop…` is dropped without a word.
 */
export class SimulatedApi implements Port {
	readonly stored = new Map<string, StoredItem>();
	readonly requests: (SentRequest & { at: number; throttled: boolean })[] = [];
	private readonly inFlight = new Map<string, number>();
	private firstAt: number | undefined;

	constructor(
		private readonly traits: ApiTraits,
		private readonly clock: VirtualClock,
		readonly random: () => number,
		private readonly quota = new Quota(traits),
	) {}

	now = () => this.clock.now;
	date = () => 1_770_000_000_000 + this.clock.now;
	isCancelled = () => false;
	redact = (text: string) => text;
	sleep = async (milliseconds: number) => await this.clock.wait(milliseconds);

	async send(body: Buffer): Promise<Reply> {
		const { items } = JSON.parse(body.toString()) as { items: SentItem[] };
		const { clock, traits } = this;
		this.firstAt ??= clock.now;
		const itemIds = items.map(({ unique_id }) => unique_id);
		const partIds = items.flatMap(({ conversation_parts = [] }) =>
			conversation_parts.map((part) => part.unique_id),
		);
		const record = {
			id: this.requests.length + 1,
			itemIds,
			partIds,
			applied: false,
			overlappingIds: itemIds.filter((id) => this.inFlight.has(id)),
			duringOutage: false,
			at: clock.now,
			throttled: false,
		};
		this.requests.push(record);
		for (const id of itemIds) this.inFlight.set(id, (this.inFlight.get(id) ?? 0) + 1);
		this.quota.inFlight++;
		try {
			return await this.respond(items, body.length, record);
		} finally {
			this.quota.inFlight--;
			for (const id of itemIds) {
				const left = (this.inFlight.get(id) ?? 1) - 1;
				if (left === 0) this.inFlight.delete(id);
				else this.inFlight.set(id, left);
			}
			record.duringOutage ||= record.throttled;
			void traits;
		}
	}

	private async respond(
		items: readonly SentItem[],
		bytes: number,
		record: { applied: boolean; duringOutage: boolean; throttled: boolean },
	): Promise<Reply> {
		const { clock, traits } = this;
		const since = clock.now - (this.firstAt as number);
		const isDown = traits.outages.some(({ from, to }) => since >= from && since < to);
		const retryAfter = isDown ? undefined : this.quota.take(clock.now);
		const jitter = 0.9 + 0.2 * this.random();
		const duration = traits.latency * jitter + traits.perItem * items.length;
		const isTooSlow = duration > traits.timeout;
		await clock.wait(Math.min(duration, traits.timeout));
		const until = clock.now - (this.firstAt as number);
		const outage = traits.outages.find(({ from, to }) => until >= from && since < to);
		if (outage) {
			record.duringOutage = true;
			return await this.fail(outage.fault, items, record, outage.retryAfter);
		}
		if (retryAfter !== undefined) {
			record.throttled = true;
			return http(429, '', retryAfter > 0 ? { 'retry-after': String(retryAfter) } : {});
		}
		if (isTooSlow) return { kind: 'failure', cause: 'timeout', code: 'ETIMEDOUT' };
		if (items.length > traits.maxItems || bytes > traits.maxBytes) {
			return await this.fail(traits.overLimit, items, record);
		}
		const ids = items.flatMap(({ unique_id, conversation_parts = [] }) => [
			unique_id,
			...conversation_parts.map((part) => part.unique_id),
		]);
		if (ids.some((id) => id.startsWith('poison')))
			return await this.fail(traits.poison, items, record);
		return http(...this.apply(items, record));
	}

	private async fail(
		fault: Fault,
		items: readonly SentItem[],
		record: { applied: boolean },
		retryAfter?: number,
	): Promise<Reply> {
		if (typeof fault === 'number') {
			return http(fault, '', retryAfter ? { 'retry-after': String(retryAfter) } : {});
		}
		switch (fault) {
			case 'page':
				return http(200, '<html>Sign in</html>');
			case 'reset':
				return { kind: 'failure', cause: 'lost', code: 'ECONNRESET' };
			case 'lostResponse':
				this.apply(items, record);
				return { kind: 'failure', cause: 'lost', code: 'ECONNRESET' };
			case 'unreachable':
				return { kind: 'failure', cause: 'notConnected', code: 'ECONNREFUSED' };
			case 'silence':
				await this.clock.wait(Math.max(0, this.traits.timeout - this.traits.latency));
				return { kind: 'failure', cause: 'timeout', code: 'ETIMEDOUT' };
		}
	}

	/** @returns status and text of the response */
	private apply(items: readonly SentItem[], record: { applied: boolean }): [number, string] {
		const { traits } = this;
		const failures = items.flatMap((item) => this.failuresOf(item));
		const failedItems = new Set(failures.map(({ item }) => item));
		let ingested = 0;
		if (failures.length === 0 || traits.keepsOthers) {
			for (const item of items) {
				if (failedItems.has(item.unique_id) || item.unique_id.startsWith('drop')) continue;
				const isChanged = this.upsert(item);
				record.applied = true;
				if (isChanged || traits.countsUnchanged) ingested++;
			}
		}
		const isBare = failures.length > 0 && !traits.keepsOthers;
		if (isBare) return [400, JSON.stringify({ error: 'An item is invalid' })];
		const failed = failedItems.size;
		const errors =
			traits.naming === 'none' ? undefined : failures.flatMap((failure) => this.entries(failure));
		const digits = (count: number) => (traits.counts === 'digits' ? String(count) : count);
		const response = {
			ingested: digits(traits.alwaysCounts ?? ingested),
			failed: digits(failed),
			errors,
		};
		const wrapped = traits.wrapper ? { [traits.wrapper]: response, requestId: 'r' } : response;
		const text = (traits.byteOrderMark ? '\uFEFF' : '') + JSON.stringify(wrapped);
		return [failed > 0 ? traits.partialStatus : 200, text];
	}

	private failuresOf({
		unique_id,
		conversation_parts = [],
	}: SentItem): { item: string; message?: string }[] {
		if (unique_id.startsWith('bad')) return [{ item: unique_id }];
		return conversation_parts
			.filter((part) => part.unique_id.startsWith('bad'))
			.map((part) => ({ item: unique_id, message: part.unique_id }));
	}

	private entries({ item, message }: { item: string; message?: string }): object[] {
		const { messageNaming, naming } = this.traits;
		const ids = message === undefined || messageNaming === 'item' ? [item] : [message];
		if (message !== undefined && messageNaming === 'both') ids.push(item);
		const words = 'it is not valid';
		const { errorShape } = this.traits;
		const error =
			errorShape === 'message'
				? { message: words }
				: {
						error:
							errorShape === 'object'
								? { message: words }
								: errorShape === 'list'
									? [words]
									: words,
					};
		return ids.flatMap((id, index): object[] => {
			switch (naming) {
				case 'upperCase':
					return [{ unique_id: id.toUpperCase(), ...error }];
				case 'blanks':
					return [{ unique_id: ` ${id} `, ...error }];
				case 'null':
					return [{ unique_id: null, ...error }];
				case 'missing':
					return [error];
				case 'prefixed':
					return [{ unique_id: `source/${id}`, ...error }];
				case 'twice':
					return [
						{ unique_id: id, ...error },
						{ unique_id: id, ...error },
					];
				case 'index':
					return [{ index, ...error }];
				default:
					return [{ unique_id: id, ...error }];
			}
		});
	}

	/** @returns whether anything changed */
	private upsert({ conversation_parts = [], ...fields }: SentItem): boolean {
		const before = this.stored.get(fields.unique_id);
		const parts = new Map(before?.conversation_parts.map((part) => [part.unique_id, part]));
		for (const part of conversation_parts) {
			if (!part.unique_id.startsWith('drop')) parts.set(part.unique_id, part as StoredPart);
		}
		const after = { ...before, ...fields, conversation_parts: [...parts.values()] } as StoredItem;
		this.stored.set(fields.unique_id, after);
		return JSON.stringify(before) !== JSON.stringify(after);
	}
}

function http(status: number, text: string, headers: Record<string, string> = {}): Reply {
	return { kind: 'response', status, headers, text };
}
