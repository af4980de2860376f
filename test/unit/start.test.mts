import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { packageRoot, temporaryFolder, type TemporaryFolder } from '../../tools/shared/folders.mts';

const script = join('tools', 'start.cjs');
let clone: TemporaryFolder;

beforeAll(async () => {
	clone = await temporaryFolder();
	await mkdir(join(clone.path, 'tools'), { recursive: true });
	await copyFile(join(packageRoot, script), join(clone.path, script));
});

afterAll(() => clone.remove());

/** Runs the check in a clone that wants this Node.js, and has nothing installed. */
async function check(node: string) {
	const manifest = JSON.stringify({ engines: { node } });
	await writeFile(join(clone.path, 'package.json'), manifest);
	return await execa(process.execPath, [join(clone.path, script)], { reject: false });
}

describe('before a tool starts', () => {
	test('one line says that Node.js is too old', async () => {
		const result = await check('>=99.18');
		expect(result.stderr).toBe(
			`This needs Node.js 99.18 or newer, and runs on ${process.versions.node}.`,
		);
		expect([result.exitCode, result.stdout]).toStrictEqual([1, '']);
	});

	test('one line says that npm ci is to come first', async () => {
		const result = await check('>=20.0');
		expect(result.stderr).toBe(
			'The development dependencies are not installed. Run "npm ci" first.',
		);
		expect([result.exitCode, result.stdout]).toStrictEqual([1, '']);
	});

	test('nothing is said where all is there', async () => {
		const result = await execa(process.execPath, [join(packageRoot, script)]);
		expect([result.stdout, result.stderr]).toStrictEqual(['', '']);
	});
});

test('the check is read by any Node.js: it is written in ES5', async () => {
	const source = await readFile(join(packageRoot, script), 'utf8');
	const { outputText } = ts.transpileModule(source, {
		compilerOptions: {
			target: ts.ScriptTarget.ES5,
			allowJs: true,
			newLine: ts.NewLineKind.LineFeed,
		},
	});
	const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
	expect(plain(outputText)).toBe(plain(source));
});

test('demo, editor and tests run the check first', async () => {
	const { scripts } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as {
		scripts: Record<string, string>;
	};
	for (const name of ['demo', 'editor', 'test']) {
		expect(scripts[name]).toMatch(/^node tools\/start\.cjs/);
	}
});
