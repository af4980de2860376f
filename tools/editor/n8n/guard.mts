/**
 * Clears away what a process leaves behind when it is gone: process groups and temporary folders. It
 * is told of each by a line such as `+group 123`, and by `-group 123` when there is no need any more.
 * The pipe those lines come through closes when their sender ends, in whatever way it ends, and then
 * what is left is cleared away. Runs as a process of its own, in a session of its own.
 */
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { endGroup } from './groups.mts';

const left = new Set<string>();
const lines = createInterface({ input: process.stdin });

lines.on('line', (line) => {
	const entry = line.slice(1);
	if (line.startsWith('+')) left.add(entry);
	else left.delete(entry);
});

function ofKind(kind: string): string[] {
	return [...left]
		.filter((entry) => entry.startsWith(`${kind} `))
		.map((entry) => entry.slice(kind.length + 1));
}

async function clearAway(): Promise<void> {
	await Promise.all(ofKind('group').map((id) => endGroup(Number(id))));
	// Afterwards, as a process might still be writing there.
	await Promise.all(
		ofKind('folder').map((path) => rm(path, { recursive: true, force: true, maxRetries: 3 })),
	);
}

lines.on('close', () => {
	void clearAway().finally(() => process.exit(0));
});
