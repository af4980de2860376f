import process from 'node:process';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Asks on the terminal. @returns the answer, empty where the input ends before one */
export async function ask(question: string): Promise<string> {
	const answer = await readAnswer(question, process.stdout);
	// An answer that was not typed here has not ended the line.
	if (!process.stdin.isTTY) process.stdout.write('\n');
	return answer;
}

/** Asks without showing what is typed. @throws Error where there is no terminal */
export async function askHidden(question: string): Promise<string> {
	if (!process.stdin.isTTY) {
		throw new Error('Set AMPLITUDE_API_KEY and AMPLITUDE_SECRET_KEY, or run it in a terminal.');
	}
	process.stdout.write(question);
	const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
	const answer = await readAnswer('', nowhere);
	process.stdout.write('\n');
	return answer;
}

function readAnswer(question: string, output: NodeJS.WritableStream): Promise<string> {
	const { stdin: input } = process;
	const reader = createInterface({ input, output, terminal: input.isTTY });
	return new Promise((resolve) => {
		reader.once('close', () => resolve(''));
		reader.once('SIGINT', () => process.exit(130));
		reader.question(question, (answer) => {
			resolve(answer);
			reader.close();
		});
	});
}
