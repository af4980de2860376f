import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keptFolderPath, openKeptFolder } from '../../../tools/editor/kept-folder.mts';
import { cacheFolder } from '../../../tools/editor/n8n/cache.mts';
import { temporaryFolder, type TemporaryFolder } from '../../../tools/shared/folders.mts';

let parent: TemporaryFolder;
let path: string;

beforeEach(async () => {
	parent = await temporaryFolder();
	path = join(parent.path, 'kept');
});

afterEach(async () => {
	await parent.remove();
});

/** Puts into a new folder what stands for n8n's database. */
const fill = (folder: string) => writeFile(join(folder, 'database'), 'empty');
const open = (isFresh = false) => openKeptFolder(path, fill, isFresh);
const database = () => readFile(join(path, 'database'), 'utf8');

test('each version of n8n has a folder of its own, unless one is named', () => {
	expect(keptFolderPath('2.41.1')).toBe(join(cacheFolder(), 'n8n-2.41.1-user'));
	expect(keptFolderPath('1.123.81')).toBe(join(cacheFolder(), 'n8n-1.123.81-user'));
	expect(keptFolderPath('2.41.1', 'mine')).toBe(join(process.cwd(), 'mine'));
});

describe('a kept folder', () => {
	test('is filled once, and has the same login the next time', async () => {
		const first = await open();
		await writeFile(join(path, 'database'), 'with a workflow');
		const second = await open();
		expect(second.memory).toStrictEqual(first.memory);
		expect(await database()).toBe('with a workflow');
	});

	test('has a login of its own', async () => {
		const { memory } = await open();
		const other = await openKeptFolder(join(parent.path, 'other'), fill, false);
		expect(memory.owner.password).not.toBe(other.memory.owner.password);
	});

	test('is for its user alone, and so is the file with the login, also after a change', async () => {
		const kept = await open();
		await kept.remember({ ran: ['Reviews'] });
		expect((await stat(kept.path)).mode & 0o777).toBe(0o700);
		expect((await stat(kept.memoryFile)).mode & 0o777).toBe(0o600);
	});

	test('remembers what it is told, and forgets nothing else', async () => {
		const kept = await open();
		const { owner } = kept.memory;
		await kept.remember({ apiUrls: ['http://127.0.0.1:1'] });
		await kept.remember({ ran: ['Reviews'] });
		const expected = { owner, apiUrls: ['http://127.0.0.1:1'], ran: ['Reviews'] };
		expect(kept.memory).toStrictEqual(expected);
		expect((await open()).memory).toStrictEqual(expected);
	});

	test('starts anew where that is asked for', async () => {
		const first = await open();
		await first.remember({ ran: ['Reviews'] });
		await writeFile(join(path, 'database'), 'with a workflow');
		const second = await open(true);
		expect(second.memory.ran).toStrictEqual([]);
		expect(second.memory.owner.password).not.toBe(first.memory.owner.password);
		expect(await database()).toBe('empty');
	});

	test('may be an empty folder that is there', async () => {
		await mkdir(path);
		await open();
		expect(await database()).toBe('empty');
	});

	test('is not there if it could not be filled, and can be made afterwards', async () => {
		const failing = openKeptFolder(path, () => Promise.reject(new Error('no disk')), false);
		await expect(failing).rejects.toThrow('no disk');
		expect(existsSync(path)).toBe(false);
		await open();
		expect(await database()).toBe('empty');
	});

	test.each([false, true])(
		'is never made of a folder with something else in it (--fresh: %s)',
		async (isFresh) => {
			await mkdir(path);
			await writeFile(join(path, 'diary'), 'Dear diary');
			await expect(open(isFresh)).rejects.toThrow(
				`${path} is not a folder that this tool has made: it has no editor.json. Name a new one with --data.`,
			);
			expect(await readFile(join(path, 'diary'), 'utf8')).toBe('Dear diary');
		},
	);

	test.each(['{"owner"', '{"owner": {}}'])(
		'whose login reads %s is refused in a sentence, and can be started anew',
		async (broken) => {
			const { memoryFile } = await open();
			await writeFile(memoryFile, broken);
			await expect(open()).rejects.toThrow(
				`${memoryFile} cannot be read. Start over with --fresh, which deletes ${path}.`,
			);
			expect((await open(true)).memory.ran).toStrictEqual([]);
		},
	);
});
