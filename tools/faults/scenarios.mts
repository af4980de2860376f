import type { IDataObject } from 'n8n-workflow';
import type { FaultPlan } from '../emulator/fault-plan.mts';
import { type Emulator, startEmulator } from '../emulator/server.mts';
import { reviews, run, SOURCE } from '../engine/feedback.mts';

/** What happened to 20 rows, sent as one batch. */
export interface Measured {
	/** Requests that reached the API's ingest endpoint. */
	sends: number;
	/** Requests that followed a redirect. */
	followed: number;
	/** Rows told to be ingested. */
	ingested: number;
	/** Rows told to be ingested that the API does not hold. */
	falseSuccesses: number;
	/** Items that the API holds. */
	landed: number;
	/** Rows by status. */
	statuses: Record<string, number>;
	/** From the end of the first answer to the second request, in milliseconds. */
	waitedMs?: number;
}

/** A fault that trusted clients were measured under, and what the node owes its users there. */
export interface Scenario {
	fault: string;
	/** What amplitude-node 1.5.73, segment-node 3.1.0 and posthog-node 5.70.0 did. */
	others: readonly [string, string, string];
	must: string;
	plan: FaultPlan;
	/** One line for the table. */
	tell(measured: Measured): string;
	isMet(measured: Measured): boolean;
}

const ROWS = 20;
const always = 'always' as const;

/** In the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
	{
		fault: 'HTML page with status 200, always',
		others: ['20 false successes', '20 false', '20 false'],
		must: '0 false; `unknown` if it persists',
		plan: { kind: 'html', times: always },
		tell: ({ falseSuccesses, statuses }) =>
			`${falseSuccesses} false, ${statuses.unknown ?? 0} \`unknown\``,
		isMet: ({ falseSuccesses, statuses }) => falseSuccesses === 0 && statuses.unknown === ROWS,
	},
	{
		fault: 'redirect to a login page, always',
		others: ['5 sends, fails', '20 false', '20 false'],
		must: '0 false, not followed',
		plan: { kind: 'redirect', times: always },
		tell: ({ falseSuccesses, followed }) => `${falseSuccesses} false, followed ${followed} times`,
		isMet: ({ falseSuccesses, followed }) => falseSuccesses === 0 && followed === 0,
	},
	{
		fault: 'one socket reset',
		others: ['20 dropped', 'recovers', 'recovers'],
		must: 'recovers, 2 sends at most',
		plan: { kind: 'reset' },
		tell: ({ landed, sends }) => `${landed} land, ${sends} sends`,
		isMet: ({ ingested, landed, sends }) => ingested === ROWS && landed === ROWS && sends <= 2,
	},
	{
		fault: '401',
		others: ['5 sends', '1', '1'],
		must: '1 send, the rest `unsent`',
		plan: { kind: 'status', status: 401, times: always },
		tell: ({ sends, statuses }) => `${sends} send, ${statuses.unsent ?? 0} \`unsent\``,
		isMet: ({ sends, statuses }) => sends === 1 && statuses.unsent === ROWS,
	},
	{
		fault: '413 above 5 items',
		others: ['11 requests, all land', '20 lost', '6, all land'],
		must: 'all land, 6 requests at most',
		plan: { kind: 'status', status: 413, match: { itemsOver: 5 }, times: always },
		tell: ({ landed, sends }) => `${landed} land, ${sends} requests`,
		isMet: ({ ingested, landed, sends }) => ingested === ROWS && landed === ROWS && sends <= 6,
	},
	{
		fault: '400, one unnamed bad row',
		others: ['19 innocents lost', '19 lost', '19 lost'],
		must: '19 land, the one named',
		plan: {
			kind: 'status',
			status: 400,
			json: { error: 'Bad item' },
			match: { uniqueId: 'review-7' },
			times: always,
		},
		tell: ({ landed, statuses, sends }) =>
			`${landed} land, ${statuses.rejected ?? 0} named, ${sends} requests`,
		isMet: ({ landed, ingested, statuses }) =>
			landed === 19 && ingested === 19 && statuses.rejected === 1,
	},
	{
		fault: '`Retry-After: 2`',
		others: ['retried after 54 ms', '2,009 ms', '113 ms'],
		must: 'never before 2 s',
		plan: { kind: 'status', status: 429, headers: { 'Retry-After': '2' } },
		tell: ({ waitedMs = 0 }) => `${Math.round(waitedMs).toLocaleString('en-US')} ms`,
		isMet: ({ ingested, waitedMs = 0 }) => ingested === ROWS && waitedMs >= 2_000,
	},
];

/** Runs the built node in n8n's engine under a fault, against an emulator of its own. */
export async function measure({ plan }: Scenario): Promise<Measured> {
	const emulator = await startEmulator();
	try {
		emulator.faults.add(plan);
		const options = { timeout: 1, retryBudget: 10 };
		const { success } = await run(
			emulator,
			reviews(ROWS),
			{ options },
			{ onError: 'continueRegularOutput' },
		);
		return figures(
			emulator,
			success.map(({ json }) => json),
		);
	} finally {
		await emulator.close();
	}
}

function figures({ requests, store }: Emulator, rows: IDataObject[]): Measured {
	const statuses: Record<string, number> = {};
	for (const { status } of rows) statuses[String(status)] = (statuses[String(status)] ?? 0) + 1;
	const told = rows.filter(({ status }) => status === 'ingested');
	const isStored = (row: IDataObject) => store.item(SOURCE, String(row.unique_id)) !== undefined;
	const ingests = requests.filter(({ endpoint }) => endpoint === 'ingest');
	const [first, second] = ingests;
	const answeredAt = first?.endedAt;
	return {
		sends: ingests.length,
		followed: requests.length - ingests.length,
		ingested: told.length,
		falseSuccesses: told.filter((row) => !isStored(row)).length,
		landed: store.items(SOURCE).length,
		statuses,
		...(second && answeredAt !== undefined && { waitedMs: second.receivedAt - answeredAt }),
	};
}
