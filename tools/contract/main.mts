/** `npx tsx tools/contract/main.mts`: checks which documented and assumed facts hold of an API. */
import process from 'node:process';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { buildProgram, readTarget, type Arguments } from './cli.mts';
import { contradictsDocumentation, runProbes } from './run.mts';

const program = buildProgram().parse();
const given = program.opts<Arguments>();
try {
	const target = await readTarget(given, process.env, askHidden);
	const terminal = { ask, print: (line: string) => console.log(line) };
	const { findings, stopped } = await runProbes(target, terminal, given);
	if (stopped !== undefined || findings.some(contradictsDocumentation)) process.exitCode = 1;
} catch (error) {
	program.error(error instanceof Error ? error.message : String(error));
}

/** Asks on the terminal. @returns what was typed, empty where the input ends before that */
async function ask(question: string): Promise<string> {
	const typed = await readLine(question, process.stdout);
	// Without a terminal, no one has ended the line either.
	if (!process.stdin.isTTY) process.stdout.write('\n');
	return typed;
}

/** Asks without showing what is typed. @throws Error where there is no terminal */
async function askHidden(question: string): Promise<string> {
	if (!process.stdin.isTTY) {
		throw new Error('Set AMPLITUDE_API_KEY and AMPLITUDE_SECRET_KEY, or run it in a terminal.');
	}
	process.stdout.write(question);
	const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
	const typed = await readLine('', nowhere);
	process.stdout.write('\n');
	return typed;
}

function readLine(question: string, output: NodeJS.WritableStream): Promise<string> {
	const { stdin: input } = process;
	const reader = createInterface({ input, output, terminal: input.isTTY });
	return new Promise((resolve) => {
		reader.once('close', () => resolve(''));
		reader.once('SIGINT', () => process.exit(130));
		reader.question(question, (typed) => {
			resolve(typed);
			reader.close();
		});
	});
}
