import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { buildProgram, CLI_PORT, FAULT_KINDS, readSettings } from '../../../tools/emulator/cli.mts';
import { startEmulator } from '../../../tools/emulator/server.mts';
import { isAssumed } from '../../../tools/emulator/api-facts.mts';
import {
	describeSetting,
	parseSettings,
	SETTING_NAMES,
	type SettingName,
} from '../../../tools/emulator/settings.mts';
import { batch, call, until } from '../../support/emulator.mts';
import { packageRoot } from '../../../tools/shared/folders.mts';

const read = (...argv: string[]) => readSettings(buildProgram().exitOverride(), argv);
const quiet = () =>
	buildProgram()
		.exitOverride()
		.configureOutput({ writeErr: () => undefined });

describe('arguments', () => {
	test('none gives the defaults, on the fixed port', () => {
		expect(read()).toEqual(parseSettings({ port: CLI_PORT }));
	});

	test('every setting has an option of its name', () => {
		const given = Object.fromEntries(SETTING_NAMES.map((name) => [name, otherValue(name)]));
		const argv = SETTING_NAMES.flatMap((name) => {
			const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
			const value = given[name];
			return value === true ? [flag] : [flag, Array.isArray(value) ? value.join() : String(value)];
		});
		expect(read(...argv)).toEqual(given);
	});

	test.each([
		['--max-bytes', 'x'],
		['--max-bytes', '-1'],
		['--created-at', 'never'],
		['--nonsense', '1'],
		['extra'],
	])('%s %s is refused', (...argv) => {
		expect(() => readSettings(quiet(), argv)).toThrow(/^error: /);
	});

	test('a value out of its range is refused with its name', () => {
		expect(() => read('--status-bad-keys', '99')).toThrow(/^Bad setting: statusBadKeys/);
	});

	test('the help explains every setting, with its default and whether it is assumed', () => {
		const help = buildProgram().configureHelp({ helpWidth: 1_000 }).helpInformation();
		const defaults = parseSettings({ port: CLI_PORT });
		for (const name of SETTING_NAMES) {
			const { text } = describeSetting(name);
			const line = help.split('\n').find((candidate) => candidate.includes(text));
			expect(line).toBeDefined();
			expect(line!.includes('; assumed')).toBe(isAssumed(name));
			const fallback = defaults[name];
			const shown = fallback === null ? 'none' : JSON.stringify(fallback);
			expect(line).toContain(`default: ${shown})`);
		}
	});
});

/** A value of a setting that is allowed and not its default. */
function otherValue(name: SettingName): unknown {
	const fallback = parseSettings({})[name];
	const { choices } = describeSetting(name);
	if (choices !== undefined) return choices.find((choice) => choice !== fallback);
	if (name === 'sourceIds') return ['x', 'y'];
	if (typeof fallback === 'boolean') return true;
	if (typeof fallback === 'string') return 'other';
	return Number(fallback ?? 1) + 1;
}

describe('the program', () => {
	let running: ChildProcess | undefined;
	afterEach(() => {
		running?.kill('SIGKILL');
	});

	/** Starts it in a process of its own; `out` collects what it prints. */
	function launch(...argv: string[]) {
		const main = join(packageRoot, 'tools', 'emulator', 'main.mts');
		const child = spawn(process.execPath, ['--import', 'tsx', main, ...argv]);
		running = child;
		const seen = { out: '', err: '', exit: once(child, 'exit') };
		child.stdout.on('data', (chunk) => (seen.out += chunk));
		child.stderr.on('data', (chunk) => (seen.err += chunk));
		return { child, seen };
	}

	test.each(['SIGINT', 'SIGTERM'] as const)(
		'prints addresses and keys, and ends on %s although a request stalls',
		async (signal) => {
			const { child, seen } = launch('--port', '0');
			await until(() => seen.out.includes('_control'));
			const url = /API +(http:\/\/127\.0\.0\.1:\d+) /.exec(seen.out)?.[1];
			expect(seen.out).toContain(`Page        ${url}/\n`);
			expect(seen.out).toMatch(/API key +emulator-api-key\n +Secret key +emulator-secret-key\n/);
			const fault = { method: 'POST', body: '{"kind": "stall"}' } as const;
			await call(`${url}/_control/faults`, fault);
			const body = JSON.stringify(batch('a'));
			const ended = call(`${url}/api/1/ai-feedback/ingest`, { method: 'POST', body });
			const stalled = expect(ended).rejects.toThrow();
			await new Promise((resolve) => setTimeout(resolve, 100));
			child.kill(signal);
			expect(await seen.exit).toEqual([0, null]);
			await stalled;
			expect(seen.out).toContain('The emulator has stopped.');
		},
	);

	test('never prints keys that were given', async () => {
		const { seen } = launch('--port', '0', '--api-key', 'sesame1', '--secret-key', 'sesame2');
		await until(() => seen.out.includes('_control'));
		expect(seen.out).not.toContain('sesame');
		expect(seen.out).toContain('as given with --api-key');
	});

	test('a port that is taken is told in a sentence', async () => {
		const other = await startEmulator();
		try {
			const { port } = new URL(other.url);
			const { seen } = launch('--port', port);
			expect(await seen.exit).toEqual([1, null]);
			expect(seen.err.trim()).toBe(
				`Port ${port} is taken by another program. Choose another one with --port.`,
			);
		} finally {
			await other.close();
		}
	});

	test('a bad setting is told in a sentence', async () => {
		const { seen } = launch('--port', '70000');
		expect(await seen.exit).toEqual([1, null]);
		expect(seen.err).toMatch(/^Bad setting: port: /);
	});
});

test('the README has every kind of fault', async () => {
	const readme = await readFile(join(packageRoot, 'tools', 'emulator', 'README.md'), 'utf8');
	const kinds = [...readme.matchAll(/^\| `([a-z]+)`/gm)].map(([, kind]) => kind);
	expect(kinds.sort()).toEqual([...FAULT_KINDS].sort());
});
