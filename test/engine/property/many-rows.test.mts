import { expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { useShortBackoff } from '../../support/short-backoff.mts';
import { reviews, run, SOURCE } from '../../../tools/engine/feedback.mts';

/** Environment: DELIVERY_ROWS (how many rows; `npm run test:long` takes 100,000). */
const ROWS = Number(process.env.DELIVERY_ROWS ?? 10_000);
/** Rows / 100: the documented most that a request takes. */
const FEWEST_REQUESTS = Math.ceil(ROWS / 100);
const TIMEOUT_MS = 600_000;

const KINDS: FaultPlan[] = [
	{ name: '503', kind: 'status', status: 503 },
	{ name: '429', kind: 'status', status: 429, headers: { 'retry-after': '0' } },
	{ name: 'reset', kind: 'reset', when: 'before' },
	{ name: 'reset after the commit', kind: 'reset', when: 'after' },
	{ name: 'truncated', kind: 'truncated' },
];
/** Each of them meets one request in twenty, drawn with seeds with which each meets one of 100. */
const FAULTS = KINDS.map((fault, index): FaultPlan => ({
	...fault,
	times: 'always',
	match: { probability: 0.05, seed: index + 1 },
}));

useShortBackoff();
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
	expect([...sends.values()].filter((count) => count > 12)).toStrictEqual([]);
	expect(requests.flatMap(({ overlappingIds }) => overlappingIds)).toStrictEqual([]);
	expect(requests.filter(({ items }) => items > 100)).toStrictEqual([]);
	return { requests, hints: result.hints };
}

test(
	`${ROWS} rows take no more requests than they need`,
	async () => {
		const { requests, hints } = await deliverAll();

		expect(requests).toHaveLength(FEWEST_REQUESTS);
		expect(hints).toStrictEqual([]);
	},
	TIMEOUT_MS,
);

test(
	`${ROWS} rows all arrive, though many requests fail`,
	async () => {
		emulator().faults.add(...FAULTS);
		const { requests } = await deliverAll();
		const failed = requests.filter(({ fault }) => fault !== undefined);

		expect(new Set(failed.map(({ fault }) => fault)).size).toBe(KINDS.length);
		expect(failed.length).toBeGreaterThan(FEWEST_REQUESTS * 0.15);
		// Each failure costs the one request again, or that once more in two halves.
		expect(requests.length).toBeLessThanOrEqual(FEWEST_REQUESTS + failed.length * 2);
	},
	TIMEOUT_MS,
);
