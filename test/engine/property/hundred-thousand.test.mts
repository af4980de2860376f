import { describe, expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { reviews, run, SOURCE } from '../../../tools/engine/feedback.mts';

const ROWS = 100_000;
/** Rows / 100: the documented most that a request takes. */
const FLOOR = ROWS / 100;
const TIMEOUT_MS = 600_000;

const KINDS: FaultPlan[] = [
	{ name: '503', kind: 'status', status: 503 },
	{ name: '429', kind: 'status', status: 429, headers: { 'retry-after': '0' } },
	{ name: 'reset', kind: 'reset', when: 'before' },
	{ name: 'reset after the commit', kind: 'reset', when: 'after' },
	{ name: 'truncated', kind: 'truncated' },
];
/** One request in a hundred meets each of them: one in twenty meets any. */
const FAULTS = KINDS.map((fault, index): FaultPlan => ({
	...fault,
	times: 'always',
	match: { probability: 0.01, seed: index + 1 },
}));

const emulator = useEmulator();

/** Runs all the rows, and checks what holds with and without faults. */
async function deliverAll() {
	const result = await run(emulator(), reviews(ROWS), {}, { onError: 'continueRegularOutput' });
	const { requests, store } = emulator();
	const strays = result.success.filter(
		({ json, pairedItem }, index) =>
			json.status !== 'ingested' || JSON.stringify(pairedItem) !== `{"item":${index}}`,
	);
	const sends = new Map<string, number>();
	for (const id of requests.flatMap(({ itemIds }) => itemIds)) {
		sends.set(id, (sends.get(id) ?? 0) + 1);
	}

	expect(result.success).toHaveLength(ROWS);
	expect(strays.slice(0, 3)).toStrictEqual([]);
	expect(store.counts()).toStrictEqual([{ source_id: SOURCE, items: ROWS, parts: 0 }]);
	expect([...sends.values()].reduce((most, count) => Math.max(most, count), 0)).toBeLessThan(13);
	expect(requests.flatMap(({ overlappingIds }) => overlappingIds)).toStrictEqual([]);
	expect(requests.reduce((most, { items }) => Math.max(most, items), 0)).toBe(100);
	const seconds = (result.durationMs / 1000).toFixed(1);
	process.stdout.write(`${ROWS} rows in ${requests.length} requests: ${seconds} s\n`);
	return { requests, hints: result.hints };
}

describe('a hundred thousand rows', () => {
	test(
		'take no more requests than they need',
		async () => {
			const { requests, hints } = await deliverAll();

			expect(requests).toHaveLength(FLOOR);
			expect(hints).toStrictEqual([]);
		},
		TIMEOUT_MS,
	);

	test(
		'all arrive, though one request in twenty fails',
		async () => {
			emulator().faults.add(...FAULTS);
			const { requests } = await deliverAll();
			const failed = requests.filter(({ fault }) => fault !== undefined);

			expect(new Set(failed.map(({ fault }) => fault)).size).toBe(KINDS.length);
			expect(failed.length).toBeGreaterThan(FLOOR * 0.03);
			// Each failure costs the one request again, or that once more in two halves.
			expect(requests.length).toBeLessThanOrEqual(FLOOR + failed.length * 2);
		},
		TIMEOUT_MS,
	);
});
