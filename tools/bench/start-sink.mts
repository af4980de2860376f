import { join } from 'node:path';
import { packageRoot } from '../shared/folders.mts';
import { start } from '../shared/processes.mts';

/** Starts the sink of `sink.mts` and resolves with its address. */
export async function startSink(): Promise<{ sink: string; stop(): Promise<void> }> {
	let printed = '';
	let ready: (url: string) => void = () => undefined;
	const url = new Promise<string>((done) => (ready = done));
	const script = ['--import', 'tsx', join(packageRoot, 'tools', 'bench', 'sink.mts')];
	const running = start(process.execPath, script, { cwd: packageRoot }, (text) => {
		printed += text;
		if (printed.includes('\n')) ready(printed.trim());
	});
	const failed = running.ended.then(() => {
		throw new Error(`The sink did not start.\n${running.output()}`);
	});
	const sink = await Promise.race([url, failed]);
	failed.catch(() => undefined);
	return { sink, stop: () => running.stop() };
}
