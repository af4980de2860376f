/**
 * What n8n's other users notice of a large run: in a real n8n, a webhook is called steadily while rows are
 * delivered. For each way, how long its calls take, and for how long n8n's event loop stood still.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command, Option } from 'commander';
import { startInstance, type Instance } from '../editor/n8n/instance.mts';
import { prepareN8n } from '../editor/n8n/prepare.mts';
import { defaultN8nVersion } from '../editor/n8n/versions.mts';
import { temporaryFolder, packageRoot } from '../shared/folders.mts';
import { markdownTable } from '../shared/markdown-table.mts';
import { buildPackage, packPackage } from '../shared/package.mts';
import { runTool } from '../shared/tool.mts';
import type { Reporter } from '../shared/reporter.mts';
import { prepare, type Tools } from './measure.mts';
import type { Setting } from './settings.mts';
import { resetSink, startSink } from './sink.mts';
import type { Way } from './ways.mts';
import { callSteadily, createWebhook, ROW, type Call } from './webhook.mts';
import { SENDING } from './workflow.mts';

const WAYS: readonly Way[] = ['this node', 'Code and HTTP', 'Code and HTTP, paced', 'nothing sent'];
/** Between calls of the webhook, in ms. */
const INTERVAL = 100;
const HEAD = ['way', 'run', 'sends for', 'calls', 'median', 'p99', 'longest block', 'in all'];

/** A time at which the event loop stood still, in ms since 1970. */
interface Block {
	from: number;
	length: number;
}

async function responsiveness(rows: number, part: string, reporter: Reporter): Promise<boolean> {
	const folder = await temporaryFolder();
	const { sink, stop } = await startSink();
	const setting: Setting = { n8n: defaultN8nVersion, rows, bodies: 'small', delay: 50 };
	const table: string[][] = [];
	try {
		await buildPackage();
		const tools = { tarball: await packPackage(folder.path), sink, reporter };
		for (const way of WAYS.filter((way) => way.includes(part))) {
			const title = `${rows.toLocaleString('en-US')} rows: ${way}`;
			table.push(await reporter.task(title, () => measure(way, setting, tools, folder.path)));
		}
	} finally {
		await stop();
		await folder.remove();
	}
	reporter.line(`\n${markdownTable(HEAD, table)}\n`);
	return true;
}

async function measure(
	way: Way,
	setting: Setting,
	{ tarball, sink, reporter }: Tools,
	folder: string,
): Promise<string[]> {
	const record = join(folder, `${way.replaceAll(/\W/g, '-')}.txt`);
	const script = pathToFileURL(join(packageRoot, 'tools', 'bench', 'record-blocks.mjs'));
	const installation = await prepareN8n(setting.n8n, reporter);
	const instance = await startInstance(installation, tarball, {
		NODE_OPTIONS: `--import=${script.href}`,
		BENCH_BLOCKS: record,
	});
	try {
		const workflow = await prepare(instance, way, setting, sink);
		await resetSink(sink, setting.delay);
		return [way, ...(await observe(instance, workflow, record))];
	} finally {
		await instance.stop();
	}
}

/** Runs a workflow while a webhook that does nothing is called. */
async function observe(instance: Instance, workflow: string, record: string): Promise<string[]> {
	const { rest } = instance;
	const webhook = await createWebhook(instance, 'ping', []);
	const calling = callSteadily(webhook, INTERVAL, [ROW]);
	const began = Date.now();
	const id = await rest.startWorkflow(workflow, 'Start');
	await rest.ended(id);
	const ended = Date.now();
	const calls = await calling.stop();
	const { error, durationMs, startedAt } = await rest.finished(id);
	if (error !== undefined) throw new Error(error);
	const nodes = SENDING.map((node) => ({
		from: startedAt(node),
		to: startedAt(node) + durationMs(node),
	}));
	const times = nodes.flatMap((node) => waitsWithin(calls, node)).sort((one, other) => one - other);
	const blocks = await blocksIn(record);
	return [
		milliseconds(ended - began),
		milliseconds(nodes.reduce((sum, { from, to }) => sum + to - from, 0)),
		String(times.length),
		milliseconds(times[Math.floor(times.length / 2)] ?? 0),
		milliseconds(times[Math.floor(times.length * 0.99)] ?? 0),
		milliseconds(Math.max(...nodes.map((node) => longestWithin(blocks, node)))),
		milliseconds(longestWithin(blocks, { from: began, to: ended })),
	];
}

async function blocksIn(record: string): Promise<Block[]> {
	const text = await readFile(record, 'utf8').catch(() => '');
	return text
		.split('\n')
		.filter(Boolean)
		.map((line) => {
			const [from, length] = line.split(' ').map(Number) as [number, number];
			return { from, length };
		});
}

/** Of each block only what is within the time: n8n stores what a node gave right before and after. */
function longestWithin(blocks: readonly Block[], time: { from: number; to: number }): number {
	const parts = blocks.map(
		({ from, length }) => Math.min(from + length, time.to) - Math.max(from, time.from),
	);
	return Math.max(0, ...parts);
}

/** How long calls waited within the time. What they wait later is for n8n, which stores what a node gave. */
function waitsWithin(calls: readonly Call[], { from, to }: { from: number; to: number }): number[] {
	return calls
		.filter(({ at }) => at >= from && at < to)
		.map(({ at, length }) => Math.min(length, to - at));
}

function milliseconds(time: number): string {
	return `${Math.round(time).toLocaleString('en-US')} ms`;
}

const program = new Command('npx tsx tools/bench/responsiveness.mts')
	.description('Measures how n8n responds to others while rows are delivered.')
	.addOption(new Option('--rows <n>', 'rows to deliver').default('100000'))
	.addOption(new Option('--ways <text>', 'only ways whose name contains this').default(''));

const { rows, ways } = program.parse().opts<{ rows: string; ways: string }>();
await runTool((reporter) => responsiveness(Number(rows), ways, reporter));
