import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { n8nEnvironment } from './environment.mts';
import type { Installation } from './install.mts';
import { freePorts } from './ports.mts';
import { start, type Running } from '../../shared/processes.mts';

/** A running n8n, before anybody has signed in. */
export interface Server {
	readonly url: string;
	readonly pid: number;
	/** Whether n8n has ended by itself. */
	hasEnded(): boolean;
	stop(): Promise<void>;
}

const patience = 120_000;

/** n8n says it is ready when its database is; its REST interface may take a moment longer. */
const signs = ['/healthz/readiness', '/rest/settings'];

async function isReady(url: string): Promise<boolean> {
	try {
		for (const sign of signs) {
			const { statusCode, body } = await request(url + sign);
			await body.dump();
			if (statusCode !== 200) return false;
		}
		return true;
	} catch {
		return false;
	}
}

async function untilReady(url: string, n8n: Running): Promise<void> {
	let ended = false;
	void n8n.exited.then(() => (ended = true));
	for (const began = Date.now(); !(await isReady(url)); await sleep(100)) {
		if (ended) throw new Error(`n8n ended while it was starting.\n\n${n8n.tail()}`);
		if (Date.now() - began > patience) {
			throw new Error(`n8n was not ready after ${patience / 1000} s.\n\n${n8n.tail()}`);
		}
	}
}

/** Starts n8n on a user folder and waits until it answers. */
export async function startServer(
	installation: Installation,
	userFolder: string,
	filesFolder: string,
	more?: NodeJS.ProcessEnv,
): Promise<Server> {
	const [port, brokerPort] = (await freePorts(2)) as [number, number];
	const settings = { userFolder, filesFolder, port, brokerPort, more };
	const n8n = start(installation.node, [installation.script, 'start'], {
		cwd: userFolder,
		env: n8nEnvironment(installation, settings),
	});
	const url = `http://127.0.0.1:${port}`;
	try {
		await untilReady(url, n8n);
	} catch (error) {
		await n8n.stop();
		throw error;
	}
	let ended = false;
	void n8n.exited.then(() => (ended = true));
	return { url, pid: n8n.pid, hasEnded: () => ended, stop: () => n8n.stop() };
}
