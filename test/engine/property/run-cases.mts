import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestRecord } from '../../../tools/emulator/records.mts';
import { type Emulator, startEmulator } from '../../../tools/emulator/server.mts';
import { run } from '../../../tools/engine/feedback.mts';
import { settlingMs, type Case } from './cases.mts';
import { complaintsAbout } from './check.mts';
import { modelOf } from './model.mts';
import { WORLDS } from './worlds.mts';

/** Most of a case's time is waiting, so many run at a time. */
const AT_A_TIME = 100;
/** A commit that is due is in the store a moment later. */
const GRACE_MS = 60;

/** A case that broke an invariant. */
export interface Failed {
	index: number;
	complaints: string[];
	testCase: Case;
	/** Its requests in order of arrival, a line each. */
	trace: string[];
}

/** What many cases came to. */
export interface Summary {
	failed: Failed[];
	/** Rows by what they were told. */
	statuses: Record<string, number>;
	requests: number;
	/** Requests by the fault that hit them. */
	faults: Record<string, number>;
}

/** Runs cases through the engine, many at a time, each with a source of its own. */
export async function runCases(given: readonly (readonly [number, Case])[]): Promise<Summary> {
	const emulators = await Promise.all(WORLDS.map(({ settings }) => startEmulator(settings)));
	const summary: Summary = { failed: [], statuses: {}, requests: 0, faults: {} };
	const queue = given.values();
	const worker = async () => {
		for (const [index, testCase] of queue) {
			const emulator = emulators[testCase.world]!;
			const complaints = await runCase(index, testCase, emulator, summary);
			if (complaints.length === 0) continue;
			const trace = requestsOf(index, emulator).map(describeRequest);
			summary.failed.push({ index, complaints, testCase, trace });
		}
	};
	try {
		await Promise.all(Array.from({ length: AT_A_TIME }, worker));
		// Where a redirect points to, and anything else beside the API, is nobody's business.
		const strays = emulators.flatMap(({ requests }) => requests).filter(isStray);
		if (strays.length > 0) throw new Error(`Requests to ${strays.map(({ path }) => path).join()}`);
	} finally {
		await Promise.all(emulators.map((emulator) => emulator.close()));
	}
	return summary;
}

async function runCase(
	index: number,
	testCase: Case,
	emulator: Emulator,
	summary: Summary,
): Promise<string[]> {
	const sourceId = sourceOf(index);
	const faults = testCase.faults.map((fault) => ({
		...fault,
		match: { ...fault.match, sourceId },
	}));
	if (faults.length > 0) emulator.faults.add(...faults);
	const model = modelOf(testCase);
	const parameters = { sourceId, options: { ...testCase.options } };
	const settings = { onError: 'continueRegularOutput' } as const;
	const result = await run(emulator, model.rows, parameters, settings);
	await sleep(settlingMs(testCase) + GRACE_MS);
	const requests = requestsOf(index, emulator);
	summary.requests += requests.length;
	for (const { fault } of requests) if (fault) count(summary.faults, fault);
	for (const { json } of result.success) count(summary.statuses, String(json.status));
	return complaintsAbout({ testCase, model, sourceId, result, emulator, requests });
}

function sourceOf(index: number): string {
	return `case-${index}`;
}

function requestsOf(index: number, { requests }: Emulator): RequestRecord[] {
	return requests.filter(({ sourceId }) => sourceId === sourceOf(index));
}

function describeRequest(record: RequestRecord): string {
	const { fault = 'no fault', status, ending, applied, itemIds, partIds } = record;
	const stored = applied ? ', stored' : '';
	return `${fault}: ${ending} ${status ?? ''}${stored}: ${[...itemIds, ...partIds].join(' ')}`;
}

function isStray({ endpoint, authorized }: RequestRecord): boolean {
	return endpoint !== 'ingest' || !authorized;
}

function count(tally: Record<string, number>, key: string): void {
	tally[key] = (tally[key] ?? 0) + 1;
}
