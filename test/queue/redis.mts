import getPort from 'get-port';
import { temporaryFolder } from '../../tools/shared/folders.mts';
import { start, untilReady } from '../../tools/shared/processes.mts';
import type { Programs } from './programs.mts';
import { succeeds, type DatabaseServer } from './database-server.mts';

/** Starts a Redis that keeps everything in memory, on the loopback address. */
export async function startRedis(programs: Programs): Promise<DatabaseServer> {
	const { path, remove } = await temporaryFolder();
	const port = await getPort({ host: '127.0.0.1' });
	const address = ['--bind', '127.0.0.1', '--port', String(port)];
	const inMemory = ['--save', '', '--appendonly', 'no', '--dir', path];
	const server = start(programs['redis-server'], [...address, ...inMemory], { cwd: path });
	const stop = async () => {
		await server.stop();
		await remove();
	};
	try {
		const ping = ['-h', '127.0.0.1', '-p', String(port), 'ping'];
		await untilReady('Redis', server, () => succeeds(path, programs['redis-cli'], ping));
		return { port, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
