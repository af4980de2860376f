/** What the tools that somebody sits before have in common. */
import { once } from 'node:events';
import { interrupt, interruption } from '../editor/n8n/interruption.mts';
import { stopAll } from './processes.mts';
import { createReporter, type Reporter } from './reporter.mts';
import type { Session } from '../editor/session.mts';

/** Says where everything is, and waits for Ctrl-C. */
export async function keepRunning({ instance, api }: Session, reporter: Reporter): Promise<void> {
	reporter.line(
		[
			'',
			`n8n's editor:  ${instance.url}`,
			`  sign in as   ${instance.owner.email}`,
			`  password     ${instance.owner.password}`,
			`The API:       ${api.url}`,
			'  a page that shows what has arrived',
			'',
			'Both listen on this machine only. Ctrl-C stops them and throws away what they hold.',
		].join('\n'),
	);
	if (!interruption.aborted) await once(interruption, 'abort');
}

function stopOnSignals(reporter: Reporter): void {
	// The terminal may be closed while there still is something to clear away.
	process.stdout.on('error', () => undefined);
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (interruption.aborted) return;
			reporter.line('\nStopping ...');
			interrupt();
			void stopAll();
		});
	}
}

/**
 * Runs a tool that may be stopped with Ctrl-C at any moment.
 *
 * @param work resolves with whether all was as it should be
 * @returns the exit code
 */
export async function interactively(
	work: (reporter: Reporter) => Promise<boolean>,
): Promise<number> {
	const reporter = createReporter(process.stdout);
	stopOnSignals(reporter);
	try {
		return (await work(reporter)) ? 0 : 1;
	} catch (error) {
		if (interruption.aborted) return 130;
		reporter.line(`\n${error instanceof Error ? error.message : String(error)}`);
		return 1;
	} finally {
		if (interruption.aborted) reporter.line('Stopped. Nothing is left running.');
	}
}
