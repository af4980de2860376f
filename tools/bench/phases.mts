/**
 * Where the node's time goes: each of its phases, in n8n's engine, with responses after 50 ms; and, for
 * comparison, n8n's own HTTP helper sending the same bodies five at a time. The first round is that of a
 * process that has run nothing before. At the end of each line, for how long the event loop stood still at
 * most.
 *
 *     npm run build && npx tsx tools/bench/phases.mts 10000 small
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import { credentialsOf, inEngine } from './in-engine.mts';
import { sendThroughHelper } from './helper.mts';
import { longestBlock } from './event-loop.mts';
import { bodiesOf, runPhases } from './node-phases.mts';
import { benchRows, type Bodies } from './rows.mts';
import { resetSink, startSink } from './sink.mts';
import { BY_HAND, CONCURRENCY } from './ways.mts';

const DELAY = 50;
const ROUNDS = 5;

const [amount, bodies] = process.argv.slice(2) as [string, Bodies];
const { sink, stop } = await startSink();
await resetSink(sink, DELAY);
await inEngine(
	{
		rows: benchRows(Number(amount), bodies),
		parameters: { item: BY_HAND },
		credentials: credentialsOf(sink),
	},
	measure,
);
await stop();
process.exit(0);

async function measure(context: IExecuteFunctions): Promise<void> {
	for (let round = 1; round <= ROUNDS; round++) {
		const requests = await bodiesOf(context);
		const helper = await longestBlock(() => throughHelper(context, requests));
		const alone = `(n8n's helper alone: ${helper.duration.toFixed(0)} ms)`;
		const phases: string[] = [];
		const blocks: number[] = [];
		await runPhases(context, async (phase, work) => {
			const { result, duration, block } = await longestBlock(work);
			phases.push(`${phase} ${duration.toFixed(0)} ms${phase === 'delivery' ? ` ${alone}` : ''}`);
			blocks.push(block);
			return result;
		});
		const longest = Math.max(...blocks).toFixed(0);
		console.log(`round ${round}: ${phases.join(', ')}; longest block ${longest} ms`);
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
	await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}
