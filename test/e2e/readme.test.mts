import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { request } from 'undici';
import { packageName, packageRoot } from '../../tools/shared/folders.mts';
import { temporaryFolder, type TemporaryFolder } from '../../tools/shared/temporary-folder.mts';
import { run, start, type Running } from '../../tools/shared/processes.mts';
import { signUp } from '../../tools/editor/n8n/rest.mts';
import { startServer } from '../../tools/editor/n8n/server.mts';
import { fillUserFolder } from '../../tools/editor/n8n/template.mts';
import { tarball, testedN8n } from './packed.mts';

let demo: Running | undefined;
afterAll(() => demo?.stop());

/** The commands of a page, line by line. */
async function commandsOf(page: string): Promise<string[]> {
	const tokens = new MarkdownIt().parse(await readFile(join(packageRoot(), page), 'utf8'), {});
	const blocks = tokens.filter(({ type, info }) => type === 'fence' && info === 'bash');
	return blocks.flatMap(({ content }) => content.trim().split('\n'));
}

const DEMO = 'npm ci && npm run demo';
const INSTALL = [
	'mkdir -p ~/.n8n/nodes',
	`npm install --omit=peer --prefix ~/.n8n/nodes ${packageName}`,
];
const KEEP = 'npm run demo -- --keep';
const TEST = 'npm ci && npm test';

test('the commands of the README are those that are run here', async () => {
	expect(await commandsOf('README.md')).toStrictEqual([DEMO, ...INSTALL, TEST]);
});

test('npm ci and npm test are run from every clone', async () => {
	const ci = await readFile(join(packageRoot(), '.ci/run'), 'utf8');
	expect(ci).toMatch(/^step install npm ci /m);
	expect(ci).toMatch(/^step test npm test /m);
});

test('the demo ends well, and shows what became of the rows', async () => {
	const env = { ...process.env, CI: 'true' };
	const output = await run('npm', ['run', 'demo'], { cwd: packageRoot(), env });
	expect(output).toContain('Everything arrived as it should.');
	expect(output).toMatch(/Total +3,012 +34 +3,004 +5 +3,006 ingested/);
}, 240_000);

test('with --keep it stays until it is stopped', async () => {
	expect(await readFile(join(packageRoot(), 'README.md'), 'utf8')).toContain(`\`${KEEP}\``);
	const [command, ...args] = KEEP.split(' ') as [string, ...string[]];
	let output = '';
	const stays = new Promise<void>((done) => {
		const onOutput = (text: string) => {
			output += text;
			if (output.includes('Ctrl-C stops them')) done();
		};
		const env = { ...process.env, CI: 'true' };
		demo = start(command, args, { cwd: packageRoot(), env, onOutput });
	});
	await stays;
	const editor = /n8n's editor: +(\S+)/.exec(output)?.[1];
	expect((await request(`${editor}/healthz`)).statusCode).toBe(200);

	await demo?.stop();
	await expect(request(`${editor}/healthz`)).rejects.toThrow();
}, 240_000);

describe('installed by npm, as the README says', () => {
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
		const installed = await readdir(join(home.path, '.n8n/nodes/node_modules'));
		expect(installed.filter((name) => !name.startsWith('.'))).toStrictEqual([packageName]);
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
