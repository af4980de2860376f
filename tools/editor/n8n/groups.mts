import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a process may take to end by itself, in ms; n8n waits for the runs that are under way. */
const patience = 8_000;
const step = 50;

/** Sends a signal to a process and all it has started. False when none of them is left. */
function signalGroup(id: number, signal: NodeJS.Signals | 0): boolean {
	try {
		if (process.platform !== 'win32') return process.kill(-id, signal);
		if (signal === 0) return process.kill(id, 0);
		return spawnSync('taskkill', ['/pid', String(id), '/t', '/f']).status === 0;
	} catch {
		return false;
	}
}

async function isGone(id: number, within: number): Promise<boolean> {
	for (let waited = 0; waited < within; waited += step) {
		if (!signalGroup(id, 0)) return true;
		await sleep(step);
	}
	return !signalGroup(id, 0);
}

/** Ends a process group: politely first, for good after a while. Resolves when it is gone. */
export async function endGroup(id: number, within = patience): Promise<void> {
	signalGroup(id, 'SIGTERM');
	if (await isGone(id, within)) return;
	signalGroup(id, 'SIGKILL');
	await isGone(id, patience);
}
