import { setTimeout as sleep } from 'node:timers/promises';
import { saveCredential } from '../../tools/editor/session.mts';
import type { Emulator } from '../../tools/emulator/server.mts';
import { median } from '../../tools/shared/median.mts';
import { poll } from '../../tools/shared/poll.mts';
import { batchOf, makeBatches } from './batches.mts';
import type { Deployment } from './deployment.mts';
import { publish } from './executions.mts';
import { startExecution, startExecutions } from './webhook.mts';
import { receivingRows } from './workflow.mts';

/** How much is sent at once, and how much of it the API takes. */
export interface Load {
	readonly executions: number;
	readonly rowsEach: number;
	/** Executions of one row that start in a second. */
	readonly webhooksPerSecond: number;
	readonly requestsPerSecond: number;
}

/** What the API saw of some executions that ran at once. */
export interface Arrival {
	/** From the first request to the last response, in ms. */
	readonly duration: number;
	readonly requests: number;
	/** The share of requests that were throttled. */
	readonly throttled: number;
	/** The share of the API's quota that was used in that time. */
	readonly used: number;
}

/** Items that the API holds in the end, and that it accepted, counting each time. */
export interface Arrived {
	readonly items: number;
	readonly accepted: number;
}

/** One execution with all rows, compared with many at once. */
export interface ManyAtOnce {
	readonly alone: Arrival;
	readonly together: Arrival & {
		/** When each of the large executions was through, as a share of the whole time, in order. */
		readonly ends: readonly number[];
		/** Webhooks that were called. */
		readonly webhooks: number;
		/** From a webhook's call to the arrival of its row, in ms: the median and the longest. */
		readonly webhookTimes: { readonly median: number; readonly longest: number };
		readonly arrived: { readonly large: Arrived; readonly small: Arrived };
	};
}

const LARGE = 'large';
const SMALL = 'small';
const WITHIN = 300_000;

/** Sends all rows in one execution, then as many in several at once, beside webhooks of one row. */
export async function runManyAtOnce(
	{ url, rest }: Deployment,
	api: Emulator,
	load: Load,
): Promise<ManyAtOnce> {
	const { executions, rowsEach, webhooksPerSecond, requestsPerSecond } = load;
	Object.assign(api.settings, {
		tokensPerSecond: requestsPerSecond,
		tokenBucketSize: requestsPerSecond / 2,
	});
	const credentialId = await saveCredential({ rest }, api);
	for (const source of [LARGE, SMALL]) {
		await publish(rest, await rest.createWorkflow(receivingRows(credentialId, source)));
	}
	const held = (source: string) =>
		api.store.counts().find(({ source_id }) => source_id === source)?.items ?? 0;
	const hasArrived = (rows: number) =>
		// What has arrived is confirmed only with its response.
		poll(() => held(LARGE) === rows && api.log.inFlight === 0, {
			within: WITHIN,
			failure: () => `Of ${rows} rows only ${held(LARGE)} arrived in time.`,
		});
	const all = executions * rowsEach;

	await startExecutions(url, LARGE, makeBatches(1, all));
	await hasArrived(all);
	const alone = arrivalOf(api, load);
	api.reset();

	const webhooks = startWebhooks(url, webhooksPerSecond);
	await startExecutions(url, LARGE, makeBatches(executions, rowsEach));
	await hasArrived(all);
	const together = arrivalOf(api, load);
	const sentAt = await webhooks.stop();
	await poll(() => held(SMALL) === sentAt.length, {
		within: WITHIN,
		failure: () => `Of ${sentAt.length} webhooks only ${held(SMALL)} arrived.`,
	});
	const times = webhookTimesOf(api, sentAt);
	return {
		alone,
		together: {
			...together,
			ends: endsOf(api),
			webhooks: sentAt.length,
			webhookTimes: { median: median(times), longest: Math.max(...times) },
			arrived: { large: arrived(api, LARGE), small: arrived(api, SMALL) },
		},
	};
}

/** Starts an execution of one row at a steady rate, until it is stopped; then tells when each began. */
function startWebhooks(url: string, perSecond: number): { stop(): Promise<number[]> } {
	const sentAt: number[] = [];
	const sent: Promise<void>[] = [];
	let isStopped = false;
	const sending = (async () => {
		for (let number = 0; !isStopped; number++) {
			sentAt.push(performance.timeOrigin + performance.now());
			const rows = [{ id: `form-${number}-answer-1`, text: 'The export takes too many clicks.' }];
			sent.push(startExecution(url, SMALL, { number, rows }));
			await sleep(1000 / perSecond);
		}
		await Promise.all(sent);
	})();
	return {
		async stop() {
			isStopped = true;
			await sending;
			return sentAt;
		},
	};
}

function arrivalOf({ requests }: Emulator, { requestsPerSecond }: Load): Arrival {
	const ended = requests.filter(({ endedAt }) => endedAt !== undefined);
	const ends = ended.map(({ endedAt }) => endedAt!);
	const duration = Math.max(...ends) - Math.min(...requests.map(({ receivedAt }) => receivedAt));
	const throttled = ended.filter(({ status }) => status === 429).length;
	return {
		duration,
		requests: ended.length,
		throttled: throttled / ended.length,
		used: (ended.length - throttled) / ((duration / 1000) * requestsPerSecond),
	};
}

function arrived({ requests, store }: Emulator, source: string): Arrived {
	const accepted = requests.filter(({ sourceId, applied }) => sourceId === source && applied);
	return {
		items: store.items(source).length,
		accepted: accepted.reduce((sum, { items }) => sum + items, 0),
	};
}

/** When the last row of each large execution arrived, as a share of the whole time, in order. */
function endsOf({ requests }: Emulator): number[] {
	const large = requests.filter(({ sourceId, applied }) => sourceId === LARGE && applied);
	const start = Math.min(...large.map(({ receivedAt }) => receivedAt));
	const ends = new Map<number, number>();
	for (const { itemIds, endedAt = 0 } of large) {
		const batch = batchOf(itemIds[0]!);
		ends.set(batch, Math.max(ends.get(batch) ?? 0, endedAt));
	}
	const times = [...ends.values()].sort((one, other) => one - other);
	return times.map((end) => (end - start) / (Math.max(...times) - start));
}

function webhookTimesOf({ requests }: Emulator, sentAt: readonly number[]): number[] {
	return requests
		.filter(({ sourceId, applied }) => sourceId === SMALL && applied)
		.map(({ itemIds, endedAt }) => (endedAt ?? 0) - sentAt[batchOf(itemIds[0]!)]!);
}

/** Sums up in words what was seen. */
export function describeArrivals(load: Load, { alone, together }: ManyAtOnce): string {
	const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
	const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
	const of = ({ duration, requests, throttled, used }: Arrival) =>
		`${seconds(duration)}, ${requests} requests, ${percent(throttled)} throttled, ${percent(used)} of the quota used`;
	const { executions, rowsEach, requestsPerSecond } = load;
	return [
		`${executions * rowsEach} rows at ${requestsPerSecond} requests a second, with two workers.`,
		`  In one execution: ${of(alone)}.`,
		`  In ${executions} at once, beside ${together.webhooks} webhooks: ${of(together)}.`,
		`  They were through after ${together.ends.map(percent).join(', ')} of that time;`,
		`  a webhook's row after ${seconds(together.webhookTimes.median)} (median), ${seconds(together.webhookTimes.longest)} (longest).`,
	].join('\n');
}
