/**
 * Measures what share of a run's time the delivery policy takes: all that delivery does beside
 * waiting for the transport. The same batches go through the engine to an emulator that answers
 * after 50 ms, and through `deliver()` with a port that answers at once. The rest of a run is
 * n8n's own work and the wait. The emulator has a process of its own, so that its work is in neither.
 *
 *     npm run build && npx tsx tools/bench/policy-cost.mts
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseSettings } from '../emulator/settings.mts';
import type { ApiResponse } from '../../nodes/AmplitudeAiFeedback/delivery/apiResponse.ts';
import { deliver } from '../../nodes/AmplitudeAiFeedback/delivery/deliver.ts';
import { batchItems } from '../../nodes/AmplitudeAiFeedback/batching/batches.ts';
import { INGEST, reviews, SOURCE } from '../engine/feedback.mts';
import { runNode } from '../engine/harness.mts';
import { median } from '../shared/median.mts';
import { atOnce } from '../shared/at-once.mts';

const ROUNDS = 5;
const RESPONSE_DELAY_MS = 50;
const MAX_SHARE_PERCENT = 5;

const emulator = spawn(
	process.execPath,
	['--import', 'tsx', 'tools/emulator/main.mts', '--response-delay-ms', String(RESPONSE_DELAY_MS)],
	{ stdio: ['ignore', 'pipe', 'inherit'] },
);
try {
	const url = await urlOf(emulator.stdout);
	// Once for nothing, so that no round pays for loading and compiling.
	await measure(url, 1_000);
	for (const rows of [10_000, 100_000]) {
		const rounds: { run: number; policy: number }[] = [];
		for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(url, rows));
		report(rows, rounds);
	}
} finally {
	emulator.kill();
}

async function urlOf(output: NodeJS.ReadableStream): Promise<string> {
	for await (const line of createInterface({ input: output })) {
		const url = /https?:\/\/[^/\s]+/.exec(line)?.[0];
		if (url !== undefined) return url;
	}
	throw new Error('The emulator did not start');
}

/** One run and one delivery of the same rows. @returns milliseconds */
async function measure(url: string, rows: number) {
	const given = reviews(rows);
	const { apiKey, secretKey } = parseSettings({});
	const { durationMs, success } = await runNode({
		rows: given,
		parameters: INGEST,
		credentials: { apiKey, secretKey, region: 'custom', baseUrl: url },
	});
	const arrived = success.filter(({ json }) => json.status === 'ingested').length;
	if (arrived < rows) throw new Error(`Only ${arrived} of ${rows} rows arrived`);
	return { run: durationMs, policy: await policyMs(given) };
}

async function policyMs(rows: ReturnType<typeof reviews>): Promise<number> {
	const conversations = rows.map((item) => ({ sourceId: SOURCE, item, sourceRows: [] }));
	const { batches } = atOnce(batchItems(conversations, 100));
	const response: ApiResponse = {
		kind: 'response',
		status: 200,
		headers: {},
		text: JSON.stringify({ ingested: 100, failed: 0, errors: [] }),
	};
	const settings = { maxConcurrentRequests: 5, retryBudgetMs: 300_000 };
	const started = performance.now();
	const { requests } = await deliver(batches, settings, {
		send: async () => response,
		sleep: async () => undefined,
		now: () => performance.now(),
		date: () => Date.now(),
		random: () => Math.random(),
		isCancelled: () => false,
		redact: (text) => text,
	});
	const ended = performance.now();
	if (requests !== rows.length / 100)
		throw new Error(`${requests} requests for ${rows.length} rows`);
	return ended - started;
}

function report(rows: number, rounds: { run: number; policy: number }[]): void {
	const run = median(rounds.map((round) => round.run));
	const policy = median(rounds.map((round) => round.policy));
	const share = (100 * policy) / run;
	process.stdout.write(
		`${rows} rows: run ${run.toFixed(0)} ms, policy ${policy.toFixed(1)} ms, ${share.toFixed(2)} %\n`,
	);
	if (share >= MAX_SHARE_PERCENT) process.exitCode = 1;
}
