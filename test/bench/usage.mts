/** What a process has used, from Linux's own books. */
import { readFile, writeFile } from 'node:fs/promises';

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** Peak memory (resident, in bytes) since `forgetPeak`. */
export async function peakMemory(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
	if (kilobytes === undefined) throw new Error(`No peak of process ${pid}`);
	return Number(kilobytes) * 1024;
}

/** Has the peak begin anew at what the process holds now. */
export async function forgetPeak(pid: number): Promise<void> {
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
