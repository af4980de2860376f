import { expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { expectedOf } from '../../support/expected-items.mts';
import { lostRows } from '../../support/invariants.mts';
import { useShortBackoff } from '../../support/short-backoff.mts';
import { reviews } from '../../../tools/engine/feedback.mts';
import { deliveryRunOf } from '../delivery-run.mts';
import { runChecked } from './checked-run.mts';

useShortBackoff();
const emulator = useEmulator({ responseDelayMs: 20 });

test.each<[string, FaultPlan]>([
	['503', { kind: 'status', status: 503 }],
	['reset connections', { kind: 'reset' }],
	['refused connections', { kind: 'refuse' }],
	['web pages with status 200', { kind: 'html' }],
])('an outage of %s within the retry budget loses no row', async (_what, fault) => {
	emulator().faults.add({ ...fault, window: { fromMs: 30, toMs: 800 } });
	const rows = reviews(1_000);
	// Requests on refused connections are not seen.
	const more = { countsAttempts: fault.kind !== 'refuse' };
	const options = { retryBudget: 10 };
	const { counts, requests, result } = await runChecked(emulator(), rows, options, more);
	const run = deliveryRunOf({ emulator: emulator(), result, ...expectedOf(rows) });

	expect(counts).toStrictEqual({ ingested: 1_000 });
	expect(lostRows(run, { faults: 'withinBudget', neverAccepted: new Set() })).toStrictEqual([]);
	// Ten for the rows, those that were in flight, and one probe at a time.
	expect(requests.length).toBeLessThanOrEqual(10 + 5 + 15);
});

test('an outage beyond the retry budget ends the run with it, and keeps what was ingested', async () => {
	emulator().faults.add({ kind: 'status', status: 503, skip: 1, times: 'always' });
	const options = { retryBudget: 1 };
	const { counts, requests, result } = await runChecked(emulator(), reviews(1_000), options);
	const sent = new Set(requests.flatMap(({ itemIds }) => itemIds)).size;

	expect(counts).toStrictEqual({ ingested: 100, unknown: sent - 100, unsent: 1_000 - sent });
	expect(result.durationMs).toBeGreaterThan(900);
	expect(result.durationMs).toBeLessThan(4_000);
});
