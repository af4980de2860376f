/** `npm run contract`: which of the documented and assumed things hold of this API. */
import process from 'node:process';
import { buildProgram, readTarget, type Arguments } from './cli.mts';
import { isAgainst } from './report.mts';
import { runProbes } from './run.mts';
import { ask, askHidden } from './terminal.mts';

const program = buildProgram().parse();
const given = program.opts<Arguments>();
try {
	const target = await readTarget(given, process.env, askHidden);
	const terminal = { ask, print: (line: string) => console.log(line) };
	const { findings, stopped } = await runProbes(target, terminal, given);
	if (stopped !== undefined || findings.some(isAgainst)) process.exitCode = 1;
} catch (error) {
	program.error(error instanceof Error ? error.message : String(error));
}
