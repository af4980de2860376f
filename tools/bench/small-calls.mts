/**
 * What a call with one row costs, as in a loop or behind a webhook: the node, and n8n's HTTP helper alone
 * with the same body, in turn in n8n's engine. The response comes at once, so that little else is in it.
 */
import { Command, Option } from 'commander';
import type { IExecuteFunctions } from 'n8n-workflow';
import { median } from '../shared/median.mts';
import type { Reporter } from '../shared/reporter.mts';
import { runTool } from '../shared/tool.mts';
import { sendThroughHelper } from './helper.mts';
import { credentialsOf, inEngine } from './in-engine.mts';
import { bodiesOf } from './node-phases.mts';
import { benchRows } from './rows.mts';
import { resetSink, sinkFigures, startSink } from './sink.mts';
import { BY_HAND } from './ways.mts';

async function smallCalls(calls: number, reporter: Reporter): Promise<boolean> {
	const { sink, stop } = await startSink();
	try {
		await resetSink(sink, 0);
		const rows = benchRows(1, 'small');
		const credentials = credentialsOf(sink);
		await inEngine(
			{ rows, parameters: { item: BY_HAND }, credentials },
			async (context, execute) => {
				const [body] = await bodiesOf(context);
				const helper = () => sendThroughHelper(context, sink, body as Buffer);
				// n8n loads what sends with the first request of a process, whoever sends it.
				await helper();
				reporter.line(describe('The first call', [await timed(execute)], [await timed(helper)]));
				const node: number[] = [];
				const alone: number[] = [];
				while (node.length < calls) {
					node.push(await timed(execute));
					alone.push(await timed(helper));
				}
				// The first half still pays for compiling.
				reporter.line(describe('A later call', node.slice(calls / 2), alone.slice(calls / 2)));
			},
		);
		const { requests } = await sinkFigures(sink);
		// The node's calls and the helper's, and the first ones.
		return requests === 2 * calls + 3;
	} finally {
		await stop();
	}
}

async function timed(work: (context?: IExecuteFunctions) => Promise<unknown>): Promise<number> {
	const before = performance.now();
	await work();
	return performance.now() - before;
}

function describe(which: string, node: readonly number[], alone: readonly number[]): string {
	const [ours, theirs] = [median(node), median(alone)];
	return `${which} with one row takes ${ours.toFixed(2)} ms, n8n's helper alone ${theirs.toFixed(2)} ms: the node adds ${(ours - theirs).toFixed(2)} ms`;
}

const program = new Command('npm run build && npx tsx tools/bench/small-calls.mts')
	.description('Measures what the node adds to a call with one row.')
	.addOption(new Option('--calls <n>', 'calls of each').default('1000'));

const { calls } = program.parse().opts<{ calls: string }>();
await runTool((reporter) => smallCalls(Number(calls), reporter));
