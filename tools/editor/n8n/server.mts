import getPort from 'get-port';
import { request } from 'undici';
import { start, untilReady, type RunningProgram } from '../../shared/processes.mts';
import { n8nEnvironment } from './environment.mts';
import type { Installation } from './install.mts';

/** A running n8n, before anyone has signed in. */
export interface Server extends Pick<RunningProgram, 'pid' | 'hasEnded'> {
	readonly url: string;
	stop(): Promise<void>;
}

/** n8n says it is ready when its database is; its REST interface may take a moment longer. */
const paths = ['/healthz/readiness', '/rest/settings'];

async function isReady(url: string): Promise<boolean> {
	try {
		for (const path of paths) {
			const { statusCode, body } = await request(url + path);
			await body.dump();
			if (statusCode !== 200) return false;
		}
		return true;
	} catch {
		return false;
	}
}

/**
 * Starts n8n on a user folder and waits until it is ready.
 *
 * @param wanted the port to take if it is free
 */
export async function startServer(
	installation: Installation,
	userFolder: string,
	filesFolder: string,
	more?: NodeJS.ProcessEnv,
	wanted?: number,
): Promise<Server> {
	const host = '127.0.0.1';
	const port = await getPort(wanted === undefined ? { host } : { host, port: wanted });
	const brokerPort = await getPort({ host });
	const n8n = start(installation.node, [installation.script, 'start'], {
		cwd: userFolder,
		env: n8nEnvironment(installation, { userFolder, filesFolder, port, brokerPort, more }),
	});
	const url = `http://${host}:${port}`;
	try {
		await untilReady('n8n', n8n, () => isReady(url));
	} catch (error) {
		await n8n.stop();
		throw error;
	}
	return { url, pid: n8n.pid, hasEnded: n8n.hasEnded, stop: () => n8n.stop() };
}
