import { spawn } from 'node:child_process';
import { endGroup } from '../editor/n8n/groups.mts';
import { cleared, watchOver } from './temporary-folder.mts';
import { interruption } from '../editor/n8n/interruption.mts';

export interface StartOptions {
	readonly cwd: string;
	readonly env: NodeJS.ProcessEnv;
	/** Gets what the process writes to standard output, as it comes. */
	readonly onOutput?: (text: string) => void;
}

export interface Running {
	/** The process; 0 when it could not be started. */
	readonly pid: number;
	/** What the process wrote last, for the message when it fails. */
	tail(): string;
	/** Everything written to standard output. */
	output(): string;
	/** Resolves with the exit code; null when a signal ended it. */
	readonly exited: Promise<number | null>;
	/** Ends the process and all it has started; it may be given less than the usual time for that. */
	stop(within?: number): Promise<void>;
}

const tailLines = 40;
/** In ms; see `stopAll`. */
const hurry = 1_500;
const running = new Set<Running>();
/**
 * Starts a program as the head of a process group of its own, so that whatever it starts can be ended
 * with it, and so that Ctrl-C reaches only the tool, which then decides.
 */
export function start(command: string, args: readonly string[], options: StartOptions): Running {
	interruption.throwIfAborted();
	const child = spawn(command, args, {
		...options,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
		windowsHide: true,
	});
	let output = '';
	let tail: string[] = [];
	const keep = (text: string) => {
		tail = [...tail, ...text.split('\n').filter((line) => line.trim() !== '')].slice(-tailLines);
	};
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		output += text;
		keep(text);
		options.onOutput?.(text);
	});
	child.stderr.setEncoding('utf8').on('data', keep);
	const { pid } = child;
	const exited = new Promise<number | null>((done) => {
		child.once('error', (error) => {
			keep(error.message);
			done(null);
		});
		child.once('close', done);
	});
	let stopping: Promise<void> | undefined;
	const stopOnce = async (within?: number) => {
		if (pid !== undefined) await endGroup(pid, within);
		running.delete(handle);
		if (pid !== undefined) cleared('group', pid);
	};
	const handle: Running = {
		pid: pid ?? 0,
		tail: () => tail.join('\n'),
		output: () => output,
		exited,
		stop: (within) => (stopping ??= stopOnce(within)),
	};
	running.add(handle);
	if (pid !== undefined) watchOver('group', pid);
	return handle;
}

/** A program that was expected to succeed did not. */
export class CommandFailed extends Error {
	constructor(title: string, tail: string) {
		super(`"${title}" failed.\n\n${tail}`);
		this.name = 'CommandFailed';
	}
}

/** Runs a program to its end and returns what it printed; the title names it should it fail. */
export async function run(
	command: string,
	args: readonly string[],
	options: StartOptions,
	title = [command, ...args].join(' '),
): Promise<string> {
	const process = start(command, args, options);
	const code = await process.exited;
	await process.stop();
	interruption.throwIfAborted();
	if (code !== 0) throw new CommandFailed(title, process.tail());
	return process.output();
}

/** Ends everything that this process has started and not yet stopped, soon: somebody is waiting. */
export async function stopAll(): Promise<void> {
	await Promise.all([...running].map((process) => process.stop(hurry)));
}
