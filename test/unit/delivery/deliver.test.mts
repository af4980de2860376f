import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Answer } from '../../../nodes/AmplitudeAiFeedback/delivery/answer.ts';
import { deliver, type Port } from '../../../nodes/AmplitudeAiFeedback/delivery/deliver.ts';
import { resultsOf } from '../../../nodes/AmplitudeAiFeedback/delivery/results.ts';
import { batchItems } from '../../../nodes/AmplitudeAiFeedback/batching/batches.ts';

/**
 * The loop against a small server that upserts, answers as told by a random schedule, and keeps its
 * own books; time passes only where the loop waits.
 */
class World implements Port {
	readonly stored = new Set<string>();
	readonly sends = new Map<string, number>();
	overlapped = false;
	private readonly inFlight = new Set<string>();
	private clock = 0;

	constructor(private readonly schedule: Iterator<Fault, undefined>) {}

	async send(body: Buffer): Promise<Answer> {
		const { items } = JSON.parse(body.toString()) as { items: { unique_id: string }[] };
		const ids = items.map(({ unique_id }) => unique_id);
		for (const id of ids) {
			this.overlapped ||= this.inFlight.has(id);
			this.inFlight.add(id);
			this.sends.set(id, (this.sends.get(id) ?? 0) + 1);
		}
		await new Promise((resolve) => setImmediate(resolve));
		this.clock += 10;
		for (const id of ids) this.inFlight.delete(id);
		return this.answer(this.schedule.next().value ?? 'none', ids);
	}

	private answer(fault: Fault, ids: string[]): Answer {
		const http = (status: number, text: string, headers = {}): Answer => ({
			kind: 'answer',
			status,
			headers,
			text,
		});
		if (fault === '413' && ids.length > 1) return http(413, '');
		if (fault === '503') return http(503, '');
		if (fault === '429') return http(429, '', { 'retry-after': '1' });
		if (fault === 'refused')
			return { kind: 'noAnswer', cause: 'notConnected', code: 'ECONNREFUSED' };
		const bad = ids.filter((id) => id.startsWith('bad'));
		if (fault === '400' && bad.length > 0) return http(400, '{"error":"bad item"}');
		for (const id of ids) if (!bad.includes(id)) this.stored.add(id);
		if (fault === 'lost') return { kind: 'noAnswer', cause: 'lost', code: 'ECONNRESET' };
		if (fault === 'html') return http(200, '<html>');
		const errors = bad.map((unique_id) => ({ unique_id, error: 'bad item' }));
		const named = fault === 'unnamed' ? [] : errors;
		const ingested = ids.length - bad.length;
		return http(200, JSON.stringify({ ingested, failed: bad.length, errors: named }));
	}

	async pause(milliseconds: number): Promise<void> {
		this.clock += milliseconds;
	}
	now(): number {
		return this.clock;
	}
	random(): number {
		return 0.5;
	}
	isCancelled(): boolean {
		return false;
	}
	hide(words: string): string {
		return words;
	}
}

const FAULTS = ['none', '413', '400', '503', '429', 'refused', 'lost', 'html', 'unnamed'] as const;
type Fault = (typeof FAULTS)[number];

const run = fc.record({
	rows: fc.array(fc.constantFrom('good', 'good', 'good', 'bad'), { minLength: 1, maxLength: 40 }),
	// In series too, so that trouble lasts until the loop gives up.
	faults: fc
		.array(fc.tuple(fc.constantFrom(...FAULTS), fc.constantFrom(1, 1, 1, 2, 11, 40)), {
			maxLength: 20,
		})
		.map((series) => series.flatMap(([fault, times]) => Array<Fault>(times).fill(fault))),
	batchSize: fc.integer({ min: 1, max: 20 }),
	maxConcurrentRequests: fc.integer({ min: 1, max: 5 }),
});

test('whatever the answers, each item has one true result, few sends and no company in flight', async () => {
	await fc.assert(
		fc.asyncProperty(run, async ({ rows, faults, batchSize, maxConcurrentRequests }) => {
			const world = new World(faults.values() as Iterator<Fault, undefined>);
			const ids = rows.map((kind, index) => `${kind}-${index}`);
			const { items: units, batches } = batchItems(
				ids.map((unique_id) => ({
					sourceId: 's',
					item: { unique_id, body: 'x' },
					sourceRows: [],
				})),
				batchSize,
			);
			const settings = { maxConcurrentRequests, timeoutMs: 1_000, retryBudgetMs: 300_000 };
			const { results } = await deliver(batches, settings, world);

			expect(world.overlapped).toBe(false);
			expect(Math.max(...world.sends.values())).toBeLessThanOrEqual(12);
			for (const unit of units) {
				const [result] = resultsOf(unit, results);
				const { status } = result!;
				const isStored = world.stored.has(unit.id);
				if (status === 'accepted') expect(isStored).toBe(true);
				if (status === 'refused') expect(unit.id).toMatch(/^bad/);
				if (status === 'unsent') expect(isStored).toBe(false);
				expect(result!.attempts).toBe(world.sends.get(unit.id) ?? 0);
			}
		}),
		{ numRuns: 300 },
	);
});

test('a conversation that keeps losing messages is not sent more than 12 times', async () => {
	const parts = Array.from({ length: 40 }, (_, index) => ({ unique_id: `m-${index}`, body: 'x' }));
	const item = { unique_id: 'call', body: 'x', conversation_parts: parts };
	const { items: units, batches } = batchItems([{ sourceId: 's', item, sourceRows: [] }], 100);
	let sends = 0;
	const port: Port = {
		// The first message of each request is refused by name.
		send: async (body) => {
			sends++;
			const { items } = JSON.parse(body.toString()) as { items: (typeof item)[] };
			const unique_id = items[0]?.conversation_parts[0]?.unique_id;
			const errors = [{ unique_id, error: 'no' }];
			const text = JSON.stringify({ ingested: 1, failed: 1, errors });
			return { kind: 'answer', status: 200, headers: {}, text };
		},
		pause: async () => undefined,
		now: () => 0,
		random: () => 0,
		isCancelled: () => false,
		hide: (words) => words,
	};
	const settings = { maxConcurrentRequests: 1, timeoutMs: 1_000, retryBudgetMs: 300_000 };
	const { results } = await deliver(batches, settings, port);
	const [rest, ...refused] = resultsOf(units[0]!, results);

	expect(sends).toBe(12);
	expect(rest).toMatchObject({ status: 'unknown', attempts: 12 });
	expect(refused).toHaveLength(12);
});
