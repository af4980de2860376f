import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { temporaryFolder } from '../../tools/shared/folders.mts';
import type { Installation } from '../../tools/editor/n8n/install.mts';
import { installPackage } from '../../tools/editor/n8n/install-package.mts';
import { signUp, type N8nRest } from '../../tools/editor/n8n/rest.mts';
import { startServer } from '../../tools/editor/n8n/server.mts';
import { concurrency, queueEnvironment } from './environment.mts';
import { startPostgres } from './postgres.mts';
import { findPrograms } from './programs.mts';
import { startRedis } from './redis.mts';
import { startWorker, type Worker } from './worker.mts';

/** An n8n in queue mode: its main process, two workers, and the servers between them. */
export interface Deployment {
	readonly url: string;
	readonly rest: N8nRest;
	readonly workers: readonly [Worker, Worker];
	/** Stops all of it and removes all it had. */
	stop(): Promise<void>;
}

/**
 * Starts n8n in queue mode, each of its processes with the package installed, as on machines of their own.
 *
 * @param executions how many a worker runs at once
 */
export async function startDeployment(
	installation: Installation,
	tarball: string,
	executions = concurrency,
): Promise<Deployment> {
	const begun: Array<() => Promise<void>> = [];
	// What began last ends first: the workers before main, and all of n8n before its database.
	const stop = async () => {
		for (const end of begun.splice(0).reverse()) await end();
	};
	const kept = <T extends { stop(): Promise<void> }>(part: T): T => {
		begun.push(() => part.stop());
		return part;
	};
	const userFolder = async () => {
		const { path, remove } = await temporaryFolder();
		begun.push(remove);
		await installPackage(tarball, join(path, '.n8n'));
		return path;
	};
	try {
		const programs = findPrograms();
		const redis = kept(await startRedis(programs));
		const postgres = kept(await startPostgres(programs));
		const environment = queueEnvironment({ redis: redis.port, postgres: postgres.port });

		const folder = await userFolder();
		// Alone at first, as it makes the tables that the workers read.
		const main = kept(await startServer(installation, folder, folder, environment));
		const password = `N8n-${randomBytes(9).toString('base64url')}-1`;
		const owner = { email: 'owner@example.com', password };
		const rest = await signUp(main.url, owner, installation);

		const folders = [await userFolder(), await userFolder()];
		const starts = folders.map((path) => startWorker(installation, path, environment, executions));
		// Waits for both even where one fails, so that none is left behind.
		for (const start of await Promise.allSettled(starts)) {
			if (start.status === 'fulfilled') kept(start.value);
		}
		const [first, second] = await Promise.all(starts);
		return { url: main.url, rest, workers: [first!, second!], stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
