import { parsePlans } from './fault-plan.mts';
import type { Fault, FaultPlan } from './fault-plan.mts';
import type { Endpoint } from './records.mts';

/** What is known about a request when a fault is looked for. */
export interface RequestFacts {
	endpoint: Endpoint;
	sourceId?: string;
	itemIds: string[];
	partIds: string[];
	items: number;
	bytes: number;
	inFlight: number;
	/** Ids and bodies of its items and parts. */
	texts(): string[];
}

/** A plan that is not spent. */
export interface PendingFault {
	id: number;
	plan: Fault;
	/** How often it will still hit. */
	remaining: number | 'always';
	/** How often it has hit. */
	hits: number;
}

/** A fault that hits a request. */
export interface Hit {
	fault: Fault;
	/** The wait that was drawn from the plan's `delayMs`, in ms. */
	delayMs: number;
}

interface Waiting extends PendingFault {
	toSkip: number;
	ids: Set<string> | undefined;
	expression: RegExp | undefined;
	draw: () => number;
	/** When its first request came, and when it hit first, on the monotonic clock. */
	firstRequestAt: number | undefined;
	firstHitAt: number | undefined;
}

/** What a queue does to the port that the requests come to. */
export interface Connections {
	/** Refuses new connections from then to then, in ms from now. */
	refuse(fromMs: number, toMs: number): void;
	/** Ends every refusal, begun or not. */
	restore(): Promise<void>;
}

/** Plans in the order in which they were added; a request is hit by the first that matches. */
export class FaultQueue {
	#waiting: Waiting[] = [];
	#nextId = 1;
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	/**
	 * Adds plans at the end of the queue.
	 * @throws Error with a readable message where a plan is wrong; none is added then.
	 */
	add(...plans: FaultPlan[]): PendingFault[] {
		return this.addJson(plans);
	}

	/** Like `add`, for a plan or a list of plans that came as JSON. */
	addJson(plans: unknown): PendingFault[] {
		const added = parsePlans(plans).map((plan): Waiting => {
			const { uniqueId, pattern, seed } = plan.match;
			const ids = typeof uniqueId === 'string' ? [uniqueId] : uniqueId;
			return {
				id: this.#nextId++,
				plan,
				remaining: plan.times,
				hits: 0,
				toSkip: plan.skip,
				ids: ids && new Set(ids),
				expression: pattern === undefined ? undefined : new RegExp(pattern, 'u'),
				draw: randomFrom(seed),
				firstRequestAt: undefined,
				firstHitAt: undefined,
			};
		});
		this.#waiting.push(...added);
		for (const waiting of added) {
			const { kind, lastsMs } = waiting.plan;
			if (kind === 'refuse' && lastsMs !== undefined) {
				waiting.firstHitAt = performance.now();
				this.#connections.refuse(0, lastsMs);
			}
		}
		return added.map(pending);
	}

	/** The fault that hits this request, if any; counts the hit. */
	take(facts: RequestFacts, stage: 'arrival' | 'read'): Hit | undefined {
		if (stage === 'arrival') this.#noteArrival(facts);
		for (const waiting of [...this.#waiting]) {
			const { plan } = waiting;
			const isEarly = plan.kind === 'refuse' || (plan.kind === 'reset' && plan.when === 'arrival');
			if (isEarly !== (stage === 'arrival') || !this.#isInTime(waiting)) continue;
			if (!matches(waiting, facts)) continue;
			if (waiting.toSkip > 0) {
				waiting.toSkip--;
				continue;
			}
			waiting.hits++;
			waiting.firstHitAt ??= performance.now();
			if (waiting.remaining !== 'always' && --waiting.remaining === 0) this.#drop(waiting);
			return { fault: plan, delayMs: drawDelay(plan.delayMs, waiting.draw) };
		}
		return undefined;
	}

	/** The plans that are not spent. */
	pending(): PendingFault[] {
		return this.#waiting.filter((waiting) => !isOver(waiting)).map(pending);
	}

	/** Drops every plan. */
	clear(): void {
		this.#waiting = [];
		void this.#connections.restore();
	}

	#noteArrival({ endpoint }: RequestFacts): void {
		for (const waiting of this.#waiting) {
			const { on, kind, window } = waiting.plan;
			if (waiting.firstRequestAt !== undefined || !isAbout(on, endpoint)) continue;
			waiting.firstRequestAt = performance.now();
			if (kind === 'refuse' && window !== undefined) {
				this.#connections.refuse(window.fromMs, window.toMs);
			}
		}
	}

	#isInTime(waiting: Waiting): boolean {
		if (isOver(waiting)) {
			this.#drop(waiting);
			return false;
		}
		const { window } = waiting.plan;
		return window === undefined || sinceFirstRequest(waiting) >= window.fromMs;
	}

	#drop(spent: Waiting): void {
		this.#waiting = this.#waiting.filter((waiting) => waiting !== spent);
	}
}

function pending({ id, plan, remaining, hits }: Waiting): PendingFault {
	return { id, plan, remaining, hits };
}

function isOver(waiting: Waiting): boolean {
	const { window, lastsMs = Infinity } = waiting.plan;
	const { firstHitAt } = waiting;
	if (firstHitAt !== undefined && performance.now() - firstHitAt >= lastsMs) return true;
	return window !== undefined && sinceFirstRequest(waiting) >= window.toMs;
}

function sinceFirstRequest({ firstRequestAt }: Waiting): number {
	return firstRequestAt === undefined ? 0 : performance.now() - firstRequestAt;
}

function isAbout(on: Fault['on'], endpoint: Endpoint): boolean {
	return on === 'any' || on === endpoint;
}

function matches({ plan, ids, expression, draw }: Waiting, facts: RequestFacts): boolean {
	const { sourceId, itemsOver, bytesOver, inFlightOver, probability } = plan.match;
	if (!isAbout(plan.on, facts.endpoint)) return false;
	if (sourceId !== undefined && sourceId !== facts.sourceId) return false;
	if (itemsOver !== undefined && facts.items <= itemsOver) return false;
	if (bytesOver !== undefined && facts.bytes <= bytesOver) return false;
	if (inFlightOver !== undefined && facts.inFlight <= inFlightOver) return false;
	const carries = (id: string) => ids?.has(id) === true;
	if (ids && !facts.itemIds.some(carries) && !facts.partIds.some(carries)) return false;
	if (expression && !facts.texts().some((text) => expression.test(text))) return false;
	// Drawn last, so that a seed gives the same schedule whatever else is asked of the API.
	return probability === undefined || draw() < probability;
}

function drawDelay(delayMs: number | [number, number], draw: () => number): number {
	if (typeof delayMs === 'number') return delayMs;
	const [least, most] = delayMs;
	return least + Math.floor(draw() * (most - least + 1));
}

/** Numbers from 0 to below 1, the same ones for the same seed (the mulberry32 generator). */
function randomFrom(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
