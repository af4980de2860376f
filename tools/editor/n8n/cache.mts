/** The folder of the user's cache in which n8n is kept between runs. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { lock } from 'proper-lockfile';
import { packageName } from '../../shared/folders.mts';
import { poll } from '../../shared/poll.mts';
import { interruption } from '../../shared/processes.mts';

/** Longer than any installation takes, in ms. */
const patience = 3_600_000;

function userCache(): string {
	const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
	if (XDG_CACHE_HOME) return XDG_CACHE_HOME;
	if (process.platform === 'win32') return LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
	return join(homedir(), '.cache');
}

/** Where n8n is kept, for every clone of the package on this machine. */
export function cacheFolder(): string {
	return join(userCache(), packageName);
}

/** Makes a folder and those above it. Node's own recursion never ends where a file system knows no new folders, such as /proc. */
async function makeFolder(path: string): Promise<void> {
	if (existsSync(path)) return;
	await makeFolder(dirname(path));
	await mkdir(path).catch((error: unknown) => {
		if (codeOf(error) !== 'EEXIST') throw error;
	});
}

function codeOf(error: unknown): unknown {
	return (error as Partial<NodeJS.ErrnoException>).code;
}

/**
 * Does a piece of work on an entry of the cache that only one process at a time may do.
 *
 * @param entry its name in the cache folder, or the path of a folder elsewhere
 * @throws Error that says what to set, if the cache folder cannot be written
 */
export async function withLock<T>(
	entry: string,
	work: () => Promise<T>,
	onWait: () => void = () => undefined,
): Promise<T> {
	const path = resolve(cacheFolder(), entry);
	let waits = false;
	const tryOnce = async () => {
		interruption.throwIfAborted();
		try {
			return await lock(path, { realpath: false, stale: 20_000, update: 2_000 });
		} catch (error) {
			if (codeOf(error) !== 'ELOCKED') throw error;
			if (!waits) onWait();
			waits = true;
			return undefined;
		}
	};
	let unlock: () => Promise<void>;
	try {
		await makeFolder(cacheFolder());
		unlock = await poll(tryOnce, {
			every: 500,
			within: patience,
			failure: () => `${path} is locked.`,
		});
	} catch (error) {
		if (interruption.aborted || codeOf(error) === undefined) throw error;
		throw new Error(
			`The folder ${cacheFolder()} cannot be written to (${String(codeOf(error))}): set XDG_CACHE_HOME to one that can.`,
			{ cause: error },
		);
	}
	try {
		return await work();
	} finally {
		await unlock();
	}
}
