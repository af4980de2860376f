import { describe, expect, test } from '@jest/globals';
import { explainFailedBuild } from '../../../tools/editor/n8n/build-failure.mts';
import { n8nRelease } from '../../../tools/editor/n8n/versions.mts';
import { ProgramFailed, run } from '../../../tools/shared/processes.mts';

/** The error of an npm that prints this and fails. */
async function npmFailure(output: string): Promise<unknown> {
	const script = `console.error(${JSON.stringify(output)}); process.exit(1)`;
	return await run(process.execPath, ['-e', script], { cwd: process.cwd() }).catch(
		(error: unknown) => error,
	);
}

const atSqlite = 'npm error path /cache/n8n/node_modules/sqlite3\n';

describe('a native module that could not be built', () => {
	test('is named with the programs that are missing', async () => {
		const failure = await npmFailure(`${atSqlite}npm error gyp ERR! find Python`);
		expect(failure).toBeInstanceOf(ProgramFailed);
		expect(explainFailedBuild(n8nRelease('2.41.1'), failure, ['python3', 'make']).message).toBe(
			[
				'n8n 2.41.1 is downloaded, but sqlite3 could not be built.',
				'Its binary could not be downloaded from github.com.',
				'To compile it, this machine lacks:',
				'  - python3, make (Debian or Ubuntu: apt-get install python3 make g++)',
				'',
				'Then run the same command again: it goes on from here and downloads nothing twice.',
			].join('\n'),
		);
	});

	test.each([
		['npm error gyp ERR! stack is related to network connectivity. In most cases you are'],
		['npm error gyp ERR! stack FetchError: request to https://nodejs.org/download/release/v24'],
	])('is named with the headers, if npm says "%s"', async (line) => {
		const { message } = explainFailedBuild(n8nRelease(), await npmFailure(atSqlite + line), []);
		expect(message).toContain(
			"- Node.js's headers: let it reach nodejs.org, or set npm_config_nodedir",
		);
	});

	test('is named with the end of what the compiler says, if nothing is missing', async () => {
		const failure = await npmFailure(`${atSqlite}npm error sqlite3.c:1:1: error: oops`);
		const { message } = explainFailedBuild(n8nRelease(), failure, []);
		expect(message).toMatch(/Compiling it failed:\n\n.*exit code 1.*sqlite3\.c:1:1: error: oops/s);
	});
});
