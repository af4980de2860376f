import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { packageRoot } from '../../../tools/shared/folders.mts';
import { buildProgram, readTarget, type Arguments } from '../../../tools/contract/cli.mts';

const emulator = useEmulator({ apiKey: 'sesame-api', secretKey: 'sesame-secret' });
const KEYS = { AMPLITUDE_API_KEY: 'sesame-api', AMPLITUDE_SECRET_KEY: 'sesame-secret' };
const nobody = async () => {
	throw new Error('Nobody is there.');
};

describe('the target', () => {
	const read = (given: Partial<Arguments>, env = {}, ask = nobody as () => Promise<string>) =>
		readTarget({ yes: false, ...given }, env, ask);

	test.each([
		['us', 'https://amplitude.com', 'https://amplitude.com'],
		['eu', 'https://eu.amplitude.com', 'https://analytics.eu.amplitude.com'],
	] as const)('of the region %s is the live API', async (region, ingestUrl, eventsUrl) => {
		const target = await read({ region, sourceId: ' bin ' }, KEYS);
		expect(target).toStrictEqual({
			ingestUrl,
			eventsUrl,
			sourceId: 'bin',
			apiKey: 'sesame-api',
			secretKey: 'sesame-secret',
		});
	});

	test('on this computer needs neither keys nor a source', async () => {
		expect(await read({ baseUrl: 'http://127.0.0.1:5680/' })).toStrictEqual({
			ingestUrl: 'http://127.0.0.1:5680',
			eventsUrl: 'http://127.0.0.1:5680',
			sourceId: 'contract-probe-source',
			apiKey: 'emulator-api-key',
			secretKey: 'emulator-secret-key',
		});
	});

	test('gets its keys from the user where the environment has none', async () => {
		const asked: string[] = [];
		const ask = async (question: string) => `${asked.push(question)}-key `;
		const target = await readTarget({ region: 'us', sourceId: 'bin', yes: false }, {}, ask);
		expect(asked).toStrictEqual(['API key: ', 'Secret key: ']);
		expect(target).toMatchObject({ apiKey: '1-key', secretKey: '2-key' });
	});

	test.each([
		[{}, /^Say where to send/],
		[{ region: 'us' as const }, /^Name a source that you can throw away/],
		[{ region: 'us' as const, sourceId: 'bin' }, /^Nobody is there/],
		[{ baseUrl: 'http://gateway.example.com', sourceId: 'bin' }, /is not encrypted/],
		[{ baseUrl: 'gateway', sourceId: 'bin' }, /is not a web address/],
	])('an incomplete target is refused: %j', async (given, message) => {
		await expect(read(given)).rejects.toThrow(message);
	});
});

describe('the command line', () => {
	const parse = (...argv: string[]) =>
		buildProgram()
			.exitOverride()
			.configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
			.parse(argv, { from: 'user' });

	test.each([
		[['--region', 'mars']],
		[['--region', 'us', '--base-url', 'http://localhost']],
		[['--secret-key', 'sesame']],
		[['sesame']],
	])('refuses %j', (argv) => {
		expect(() => parse(...argv)).toThrow(/^error: /);
	});

	test('has no place for keys, and says where they come from', () => {
		let help = '';
		const program = buildProgram().configureOutput({ writeOut: (text) => (help += text) });
		program.outputHelp();
		expect(program.options.map(({ long }) => long)).toStrictEqual([
			'--base-url',
			'--region',
			'--source-id',
			'--yes',
		]);
		expect(help).toContain('AMPLITUDE_API_KEY and AMPLITUDE_SECRET_KEY');
	});
});

describe('the program', () => {
	/** Runs it with a user who types this and then leaves. */
	function launch(typed: string, ...argv: string[]) {
		const main = join(packageRoot, 'tools', 'contract', 'main.mts');
		return new Promise<{ code: number; output: string }>((resolve) => {
			const child = execFile(
				process.execPath,
				['--import', 'tsx', main, ...argv],
				{ env: { ...process.env, ...KEYS } },
				(error, out, err) => resolve({ code: Number(error?.code ?? 0), output: out + err }),
			);
			child.stdin?.end(typed);
		});
	}

	test('asks, and sends after a yes', async () => {
		const { code, output } = await launch('y\n', '--base-url', emulator().url);
		expect(output).toContain('Send them? [y/N]');
		expect(output).toMatch(/^holds +documented +An item is accepted +200 \{"ingested":1/m);
		expect(output).not.toMatch(/sesame/);
		expect(code).toBe(0);
	});

	test('sends nothing where nobody types anything', async () => {
		const { code, output } = await launch('', '--base-url', emulator().url);
		expect(output).toContain('Nothing was sent.');
		expect(emulator().requests).toHaveLength(0);
		expect(code).toBe(0);
	});

	test('fails when it had to stop', async () => {
		emulator().settings.secretKey = 'changed';
		const { code, output } = await launch('', '--base-url', emulator().url, '--yes');
		expect(output).toContain('the keys were refused (401)');
		expect(output).not.toMatch(/sesame/);
		expect(code).toBe(1);
	});
});
