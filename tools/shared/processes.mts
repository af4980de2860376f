/** Programs that the tools run: by execa, and ended when the user presses Ctrl-C. */
import { execa, ExecaError, type Options } from 'execa';
import { poll } from './poll.mts';

const controller = new AbortController();

/** Aborted once the user has asked to stop. */
export const interruption: AbortSignal = controller.signal;

/** Ends every program that is running; each start from now on fails. */
export function interrupt(): void {
	controller.abort();
}

/** Where a program runs; without an environment it gets that of this process. */
export interface ProgramOptions {
	readonly cwd: string;
	/** The whole environment. */
	readonly env?: NodeJS.ProcessEnv;
}

const common = {
	stdin: 'ignore',
	all: true,
	cancelSignal: interruption,
	// n8n waits for the runs that are under way.
	forceKillAfterDelay: 8_000,
} as const satisfies Options;

function optionsOf({ cwd, env }: ProgramOptions) {
	return env === undefined ? { ...common, cwd } : { ...common, cwd, env, extendEnv: false };
}

/** The last lines of a program's output: where it failed, they say why. */
export function lastLines(output: string, count = 40): string {
	const lines = output.split('\n').filter((line) => line.trim() !== '');
	return lines.slice(-count).join('\n');
}

/** A program that did not succeed. The message names it and ends with the last lines of its output. */
export class ProgramFailed extends Error {
	readonly output: string;

	constructor({ shortMessage, all }: ExecaError) {
		const output = typeof all === 'string' ? all : '';
		super([shortMessage, lastLines(output)].filter(Boolean).join('\n\n'));
		this.name = 'ProgramFailed';
		this.output = output;
	}
}

/**
 * Runs a program to its end.
 *
 * @returns what it wrote to standard output
 * @throws ProgramFailed if it fails or cannot be started
 */
export async function run(
	program: string,
	args: readonly string[],
	options: ProgramOptions,
): Promise<string> {
	try {
		return (await execa(program, args, optionsOf(options))).stdout;
	} catch (error) {
		interruption.throwIfAborted();
		throw error instanceof ExecaError ? new ProgramFailed(error) : error;
	}
}

/** A program that stays, such as a server. */
export interface RunningProgram {
	/** 0 if it could not be started. */
	readonly pid: number;
	/** All that it has written so far. */
	output(): string;
	hasEnded(): boolean;
	/** Resolves when it has ended, in whatever way. */
	readonly ended: Promise<void>;
	/** Asks it to end, forces it after a while, and waits until it has. */
	stop(signal?: NodeJS.Signals): Promise<void>;
}

/** @param onOutput gets what the program writes, as it comes */
export function start(
	program: string,
	args: readonly string[],
	options: ProgramOptions,
	onOutput: (text: string) => void = () => undefined,
): RunningProgram {
	interruption.throwIfAborted();
	const child = execa(program, args, { ...optionsOf(options), reject: false, buffer: false });
	let output = '';
	let hasEnded = false;
	const add = (text: string) => {
		output += text;
		onOutput(text);
	};
	child.all.setEncoding('utf8').on('data', add);
	const ended = child.then(({ shortMessage }) => {
		hasEnded = true;
		if (child.pid === undefined && shortMessage !== undefined) add(shortMessage);
	});
	return {
		pid: child.pid ?? 0,
		output: () => output,
		hasEnded: () => hasEnded,
		ended,
		async stop(signal = 'SIGTERM') {
			child.kill(signal);
			await ended;
		},
	};
}

/**
 * Waits until a server that is starting is ready.
 *
 * @throws Error with the last lines of its output, if it ends or is not ready within two minutes
 */
export async function untilReady(
	name: string,
	server: RunningProgram,
	isReady: () => Promise<boolean>,
): Promise<void> {
	const state = await poll(
		async () => (server.hasEnded() ? 'ended' : (await isReady()) && 'ready'),
		{
			within: 120_000,
			failure: () => `${name} was not ready in time.\n\n${lastLines(server.output())}`,
		},
	);
	interruption.throwIfAborted();
	if (state === 'ended') {
		throw new Error(`${name} ended while it was starting.\n\n${lastLines(server.output())}`);
	}
}
