import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cases } from './cases.mts';
import { type Failed, runCases } from './run-cases.mts';

/**
 * Environment: DELIVERY_CASES (how many), DELIVERY_SEED (which), DELIVERY_CASE (only the one of this
 * index). A failure says which seed and index to run again.
 */
const { DELIVERY_CASES = '1000', DELIVERY_SEED, DELIVERY_CASE } = process.env;
const MAX_PRINTED = 3;
const MAX_TRACED = 40;

test('whatever happens between n8n and the API, the store holds what the rows were told', async () => {
	const seed = Number(DELIVERY_SEED ?? Date.now() % 2 ** 31);
	const alone = DELIVERY_CASE === undefined ? undefined : Number(DELIVERY_CASE);
	const numRuns = alone === undefined ? Number(DELIVERY_CASES) : alone + 1;
	const all = [...fc.sample(cases, { numRuns, seed }).entries()];

	const { failed, statuses, requests } = await runCases(
		all.filter(([index]) => alone === undefined || index === alone),
	);

	if (failed.length > 0) throw new Error(describeFailures(failed, seed));
	if (alone !== undefined) return;
	// Otherwise the property would hold for want of anything to hold for.
	expect(requests).toBeGreaterThan(numRuns);
	const told = Object.keys(statuses).sort();
	const possible = ['ingested', 'partial', 'rejected', 'skipped', 'unknown', 'unsent'];
	expect(told).toStrictEqual(possible);
}, 600_000);

function describeFailures(failed: readonly Failed[], seed: number): string {
	const printed = failed
		.slice(0, MAX_PRINTED)
		.map(({ index, complaints, testCase, trace }) =>
			[
				`DELIVERY_SEED=${seed} DELIVERY_CASE=${index}`,
				...complaints.slice(0, 10),
				JSON.stringify(testCase),
				...trace.slice(0, MAX_TRACED),
			].join('\n'),
		);
	const indexes = failed.map(({ index }) => index).join(', ');
	return `${failed.length} cases failed (${indexes}). To run one again:\n${printed.join('\n\n')}`;
}
