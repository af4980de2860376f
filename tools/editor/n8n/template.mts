import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Installation } from './install.mts';
import { withLock } from './lock.mts';
import type { Reporter } from '../../shared/reporter.mts';
import { startServer } from './server.mts';

async function prepare(installation: Installation, folder: string): Promise<void> {
	const partial = `${folder}.partial`;
	await rm(partial, { recursive: true, force: true });
	await mkdir(partial, { recursive: true });
	const server = await startServer(installation, partial, partial);
	await server.stop();
	await rename(partial, folder);
}

function templateOf(installation: Installation): string {
	return `${installation.folder}-new`;
}

/**
 * Keeps what n8n makes of an empty user folder. Creating all its tables takes n8n several seconds, so
 * that is done once, and every instance begins with a copy.
 */
export async function ensureTemplate(
	installation: Installation,
	reporter: Reporter,
): Promise<void> {
	const template = templateOf(installation);
	if (existsSync(template)) return;
	await withLock(`${template}.lock`, async () => {
		if (existsSync(template)) return;
		await reporter.task('Starting n8n for the first time', () => prepare(installation, template));
	});
}

/** Fills a new user folder, so that n8n starts on it without setting itself up. */
export async function fillUserFolder(
	installation: Installation,
	userFolder: string,
): Promise<void> {
	const from = join(templateOf(installation), '.n8n');
	await cp(from, join(userFolder, '.n8n'), { recursive: true });
}
