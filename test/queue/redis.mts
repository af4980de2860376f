import { temporaryFolder } from '../../tools/shared/temporary-folder.mts';
import { freePorts } from '../../tools/editor/n8n/ports.mts';
import { start } from '../../tools/shared/processes.mts';
import type { Programs } from './programs.mts';
import { succeeds, untilAnswers, type Service } from './service.mts';

/** Starts a Redis that keeps everything in memory, on the loopback address. */
export async function startRedis(programs: Programs): Promise<Service> {
	const { path, remove } = await temporaryFolder();
	const [port] = (await freePorts(1)) as [number];
	const address = ['--bind', '127.0.0.1', '--port', String(port)];
	const inMemory = ['--save', '', '--appendonly', 'no', '--dir', path];
	const server = start(programs['redis-server'], [...address, ...inMemory], {
		cwd: path,
		env: { PATH: process.env.PATH },
	});
	const stop = async () => {
		await server.stop();
		await remove();
	};
	try {
		const ping = ['-h', '127.0.0.1', '-p', String(port), 'ping'];
		await untilAnswers(server, () => succeeds(path, programs['redis-cli'], ...ping));
		return { port, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
