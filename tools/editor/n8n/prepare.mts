import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Reporter } from '../../shared/reporter.mts';
import { withLock } from './cache.mts';
import { ensureInstalled, type Installation } from './install.mts';
import { startServer } from './server.mts';
import { n8nRelease } from './versions.mts';

/** The folder that keeps what n8n makes of an empty user folder. */
function templateOf({ folder }: Installation): string {
	return `${folder}-new`;
}

async function makeTemplate(installation: Installation): Promise<void> {
	const template = templateOf(installation);
	const partial = `${template}.partial`;
	await rm(partial, { recursive: true, force: true });
	await mkdir(partial, { recursive: true });
	const server = await startServer(installation, partial, partial);
	await server.stop();
	await rename(partial, template);
}

/**
 * Gets an n8n ready to be started: installs it if it is missing, and has it set itself up. Creating all
 * its tables takes n8n several seconds, so that is done once, and every instance begins with a copy.
 */
export async function prepareN8n(
	version: string | undefined,
	reporter: Reporter,
): Promise<Installation> {
	const installation = await ensureInstalled(n8nRelease(version), reporter);
	const template = templateOf(installation);
	if (!existsSync(template)) {
		await withLock(basename(template), async () => {
			if (existsSync(template)) return;
			await reporter.task('Starting n8n for the first time', () => makeTemplate(installation));
		});
	}
	return installation;
}

/** Fills a new user folder, so that n8n starts on it without setting itself up. */
export async function fillUserFolder(
	installation: Installation,
	userFolder: string,
): Promise<void> {
	const from = join(templateOf(installation), '.n8n');
	await cp(from, join(userFolder, '.n8n'), { recursive: true });
}
