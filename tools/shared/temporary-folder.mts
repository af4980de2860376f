import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageName, packageRoot } from './folders.mts';

/** What must not outlive this process: a process group, or a folder. */
export type Kind = 'group' | 'folder';

let guard: ChildProcess | undefined;

function startGuard(): ChildProcess {
	const root = packageRoot();
	const started = spawn(
		process.execPath,
		['--import', 'tsx', join(root, 'test', 'n8n', 'guard.mts')],
		{
			cwd: root,
			detached: true,
			env: { PATH: process.env.PATH },
			stdio: ['pipe', 'ignore', 'ignore'],
			windowsHide: true,
		},
	);
	started.unref();
	(started.stdin as Socket).unref();
	// A guard that is gone is no reason to fail: the normal way out clears everything away as well.
	started.on('error', () => undefined);
	started.stdin?.on('error', () => undefined);
	return started;
}

function tell(sign: '+' | '-', kind: Kind, name: string | number): void {
	guard ??= startGuard();
	guard.stdin?.write(`${sign}${kind} ${name}\n`);
}

/** Has the guard clear this away if we end without doing so; see `guard.mts`. */
export function watchOver(kind: Kind, name: string | number): void {
	tell('+', kind, name);
}

/** Says that it is cleared away. */
export function cleared(kind: Kind, name: string | number): void {
	tell('-', kind, name);
}

/** A folder for one run. */
export interface TemporaryFolder {
	readonly path: string;
	remove(): Promise<void>;
}

/** Makes a folder that is gone when this process is, however it ends. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
	// The real path, as n8n compares real paths when it decides which files may be read.
	const path = await realpath(await mkdtemp(join(tmpdir(), `${packageName}-`)));
	watchOver('folder', path);
	const remove = async () => {
		await rm(path, { recursive: true, force: true, maxRetries: 3 });
		cleared('folder', path);
	};
	return { path, remove };
}
