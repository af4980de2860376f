/**
 * Where the node's time goes: each of its phases, in n8n's engine; and, for comparison, n8n's own HTTP helper
 * sending the same bodies with the same concurrency. The first round is that of a process that has run nothing
 * before. At the end of each line, for how long the event loop stood still at most.
 *
 *     npm run build && npx tsx tools/bench/phases.mts 10000 small
 *     npm run build && npx tsx tools/bench/phases.mts 10000 small --delay 200 --at-a-time 20
 */
import { Command, Option } from 'commander';
import type { IExecuteFunctions } from 'n8n-workflow';
import { credentialsOf, inEngine } from './in-engine.mts';
import { sendThroughHelper } from './helper.mts';
import { longestBlock } from './event-loop.mts';
import { bodiesOf, runPhases } from './node-phases.mts';
import { benchRows, type Bodies } from './rows.mts';
import { resetSink, startSink } from './sink.mts';
import { BY_HAND, CONCURRENCY } from './ways.mts';

const ROUNDS = 5;

const program = new Command('npx tsx tools/bench/phases.mts')
	.description("Measures how long each of the node's phases takes, and n8n's HTTP helper alone.")
	.argument('<rows>')
	.argument('<texts>', 'small, medium or mixed')
	.addOption(new Option('--delay <ms>', "the API's response time").default('50'))
	.addOption(new Option('--at-a-time <n>', 'concurrent requests').default(String(CONCURRENCY)))
	.parse();
const [amount, texts] = program.args as [string, Bodies];
const options = program.opts<{ delay: string; atATime: string }>();
const atATime = Number(options.atATime);
const { sink, stop } = await startSink();
await resetSink(sink, Number(options.delay));
await inEngine(
	{
		rows: benchRows(Number(amount), texts),
		parameters: { item: BY_HAND, options: { maxConcurrentRequests: atATime } },
		credentials: credentialsOf(sink),
	},
	measure,
);
await stop();
process.exit(0);

async function measure(context: IExecuteFunctions): Promise<void> {
	for (let round = 1; round <= ROUNDS; round++) {
		const phases: string[] = [];
		const blocks: number[] = [];
		await runPhases(context, async (phase, work) => {
			const { result, duration, block } = await longestBlock(work);
			phases.push(`${phase} ${duration.toFixed(0)} ms`);
			blocks.push(block);
			return result;
		});
		// Last, because making the bodies warms up what the first round is to show cold.
		const bodies = await bodiesOf(context);
		const helper = await longestBlock(() => throughHelper(context, bodies));
		const alone = `n8n's helper alone ${helper.duration.toFixed(0)} ms`;
		const longest = Math.max(...blocks).toFixed(0);
		console.log(`round ${round}: ${phases.join(', ')}; ${alone}; longest block ${longest} ms`);
	}
}

/** The bodies that the node would send, through n8n's helper alone. */
async function throughHelper(context: IExecuteFunctions, bodies: Buffer[]): Promise<void> {
	let next = 0;
	const worker = async () => {
		while (next < bodies.length) {
			const body = bodies[next++] as Buffer;
			await sendThroughHelper(context, sink, body);
		}
	};
	await Promise.all(Array.from({ length: atATime }, worker));
}
