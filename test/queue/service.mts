import { setTimeout as sleep } from 'node:timers/promises';
import { start, type Running } from '../../tools/shared/processes.mts';

/** A database server that is ready. */
export interface Service {
	readonly port: number;
	/** Stops it and removes all it had. */
	stop(): Promise<void>;
}

const patience = 120_000;

/** Asks a server that is starting by running a short program; whether it answers. */
export async function succeeds(
	cwd: string,
	command: string,
	...args: readonly string[]
): Promise<boolean> {
	const check = start(command, args, { cwd, env: { PATH: process.env.PATH } });
	const code = await check.exited;
	await check.stop();
	return code === 0;
}

/** Waits until a server that is starting answers. */
export async function untilAnswers(
	server: Running,
	answers: () => Promise<boolean>,
): Promise<void> {
	let ended = false;
	void server.exited.then(() => (ended = true));
	for (const began = Date.now(); !(await answers()); await sleep(100)) {
		if (ended) throw new Error(`A server ended while it was starting.\n\n${server.tail()}`);
		if (Date.now() - began > patience) {
			throw new Error(`A server was not ready after ${patience / 1000} s.\n\n${server.tail()}`);
		}
	}
}
