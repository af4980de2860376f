/**
 * How many rows an n8n with little memory takes in one execution: with nothing sent, which is what n8n itself
 * can do, and with this node. Each try has an n8n of its own.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { startInstance, type Instance } from '../editor/n8n/instance.mts';
import { prepareN8n } from '../editor/n8n/prepare.mts';
import { defaultN8nVersion } from '../editor/n8n/versions.mts';
import { temporaryFolder } from '../shared/folders.mts';
import { buildPackage, packPackage } from '../shared/package.mts';
import { runTool } from '../shared/tool.mts';
import type { Reporter } from '../shared/reporter.mts';
import { prepare, type Tools } from './measure.mts';
import { resetSink, startSink } from './sink.mts';
import type { Way } from './ways.mts';

interface Options {
	smoke?: boolean;
	/** In MB. */
	heap: string;
}

/** The search ends when what fits and what does not are as close as this. */
const EXACT_ENOUGH = 1.025;
const OURS: readonly Way[] = ['this node', 'this node, only problems'];
const SMALLEST = 10_000;
const SMOKE = 300;
/** What this node should take of what n8n itself takes. */
const TARGET = 0.9;
/** How long it takes at most, in ms, to notice that n8n has ended. */
const PATIENCE = 5_000;

const listSchema = z.object({ results: z.array(z.object({ id: z.string(), status: z.string() })) });

async function smallHeap({ smoke, heap }: Options, reporter: Reporter): Promise<boolean> {
	const folder = await temporaryFolder();
	const { sink, stop } = await startSink();
	try {
		await buildPackage();
		const tools = { tarball: await packPackage(folder.path), sink, reporter };
		const fit = (way: Way) => (rows: number) => fits(way, rows, heap, tools);
		const alone = smoke ? SMOKE : await mostRows(fit('nothing sent'));
		reporter.line(`\nWith ${heap} MB, n8n itself takes ${count(alone)} rows.`);
		let isReached = true;
		for (const way of OURS) {
			const node = await mostRowsUpTo(alone, fit(way));
			const share = node / alone;
			isReached &&= share >= TARGET;
			reporter.line(`\nWith ${way} ${count(node)}: ${(100 * share).toFixed(0)} %.`);
		}
		return isReached;
	} finally {
		await stop();
		await folder.remove();
	}
}

type Fits = (rows: number) => Promise<boolean>;

/** Finds about how many rows fit: doubles until they do not, then bisects. */
async function mostRows(fitsSo: Fits): Promise<number> {
	let low = 0;
	let high = SMALLEST;
	while (await fitsSo(high)) [low, high] = [high, 2 * high];
	return await bisect(low, high, fitsSo);
}

/** The same where more rows than these need not be tried. */
async function mostRowsUpTo(most: number, fitsSo: Fits): Promise<number> {
	return (await fitsSo(most)) ? most : await bisect(0, most, fitsSo);
}

/** @param low rows that fit @param high rows that do not */
async function bisect(low: number, high: number, fitsSo: Fits): Promise<number> {
	while (high > low * EXACT_ENOUGH && high > SMALLEST) {
		const middle = Math.round((low + high) / 2);
		if (await fitsSo(middle)) low = middle;
		else high = middle;
	}
	return low;
}

/** Whether an execution with this many rows succeeds. */
async function fits(way: Way, rows: number, heap: string, tools: Tools): Promise<boolean> {
	return await tools.reporter.task(`${way}, ${count(rows)} rows`, async () => {
		const installation = await prepareN8n(defaultN8nVersion, tools.reporter);
		const environment = { NODE_OPTIONS: `--max-old-space-size=${heap}` };
		const instance = await startInstance(installation, tools.tarball, environment);
		try {
			return await succeeds(instance, way, rows, tools.sink);
		} catch (error) {
			await sleep(PATIENCE);
			if (instance.hasEnded()) return false;
			throw error;
		} finally {
			await instance.stop();
		}
	});
}

async function succeeds(
	instance: Instance,
	way: Way,
	rows: number,
	sink: string,
): Promise<boolean> {
	const setting = { n8n: defaultN8nVersion, rows, bodies: 'small', delay: 50 } as const;
	const { rest } = instance;
	const workflow = await prepare(instance, way, setting, sink);
	await resetSink(sink, setting.delay);
	const execution = await rest.startWorkflow(workflow, 'Start');
	await rest.ended(execution);
	const { results } = listSchema.parse(await rest.send('GET', '/executions?limit=5'));
	return results.find(({ id }) => id === execution)?.status === 'success';
}

function count(rows: number): string {
	return rows.toLocaleString('en-US');
}

const program = new Command('npx tsx tools/bench/small-heap.mts')
	.description(
		'Measures how many rows an n8n with little memory takes, with and without this node.',
	)
	.option('--smoke', 'a few rows, to see that everything runs')
	.addOption(new Option('--heap <MB>', "limit of n8n's JavaScript memory").default('512'));

const options = program.parse().opts<Options>();
await runTool((reporter) => smallHeap(options, reporter));
