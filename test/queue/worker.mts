import getPort from 'get-port';
import { request } from 'undici';
import { n8nEnvironment } from '../../tools/editor/n8n/environment.mts';
import type { Installation } from '../../tools/editor/n8n/install.mts';
import { start, untilReady } from '../../tools/shared/processes.mts';

/** A running `n8n worker`. */
export interface Worker {
	/** The executions it has begun and not ended, by what it says in its log. */
	activeExecutions(): string[];
	/** Ends it with SIGKILL. */
	kill(): Promise<void>;
	stop(): Promise<void>;
}

function logged(log: string, what: string): string[] {
	return [...log.matchAll(new RegExp(`Worker ${what} execution (\\d+)`, 'g'))].map(([, id]) => id!);
}

async function isReady(url: string): Promise<boolean> {
	try {
		const { statusCode, body } = await request(url);
		await body.dump();
		return statusCode === 200;
	} catch {
		return false;
	}
}

/**
 * Starts a worker on a user folder and waits until it takes executions.
 *
 * @param concurrency how many executions it runs at once
 */
export async function startWorker(
	installation: Installation,
	userFolder: string,
	environment: NodeJS.ProcessEnv,
	concurrency: number,
): Promise<Worker> {
	const port = await getPort({ host: '127.0.0.1' });
	const brokerPort = await getPort({ host: '127.0.0.1' });
	const more = {
		...environment,
		// Beginnings and ends of executions are told at this level.
		N8N_LOG_LEVEL: 'info',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	};
	const settings = { userFolder, filesFolder: userFolder, port, brokerPort, more };
	const command = [installation.script, 'worker', `--concurrency=${concurrency}`];
	const env = n8nEnvironment(installation, settings);
	const n8n = start(installation.node, command, { cwd: userFolder, env });
	try {
		await untilReady('The worker', n8n, () =>
			isReady(`http://127.0.0.1:${port}/healthz/readiness`),
		);
	} catch (error) {
		await n8n.stop();
		throw error;
	}
	return {
		activeExecutions() {
			const ended = new Set(logged(n8n.output(), 'finished'));
			return logged(n8n.output(), 'started').filter((id) => !ended.has(id));
		},
		async kill() {
			// As where a machine loses its power. All that it wrote has been read then.
			await n8n.stop('SIGKILL');
		},
		stop: () => n8n.stop(),
	};
}
