import { execa } from 'execa';

/** A database server that is ready. */
export interface DatabaseServer {
	readonly port: number;
	/** Stops it and removes all it had. */
	stop(): Promise<void>;
}

/** Whether a short program, which asks a server that is starting, succeeds. */
export async function succeeds(
	cwd: string,
	program: string,
	args: readonly string[],
): Promise<boolean> {
	return !(await execa(program, args, { cwd, reject: false })).failed;
}
