import { describe, expect, test } from '@jest/globals';
import {
	lastLines,
	ProgramFailed,
	run,
	start,
	untilReady,
} from '../../../tools/shared/processes.mts';

const options = { cwd: process.cwd() };
const node = (script: string) => [process.execPath, ['-e', script], options] as const;
const stays = 'console.log("ready"); setInterval(() => {}, 1000);';

describe('a program that is run to its end', () => {
	test('gives what it wrote to standard output', async () => {
		expect(await run(...node('console.log("out"); console.error("err")'))).toBe('out');
	});

	test('gets the environment that is given, and no more', async () => {
		const printed = await run(process.execPath, ['-p', 'Object.keys(process.env).sort()'], {
			...options,
			env: { ONE: '1' },
		});
		expect(printed).toContain('ONE');
		expect(printed).not.toContain('HOME');
	});

	test('fails with its name, its exit code and the last lines of all that it wrote', async () => {
		const failing = run(...node('console.log("what"); console.error("why"); process.exit(3)'));
		await expect(failing).rejects.toBeInstanceOf(ProgramFailed);
		await expect(failing).rejects.toThrow(/exit code 3: .*\n\nwhat\nwhy$/s);
	});

	test('fails with its name if there is no such program', async () => {
		await expect(run('no-such-program', [], options)).rejects.toThrow('no-such-program');
	});
});

describe('a program that stays', () => {
	test('is ready when it answers, and is gone when it is stopped', async () => {
		const server = start(...node(stays));
		await untilReady('The server', server, async () => server.output().includes('ready'));
		expect(server.hasEnded()).toBe(false);
		await server.stop();
		expect(server.hasEnded()).toBe(true);
		expect(() => process.kill(server.pid, 0)).toThrow();
	});

	test('fails with its last lines if it ends while it is starting', async () => {
		const server = start(...node('console.error("no port"); process.exit(1)'));
		await expect(untilReady('The server', server, async () => false)).rejects.toThrow(
			'The server ended while it was starting.\n\nno port',
		);
	});

	test('fails with its name if there is no such program', async () => {
		const server = start('no-such-program', [], options);
		await expect(untilReady('It', server, async () => false)).rejects.toThrow('no-such-program');
	});
});

test('the last lines of an output leave out the empty ones', () => {
	expect(lastLines('one\n\ntwo\n \nthree\n', 2)).toBe('two\nthree');
});
