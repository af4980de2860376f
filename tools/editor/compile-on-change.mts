import { join } from 'node:path';
import { start, type RunningProgram } from '../shared/processes.mts';

/** Makes n8n reload a package when its compiled files change. */
export const RELOADING = { N8N_DEV_RELOAD: 'true' };

/**
 * Compiles the sources into an installed package, now and at every change.
 *
 * @param onOutput gets what the compiler prints, its errors included
 */
export function compileOnChange(
	sources: string,
	installed: string,
	onOutput: (text: string) => void,
): RunningProgram {
	const compiler = join(sources, 'node_modules', 'typescript', 'bin', 'tsc');
	const options = ['--watch', '--preserveWatchOutput', '--outDir', join(installed, 'dist')];
	return start(process.execPath, [compiler, ...options], { cwd: sources }, (text) =>
		onOutput(text.trimEnd()),
	);
}
