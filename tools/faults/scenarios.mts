import type { FaultPlan } from '../emulator/fault-plan.mts';
import type { EmulatorSettings } from '../emulator/settings.mts';
import { ROWS, type Outcome } from './measure.mts';

/** A fault that other clients were measured under, and what this node owes its users there. */
export interface Scenario {
	fault: string;
	/** What amplitude-node, segment-node and posthog-node did, in the versions of the README. */
	others: readonly [string, string, string];
	must: string;
	plan: FaultPlan;
	/** How the API writes its responses, where that is odd. */
	settings?: Partial<EmulatorSettings>;
	/** What this node did, for its cell of the table. */
	describe(outcome: Outcome): string;
	isMet(outcome: Outcome): boolean;
}

const always = 'always' as const;
const BAD_ROW = { uniqueId: 'review-7' };

/** What is the same for every fault that has to end with all rows ingested. */
const recovers = (mostRequests = Infinity): Pick<Scenario, 'describe' | 'isMet'> => ({
	describe: ({ stored, requests }) => `${stored} arrive, ${requests} requests`,
	isMet: ({ ingested, stored, requests }) =>
		ingested === ROWS && stored === ROWS && requests <= mostRequests,
});
/** One row that never arrives, and has this status; the other 19 do. */
const loses = (status: 'rejected' | 'unknown'): Pick<Scenario, 'describe' | 'isMet'> => ({
	describe: ({ stored, statuses, requests }) =>
		`${stored} arrive, ${statuses[status] ?? 0} \`${status}\`, ${requests} requests`,
	isMet: ({ stored, ingested, statuses }) =>
		stored === ROWS - 1 && ingested === ROWS - 1 && statuses[status] === 1,
});

/** In the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
	{
		fault: 'HTML page with status 200, always',
		others: ['20 false successes', '20 false', '20 false'],
		must: '0 false, all `unknown`',
		plan: { kind: 'html', times: always },
		describe: ({ falseSuccesses, statuses }) =>
			`${falseSuccesses} false, ${statuses.unknown ?? 0} \`unknown\``,
		isMet: ({ falseSuccesses, statuses }) => falseSuccesses === 0 && statuses.unknown === ROWS,
	},
	{
		fault: 'redirect to a sign-in page, always',
		others: ['5 requests, fails', '20 false', '20 false'],
		must: '0 false, not followed',
		plan: { kind: 'redirect', times: always },
		describe: ({ falseSuccesses, followed }) =>
			`${falseSuccesses} false, followed ${followed} times`,
		isMet: ({ falseSuccesses, followed }) => falseSuccesses === 0 && followed === 0,
	},
	{
		fault: 'empty response with status 200, once',
		others: ['20 false', '20 false', '20 false'],
		must: 'recovers, 2 requests',
		plan: { kind: 'empty' },
		...recovers(2),
	},
	{
		fault: 'truncated JSON with status 200, once',
		others: ['20 false', '20 false', '20 false'],
		must: 'recovers, 2 requests',
		plan: { kind: 'truncated', when: 'before' },
		...recovers(2),
	},
	{
		fault: 'connection reset, once',
		others: ['20 lost', 'recovers', 'recovers'],
		must: 'recovers, 2 requests',
		plan: { kind: 'reset' },
		...recovers(2),
	},
	{
		fault: 'outage: connections reset for 5 s',
		others: ['20 lost', 'recovers', 'recovers'],
		must: 'recovers',
		plan: { kind: 'reset', lastsMs: 5_000 },
		...recovers(),
	},
	{
		fault: 'outage: 503 for 5 s',
		others: ['recovers', 'recovers', 'recovers'],
		must: 'recovers',
		plan: { kind: 'status', status: 503, lastsMs: 5_000 },
		...recovers(),
	},
	{
		fault: '401, always',
		others: ['5 requests', '1', '1'],
		must: '1 request, all `unsent`',
		plan: { kind: 'status', status: 401, times: always },
		describe: ({ requests, statuses }) => `${requests} request, ${statuses.unsent ?? 0} \`unsent\``,
		isMet: ({ requests, statuses }) => requests === 1 && statuses.unsent === ROWS,
	},
	{
		fault: '413 above 5 items',
		others: ['11 requests, all arrive', '20 lost', '6, all arrive'],
		must: 'recovers, 6 requests',
		plan: { kind: 'status', status: 413, match: { itemsOver: 5 }, times: always },
		...recovers(6),
	},
	{
		fault: '400 for one row, without its name',
		others: ['20 lost', '20 lost', '20 lost'],
		must: '19 arrive',
		plan: {
			kind: 'status',
			status: 400,
			json: { error: 'Bad item' },
			match: BAD_ROW,
			times: always,
		},
		...loses('rejected'),
	},
	{
		fault: '500 whenever one row is sent',
		others: ['20 lost', 'none after 120 s', '20 lost'],
		must: '19 arrive',
		plan: { kind: 'status', status: 500, match: BAD_ROW, times: always },
		...loses('unknown'),
	},
	{
		fault: 'connection reset whenever one row is sent',
		others: ['20 lost', 'none after 120 s', '20 lost'],
		must: '19 arrive',
		plan: { kind: 'reset', match: BAD_ROW, times: always },
		...loses('unknown'),
	},
	{
		fault: '200 that refuses one row and names none',
		others: ['1 false', '1 false', '1 false'],
		must: '19 arrive, 0 false',
		plan: { kind: 'errors', errors: [{ unique_id: BAD_ROW.uniqueId }], times: always },
		settings: { errorIds: 'null' },
		...loses('rejected'),
	},
	{
		fault: 'the same, in a wrapper, with counts as digits and changed IDs',
		others: ['12 requests, fails', '1 false', '1 false'],
		must: '19 arrive, 0 false',
		plan: { kind: 'errors', errors: [{ unique_id: BAD_ROW.uniqueId }], times: always },
		settings: { wrapper: 'data', countsAs: 'digits', errorIds: 'prefixed' },
		...loses('rejected'),
	},
	{
		fault: '429 with `Retry-After: 2`, once',
		others: ['retried after 54 ms', '2,009 ms', '113 ms'],
		must: 'never before 2 s',
		plan: { kind: 'status', status: 429, headers: { 'Retry-After': '2' } },
		describe: ({ waitedMs = 0 }) => `${Math.round(waitedMs).toLocaleString('en-US')} ms`,
		isMet: ({ ingested, waitedMs = 0 }) => ingested === ROWS && waitedMs >= 2_000,
	},
];
