/** What to tell a user whose n8n could not be installed. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ProgramFailed } from '../../shared/processes.mts';
import type { N8nRelease } from './versions.mts';

/** What node-gyp needs to compile, except on Windows: one program of each list. */
const compilers = [['python3', 'python'], ['make'], ['g++', 'c++', 'clang++']];

function isOnPath(program: string): boolean {
	return (process.env.PATH ?? '').split(delimiter).some((folder) => {
		try {
			accessSync(join(folder, program), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}

function missingPrograms(): string[] {
	if (process.platform === 'win32') return [];
	return compilers.filter((names) => !names.some(isOnPath)).map(([name]) => name!);
}

/** What kept the native modules from being built, by npm's output and by what is on the path. */
export function missingForBuild(output: string, programs = missingPrograms()): string[] {
	const missing: string[] = [];
	if (programs.length > 0) {
		missing.push(
			`these programs: ${programs.join(', ')} (Debian, Ubuntu: apt-get install python3 make g++)`,
		);
	}
	if (/nodejs\.org|unofficial-builds|node-v\S+-headers/.test(output)) {
		missing.push(
			"Node's headers: nodejs.org cannot be reached (or set npm_config_nodedir to a Node.js with include/node)",
		);
	}
	return missing;
}

/** The error for native modules that could not be built. What is downloaded stays. */
export function explainFailedBuild({ version, rebuild }: N8nRelease, error: unknown): Error {
	const output = error instanceof ProgramFailed ? error.output : '';
	const missing = missingForBuild(output);
	return new Error(
		[
			`n8n ${version} is downloaded, but ${rebuild.join(' or ')} could not be built: no binary came from`,
			missing.length > 0
				? `github.com, and to compile it, this machine lacks\n${missing.map((entry) => `  - ${entry}`).join('\n')}`
				: `github.com, and compiling it failed. ${String(error)}`,
			'',
			'Once that is there, run the same command again: it goes on from here and downloads nothing twice.',
		].join('\n'),
		{ cause: error },
	);
}

/** The error for an n8n that npm could not download. */
export function explainFailedDownload({ version }: N8nRelease, error: unknown): Error {
	const reason = error instanceof Error ? error.message : String(error);
	return new Error(
		[
			`n8n ${version} could not be downloaded. ${reason}`,
			'',
			'Check the network connection, the registry or proxy that npm is set to use, and the free disk space.',
			'Then run the same command again.',
		].join('\n'),
		{ cause: error },
	);
}
