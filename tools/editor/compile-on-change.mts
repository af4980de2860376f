import { join } from 'node:path';
import { start, type Running } from '../shared/processes.mts';

/** Has n8n load a package anew when its compiled files change. */
export const RELOADING = { N8N_DEV_RELOAD: 'true' };

/**
 * Compiles the sources into an installed package, now and at every change.
 *
 * @param onOutput gets what the compiler says, its errors too
 */
export function compileOnChange(
	sources: string,
	installed: string,
	onOutput: (text: string) => void,
): Running {
	const compiler = join(sources, 'node_modules', 'typescript', 'bin', 'tsc');
	const options = ['--watch', '--preserveWatchOutput', '--outDir', join(installed, 'dist')];
	return start(process.execPath, [compiler, ...options], {
		cwd: sources,
		env: process.env,
		onOutput: (text) => onOutput(text.trimEnd()),
	});
}
