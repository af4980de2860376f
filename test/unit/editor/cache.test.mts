import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, withLock } from '../../../tools/editor/n8n/cache.mts';
import { temporaryFolder, type TemporaryFolder } from '../../../tools/shared/folders.mts';

const before = process.env.XDG_CACHE_HOME;
let cache: TemporaryFolder;

beforeEach(async () => {
	cache = await temporaryFolder();
	process.env.XDG_CACHE_HOME = cache.path;
});

afterEach(async () => {
	if (before === undefined) delete process.env.XDG_CACHE_HOME;
	else process.env.XDG_CACHE_HOME = before;
	await cache.remove();
});

test('one process at a time works on an entry, and the one that waits says so once', async () => {
	const steps: string[] = [];
	let finish: () => void = () => undefined;
	const first = withLock('n8n', async () => {
		steps.push('first begins');
		await new Promise<void>((done) => (finish = done));
		steps.push('first ends');
	});
	while (steps.length === 0) await new Promise((done) => setTimeout(done, 5));
	const onWait = () => {
		steps.push('second waits');
		finish();
	};
	const second = withLock('n8n', async () => void steps.push('second works'), onWait);
	await Promise.all([first, second]);
	expect(steps).toStrictEqual(['first begins', 'second waits', 'first ends', 'second works']);
	expect(existsSync(join(cacheFolder(), 'n8n.lock'))).toBe(false);
});

test('an entry is free again after work on it has failed', async () => {
	const failing = withLock('n8n', () => Promise.reject(new Error('no disk')));
	await expect(failing).rejects.toThrow('no disk');
	expect(await withLock('n8n', async () => 'works')).toBe('works');
});

test('one sentence says what to set if the cache folder cannot be written', async () => {
	process.env.XDG_CACHE_HOME = join(cache.path, 'a-file');
	await writeFile(process.env.XDG_CACHE_HOME, '');
	await expect(withLock('n8n', async () => undefined)).rejects.toThrow(
		`The folder ${cacheFolder()} cannot be written to (ENOTDIR): set XDG_CACHE_HOME to one that can.`,
	);
});
