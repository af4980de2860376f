import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { useShortBackoff } from '../../support/short-backoff.mts';
import { deliveries } from './random-deliveries.mts';
import { type Failed, runDeliveries } from './run-deliveries.mts';

/**
 * Environment: ENGINE_DELIVERY_CASES (how many runs), DELIVERY_SEED (which), DELIVERY_CASE (only the one of
 * this index). A failure says which seed and index to run again.
 */
const { ENGINE_DELIVERY_CASES = '100', DELIVERY_SEED, DELIVERY_CASE } = process.env;
const MAX_PRINTED = 3;
const MAX_TRACED = 40;

useShortBackoff(0.05);

test('whatever the API and the network do, the store holds what the rows report', async () => {
	// The same cases each time, unless others are asked for.
	const seed = Number(DELIVERY_SEED ?? 1);
	const alone = DELIVERY_CASE === undefined ? undefined : Number(DELIVERY_CASE);
	const numRuns = alone === undefined ? Number(ENGINE_DELIVERY_CASES) : alone + 1;
	const all = [...fc.sample(deliveries, { numRuns, seed }).entries()];

	const { failed, statuses, requests } = await runDeliveries(
		all.filter(([index]) => alone === undefined || index === alone),
	);

	process.stdout.write(`${numRuns} deliveries with DELIVERY_SEED=${seed}: ${requests} requests\n`);
	if (failed.length > 0) throw new Error(describeFailures(failed, seed));
	if (alone !== undefined) return;
	// Otherwise the property would hold for want of anything to hold for.
	expect(requests).toBeGreaterThan(numRuns);
	const common = ['ingested', 'rejected', 'unknown', 'unsent'];
	const rare = numRuns < 1_000 ? [] : ['partial', 'skipped'];
	expect(Object.keys(statuses)).toEqual(expect.arrayContaining([...common, ...rare]));
}, 600_000);

function describeFailures(failed: readonly Failed[], seed: number): string {
	const printed = failed
		.slice(0, MAX_PRINTED)
		.map(({ index, complaints, delivery, trace }) =>
			[
				`DELIVERY_SEED=${seed} DELIVERY_CASE=${index}`,
				...complaints.slice(0, 10),
				JSON.stringify(delivery),
				...trace.slice(0, MAX_TRACED),
			].join('\n'),
		);
	const indexes = failed.map(({ index }) => index).join(', ');
	return `${failed.length} deliveries failed (${indexes}). To run one again:\n${printed.join('\n\n')}`;
}
