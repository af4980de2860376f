/**
 * What a webhook with one row takes in a real n8n: with this node, with n8n's HTTP helper alone, and with
 * nothing sent, in turn. The response comes at once, so that little else is in it.
 */
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { startInstance, type Instance } from '../editor/n8n/instance.mts';
import { prepareN8n } from '../editor/n8n/prepare.mts';
import { defaultN8nVersion } from '../editor/n8n/versions.mts';
import { packageRoot, temporaryFolder } from '../shared/folders.mts';
import { markdownTable } from '../shared/markdown-table.mts';
import { median } from '../shared/median.mts';
import { buildPackage, packPackage } from '../shared/package.mts';
import type { Reporter } from '../shared/reporter.mts';
import { runTool } from '../shared/tool.mts';
import { targetOf } from './measure.mts';
import { benchRows, toItem } from './rows.mts';
import { resetSink, sinkFigures, startSink } from './sink.mts';
import { MAPPED_BEFORE, nodesOf, type Way } from './ways.mts';
import { callTime, createWebhook, firstCallTime, publishWebhook } from './webhook.mts';

const SENDING: readonly Way[] = ["n8n's helper alone", 'this node'];
const HEAD = ['way', 'first call', 'later call'];

interface Webhook {
	way: Way;
	address: string;
	rows: readonly object[];
	/** How long each call took, in ms. */
	times: number[];
}

async function webhookCalls(calls: number, reporter: Reporter): Promise<boolean> {
	const folder = await temporaryFolder();
	const { sink, stop } = await startSink();
	try {
		await buildPackage();
		const tarball = await packPackage(folder.path);
		const installation = await prepareN8n(defaultN8nVersion, reporter);
		const instance = await startInstance(installation, tarball, {
			N8N_CUSTOM_EXTENSIONS: join(packageRoot, 'tools', 'bench', 'helper-node'),
		});
		try {
			await resetSink(sink, 0);
			const webhooks = await publish(instance, sink);
			for (let round = 0; round < calls; round++) {
				// In turn, as n8n still clears away the call before.
				webhooks.push(...webhooks.splice(0, 1));
				for (const { address, rows, times } of webhooks) times.push(await callTime(address, rows));
			}
			reporter.line(`\n${markdownTable(HEAD, webhooks.map(describe))}\n`);
		} finally {
			await instance.stop();
		}
		// Each webhook's first call, and the one that made n8n load what sends.
		return (await sinkFigures(sink)).requests === SENDING.length * (calls + 1) + 1;
	} finally {
		await stop();
		await folder.remove();
	}
}

async function publish(instance: Instance, sink: string): Promise<Webhook[]> {
	const target = await targetOf(instance, sink, 0);
	// n8n loads much with the first call of all, and what sends with the first request, whoever sends it.
	await createWebhook(instance, 'before', nodesOf("n8n's helper alone", target));
	const webhooks: Webhook[] = [];
	for (const way of ['nothing sent', ...SENDING] as const) {
		const path = way.replaceAll(/\W+/g, '-');
		const address = await publishWebhook(instance, path, nodesOf(way, target));
		const rows = benchRows(1, 'small');
		const given = MAPPED_BEFORE.includes(way) ? rows.map(toItem) : rows;
		const first = await firstCallTime(address, given);
		webhooks.push({ way, address, rows: given, times: [first] });
	}
	return webhooks;
}

/** The first half of the later calls still pays for compiling. */
function describe({ way, times: [first = 0, ...later] }: Webhook): string[] {
	const settled = median(later.slice(later.length / 2));
	return [way, `${first.toFixed(1)} ms`, `${settled.toFixed(1)} ms`];
}

const program = new Command('npx tsx tools/bench/webhook-calls.mts')
	.description('Measures what a webhook with one row takes in a real n8n.')
	.addOption(new Option('--calls <n>', 'calls of each').default('500'));

const { calls } = program.parse().opts<{ calls: string }>();
await runTool((reporter) => webhookCalls(Number(calls), reporter));
