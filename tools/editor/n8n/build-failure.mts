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

/** node-gyp's errors where it cannot download the headers of Node.js. */
const noHeaders = /gyp ERR! .*(network connectivity|nodejs\.org)/;

function missingForBuild(output: string, programs: readonly string[]): string[] {
	const missing: string[] = [];
	if (programs.length > 0) {
		missing.push(`${programs.join(', ')} (Debian or Ubuntu: apt-get install python3 make g++)`);
	}
	if (noHeaders.test(output)) {
		missing.push(
			"Node.js's headers: let it reach nodejs.org, or set npm_config_nodedir to a folder with include/node",
		);
	}
	return missing;
}

/** Says why native modules could not be built. What is downloaded stays. */
export function explainFailedBuild(
	{ version, rebuild }: N8nRelease,
	error: unknown,
	programs = missingPrograms(),
): Error {
	const output = error instanceof ProgramFailed ? error.output : '';
	const failed = rebuild.filter((name) => output.includes(`node_modules/${name}`));
	const missing = missingForBuild(output, programs);
	const reason =
		missing.length > 0
			? ['To compile it, this machine lacks:', ...missing.map((entry) => `  - ${entry}`)]
			: ['Compiling it failed:', '', error instanceof Error ? error.message : String(error)];
	return new Error(
		[
			`n8n ${version} is downloaded, but ${failed.join(', ') || 'a native module'} could not be built.`,
			'Its binary could not be downloaded from github.com.',
			...reason,
			'',
			'Then run the same command again: it goes on from here and downloads nothing twice.',
		].join('\n'),
		{ cause: error },
	);
}

/** Says that npm could not download n8n. */
export function explainFailedDownload({ version }: N8nRelease, error: unknown): Error {
	return new Error(
		[
			`n8n ${version} could not be downloaded.`,
			'',
			error instanceof Error ? error.message : String(error),
			'',
			'Check the network connection, the registry or proxy that npm is set to use, and the free disk space.',
			'Then run the same command again.',
		].join('\n'),
		{ cause: error },
	);
}
