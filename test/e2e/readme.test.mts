import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa, type ResultPromise } from 'execa';
import MarkdownIt from 'markdown-it';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { request } from 'undici';
import { fillUserFolder } from '../../tools/editor/n8n/prepare.mts';
import { signUp } from '../../tools/editor/n8n/rest.mts';
import { startServer } from '../../tools/editor/n8n/server.mts';
import { packageName, packageRoot, temporaryFolder } from '../../tools/shared/folders.mts';
import type { TemporaryFolder } from '../../tools/shared/folders.mts';
import { poll } from '../../tools/shared/poll.mts';
import { run } from '../../tools/shared/processes.mts';
import { tarball, testedN8n } from './packed.mts';

const CLONE = [
	'git clone https://github.com/n8n-nodes-amplitude-ai-feedback/n8n-nodes-amplitude-ai-feedback.git',
	'cd n8n-nodes-amplitude-ai-feedback',
];
const DEMO = 'npm ci && npm run demo';
const EDITOR = 'npm run editor';
const INSTALL = [
	'mkdir -p ~/.n8n/nodes',
	`npm install --omit=peer --prefix ~/.n8n/nodes ${packageName}`,
];
const TEST = 'npm ci && npm test';

const readText = async (...path: string[]) => await readFile(join(packageRoot, ...path), 'utf8');

test('README.md shows these commands and no others', async () => {
	const tokens = new MarkdownIt().parse(await readText('README.md'), {});
	const blocks = tokens.filter(({ type, info }) => type === 'fence' && info === 'bash');
	const commands = blocks.flatMap(({ content }) => content.trim().split('\n'));
	expect(commands).toStrictEqual([...CLONE, DEMO, EDITOR, ...INSTALL, TEST]);
	const inText = tokens.flatMap(({ children }) => children ?? []);
	const code = inText.filter(({ type }) => type === 'code_inline').map(({ content }) => content);
	expect(code.filter((text) => /^(npm|npx|n8n) /.test(text))).toStrictEqual([]);
});

test('CI runs the demo and the tests as README.md says, on a machine that has nothing else', async () => {
	const [install, demo] = DEMO.split(' && ') as [string, string];
	const newcomer = await readText('.ci', 'bare-machine');
	expect(newcomer).toMatch(new RegExp(`^time bare ${install}$`, 'm'));
	expect(newcomer).toMatch(new RegExp(`^bare ${demo}$`, 'm'));
	const [reinstall, test] = TEST.split(' && ') as [string, string];
	const all = await readText('.ci', 'run');
	expect(all).toMatch(new RegExp(`^step install ${reinstall} `, 'm'));
	expect(all).toMatch(new RegExp(`^step test .ci/bare ${test} `, 'm'));
});

describe('the editor', () => {
	let data: TemporaryFolder;
	let editor: ResultPromise;
	let output = '';
	let url: string;
	const printed = (pattern: RegExp) => pattern.exec(output)?.[1] ?? '';
	/** Presses Ctrl-C: as a terminal does, it sends the signal to all processes of the group. */
	const pressCtrlC = async () => {
		if (editor.exitCode === null) process.kill(-editor.pid!, 'SIGINT');
		await editor;
	};

	beforeAll(async () => {
		// Not where a developer's own workflows are.
		data = await temporaryFolder();
		const [program, ...args] = EDITOR.split(' ') as [string, ...string[]];
		editor = execa(program, [...args, '--', '--data', join(data.path, 'kept')], {
			cwd: packageRoot,
			env: { CI: 'true' },
			detached: true,
			reject: false,
		});
		editor.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
		await poll(() => output.includes('Ctrl-C stops both') || editor.exitCode !== null, {
			within: 220_000,
			failure: () => output,
		});
		url = printed(/n8n's editor +(\S+)\/home\/workflows/);
	}, 240_000);

	afterAll(async () => {
		await pressCtrlC();
		await data.remove();
	});

	test('says what became of the rows', () => {
		expect(output).toMatch(/Total +3,012 +34 +3,004 +5 +3,006 ingested/);
		expect(output).not.toContain('NOT AS EXPECTED');
	});

	test('begins at the runs of a workflow that has run', () => {
		const start = printed(/Start here +(\S+)/);
		const [first] = /\/workflow\/[^/\s]+(?=\s)/.exec(output)!;
		expect(start).toBe(`${url}${first}/executions`);
	});

	test('lets its owner in, to the workflows that it names', async () => {
		const login = {
			emailOrLdapLoginId: printed(/sign in as +(\S+)/),
			password: printed(/password +(\S+)/),
		};
		const signedIn = await request(`${url}/rest/login`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(login),
		});
		await signedIn.body.dump();
		const cookie = [signedIn.headers['set-cookie']].flat()[0]?.split(';')[0] ?? '';
		const ids = [...output.matchAll(/\/workflow\/([^/\s]+)$/gm)].map(([, id]) => id);
		expect(ids).toHaveLength(5);
		for (const id of ids) {
			const saved = await request(`${url}/rest/workflows/${id}`, { headers: { cookie } });
			await saved.body.dump();
			expect(saved.statusCode).toBe(200);
		}
	});

	test('shows the API, whose keys it names', async () => {
		const api = printed(/The API +(\S+)/);
		const [key, secret] = [printed(/API key +(\S+)/), printed(/secret key +(\S+)/)];
		const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
		const events = await request(`${api}/api/2/events/list`, { headers: { authorization } });
		await events.body.dump();
		expect(events.statusCode).toBe(200);
	});

	test('ends at Ctrl-C, leaves nothing running, and keeps what was built', async () => {
		await pressCtrlC();
		expect(existsSync(join(data.path, 'kept', '.n8n', 'database.sqlite'))).toBe(true);
		expect(output).toContain('Stopped. Nothing is left running.');
		await expect(request(`${url}/healthz`)).rejects.toThrow();
	});
});

describe('installed by npm, as README.md says', () => {
	let home: TemporaryFolder;

	beforeAll(async () => {
		home = await temporaryFolder();
		await fillUserFolder(await testedN8n(), home.path);
		for (const command of INSTALL) {
			// Not published yet, so the packed package stands for the published one.
			const here = command.replace(packageName, tarball());
			const env = { ...process.env, HOME: home.path };
			await run('bash', ['-c', here], { cwd: home.path, env });
		}
	});

	afterAll(async () => {
		await home.remove();
	});

	test('nothing but the package is there', async () => {
		const modules = join(home.path, '.n8n/nodes/node_modules');
		const installed = (await readdir(modules)).filter((name) => !name.startsWith('.'));
		expect(installed).toStrictEqual([packageName]);
		expect(existsSync(join(modules, packageName, 'node_modules'))).toBe(false);
	});

	test('n8n has the node', async () => {
		const installation = await testedN8n();
		const server = await startServer(installation, home.path, home.path);
		try {
			const owner = { email: 'owner@example.com', password: 'N8n-owner-1' };
			const rest = await signUp(server.url, owner, installation);
			const names = (await rest.nodeTypes()).map(({ name }) => name);
			expect(names).toContain(`${packageName}.amplitudeAiFeedback`);
		} finally {
			await server.stop();
		}
	});
});
