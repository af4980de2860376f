/**
 * Whether time and memory of the node grow faster than its input, for inputs that hurt. Each runs in n8n's
 * engine against an API inside the process, in two sizes of which one is ten times the other.
 */
import { setFlagsFromString } from 'node:v8';
import { setTimeout as sleep } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { Command } from 'commander';
import type { IExecuteFunctions } from 'n8n-workflow';
import { markdownTable } from '../shared/markdown-table.mts';
import type { Reporter } from '../shared/reporter.mts';
import { runTool } from '../shared/tool.mts';
import { longestBlock } from './event-loop.mts';
import { HARD_INPUTS, type HardInput } from './hard-inputs.mts';
import { credentialsOf, inEngine } from './in-engine.mts';
import { virtualApi } from './virtual-api.mts';

/** The larger size as a multiple of the smaller one. */
const TIMES = 10;
/** The most that time and memory may grow by. */
const LIMIT = 11;
/** The same for a smoke run, whose figures are small and so less exact. */
const SMOKE_LIMIT = 15;
/** Runs of each size; the best one counts, because other load on the machine only adds. */
const ROUNDS = { smaller: 8, larger: 3 };

/** Less than this, in bytes, says nothing: n8n and Node.js keep as much now and then. */
const LEAST_MEMORY = 2e6;

interface Figures {
	/** Processor time of the node, in ms. */
	cpu: number;
	/** For how long the event loop stood still at most, in ms. */
	block: number;
	/** The most that the node held, garbage not counted, in bytes. */
	held: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Runs the node on an input of this size. */
async function measure(input: HardInput, size: number, rounds: number): Promise<Figures> {
	const figures: Figures = { cpu: Infinity, block: Infinity, held: 0 };
	const { parameters } = input;
	const credentials = credentialsOf('http://127.0.0.1');
	await inEngine({ rows: input.rows(size), parameters, credentials }, async (context, execute) => {
		for (let round = 0; round < rounds; round++) {
			const { cpu, block } = await timed(context, execute);
			figures.cpu = Math.min(figures.cpu, cpu);
			figures.block = Math.min(figures.block, block);
		}
		figures.held = await heldBy(context, execute);
	});
	return figures;
}

type Execute = (context: IExecuteFunctions) => Promise<unknown>;

async function timed(context: IExecuteFunctions, execute: Execute) {
	collectGarbage();
	const api = virtualApi(context);
	const before = process.cpuUsage();
	const { block } = await longestBlock(() => execute(api.context));
	const { user, system } = process.cpuUsage(before);
	return { cpu: (user + system) / 1_000 - api.cpu(), block };
}

/**
 * Looks at the first request, when all is read and nothing delivered, at ever fewer of the later ones, and
 * at the end, when the output is there.
 */
async function heldBy(context: IExecuteFunctions, execute: Execute): Promise<number> {
	// What earlier runs made is released only after a collection and a moment.
	collectGarbage();
	await sleep(200);
	const before = held();
	let most = 0;
	const look = () => (most = Math.max(most, held() - before));
	const api = virtualApi(context, (number) => {
		if (Number.isInteger(Math.log2(number))) look();
	});
	const output = await execute(api.context);
	look();
	if (output === undefined) throw new Error('The node returned nothing');
	return most;
}

function held(): number {
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

interface Options {
	smoke?: boolean;
	only?: string;
}

const HEAD = ['input', 'size', 'time', 'grows by', 'memory', 'grows by', 'longest block'];

async function cliffs({ smoke, only = '' }: Options, reporter: Reporter): Promise<boolean> {
	const limit = smoke ? SMOKE_LIMIT : LIMIT;
	const rows: string[][] = [];
	let isLinear = true;
	for (const input of HARD_INPUTS.filter(({ name }) => name.includes(only))) {
		const size = smoke ? input.size / TIMES : input.size;
		await reporter.task(input.name, async () => {
			const smaller = await measure(input, size / TIMES, ROUNDS.smaller);
			const larger = await measure(input, size, ROUNDS.larger);
			const [time, memory] = [
				larger.cpu / smaller.cpu,
				larger.held / Math.max(smaller.held, LEAST_MEMORY),
			];
			if (Math.max(time, memory) > limit) isLinear = false;
			rows.push(rowOf(input.name, size, larger, time, memory));
		});
	}
	reporter.line(`\n${markdownTable(HEAD, rows)}\n`);
	if (!isLinear)
		reporter.line(`Something grows by more than ${limit} for ${TIMES} times the input.`);
	return isLinear;
}

function rowOf(name: string, size: number, larger: Figures, time: number, memory: number) {
	return [
		name,
		size.toLocaleString('en-US'),
		`${(larger.cpu / 1_000).toFixed(2)} s`,
		time.toFixed(1),
		`${(larger.held / 1e6).toFixed(0)} MB`,
		memory.toFixed(1),
		`${larger.block.toFixed(0)} ms`,
	];
}

const program = new Command('npm run build && npx tsx tools/bench/cliffs.mts')
	.description('Shows how time and memory of the node grow with inputs that hurt.')
	.option('--smoke', 'a tenth of each size')
	.option('--only <text>', 'only inputs whose name contains this');

const options = program.parse().opts<Options>();
await runTool((reporter) => cliffs(options, reporter));
