/** What a process has used, as Linux counts it in /proc. */
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** How long to wait at most, in ms, for a process to release the memory of its start. */
const PATIENCE = 40_000;

/**
 * Waits until a process has released the memory that only its start needed. Node.js does so after about ten
 * seconds of idling, in one step of about a third.
 */
export async function atRest(pid: number): Promise<void> {
	const atStart = await peakMemory(pid);
	for (const began = Date.now(); Date.now() - began < PATIENCE; await sleep(500)) {
		if ((await memory(pid, 'VmRSS')) < atStart * 0.85) return;
	}
}

/** Peak memory (resident, in bytes) since `resetPeak`. */
export async function peakMemory(pid: number): Promise<number> {
	return await memory(pid, 'VmHWM');
}

async function memory(pid: number, name: 'VmRSS' | 'VmHWM'): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
	if (kilobytes === undefined) throw new Error(`No ${name} of process ${pid}`);
	return Number(kilobytes) * 1024;
}

/** Starts the peak again from what the process holds now. */
export async function resetPeak(pid: number): Promise<void> {
	await writeFile(`/proc/${pid}/clear_refs`, '5');
}

/** Processor time in ms of a process and those it has started. */
export async function cpuTime(pid: number): Promise<number> {
	const own = await ticks(pid);
	const children = await childrenOf(pid);
	const theirs = await Promise.all(children.map(cpuTime));
	return (own / TICKS_PER_SECOND) * 1000 + theirs.reduce((sum, time) => sum + time, 0);
}

async function ticks(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	// The name in brackets may hold spaces; user and system time are the 12th and 13th field after it.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return Number(fields[11]) + Number(fields[12]);
}

async function childrenOf(pid: number): Promise<number[]> {
	const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
	return list.split(' ').filter(Boolean).map(Number);
}
