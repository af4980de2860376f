/** What the interactive tools have in common. */
import { interrupt, interruption } from './processes.mts';
import { createReporter, type Reporter } from './reporter.mts';

function interruptOnSignals(reporter: Reporter): void {
	// The terminal may be closed while there still is something to clear away.
	process.stdout.on('error', () => undefined);
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (interruption.aborted) return;
			reporter.line('\nStopping ...');
			interrupt();
		});
	}
}

/**
 * Runs a tool to its end, or until Ctrl-C, and ends the process. An error is printed as its message.
 *
 * @param work resolves with whether all went well
 */
export async function runTool(work: (reporter: Reporter) => Promise<boolean>): Promise<never> {
	const reporter = createReporter(process.stdout);
	interruptOnSignals(reporter);
	process.exit(await exitCodeOf(work, reporter));
}

async function exitCodeOf(
	work: (reporter: Reporter) => Promise<boolean>,
	reporter: Reporter,
): Promise<number> {
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
