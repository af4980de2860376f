import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isErrorWithCode } from './errors.mts';
import { interruption } from './interruption.mts';

const heartbeat = 2_000;
/** A lock that has not been touched for this long belongs to a process that is gone. */
const stale = 20_000;

async function take(folder: string): Promise<boolean> {
	try {
		await mkdir(folder);
		return true;
	} catch (error) {
		if (isErrorWithCode(error, 'EEXIST')) return false;
		throw error;
	}
}

/** Clears a lock whose owner is gone. Renaming first lets only one of several waiting processes do it. */
async function clearIfStale(folder: string): Promise<void> {
	try {
		const { mtimeMs } = await stat(folder);
		if (Date.now() - mtimeMs < stale) return;
		const aside = `${folder}.stale-${process.pid}`;
		await rename(folder, aside);
		await rm(aside, { recursive: true, force: true });
	} catch (error) {
		if (!isErrorWithCode(error, 'ENOENT')) throw error;
	}
}

/**
 * Does a piece of work that only one process at a time may do. A folder is the lock, as making one is
 * atomic everywhere; its time is its owner's sign of life.
 */
export async function withLock<T>(
	folder: string,
	work: () => Promise<T>,
	onWait: () => void = () => undefined,
): Promise<T> {
	await mkdir(dirname(folder), { recursive: true });
	for (let attempt = 0; !(await take(folder)); attempt += 1) {
		if (attempt === 0) onWait();
		await clearIfStale(folder);
		await sleep(500, undefined, { signal: interruption });
	}
	const beat = setInterval(() => {
		const now = new Date();
		utimes(folder, now, now).catch(() => undefined);
	}, heartbeat);
	try {
		return await work();
	} finally {
		clearInterval(beat);
		await rm(folder, { recursive: true, force: true });
	}
}
