import { join } from 'node:path';
import { temporaryFolder } from '../../tools/shared/temporary-folder.mts';
import { freePorts } from '../../tools/editor/n8n/ports.mts';
import { run, start } from '../../tools/shared/processes.mts';
import type { Programs } from './programs.mts';
import { succeeds, untilAnswers, type Service } from './service.mts';

/** The role n8n signs in as; it needs no password, as only this machine is listened to. */
export const role = 'n8n';

/** The account that Debian's package creates. */
const account = 'postgres';

/** Puts this before a command so that it runs with the rights PostgreSQL accepts: not root's. */
async function withoutRoot(folder: string): Promise<string[]> {
	if (process.getuid?.() !== 0) return [];
	const options = { cwd: folder, env: { PATH: process.env.PATH } };
	await run('chown', [account, folder], options);
	const uid = (await run('id', ['-u', account], options)).trim();
	const gid = (await run('id', ['-g', account], options)).trim();
	return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
}

/** Starts an empty PostgreSQL on the loopback address; it does without care for power cuts. */
export async function startPostgres(programs: Programs): Promise<Service> {
	const { path, remove } = await temporaryFolder();
	const data = join(path, 'data');
	const options = { cwd: path, env: { PATH: process.env.PATH, LC_ALL: 'C' } };
	const [port] = (await freePorts(1)) as [number];
	try {
		const prefix = await withoutRoot(path);
		const command = (program: string, ...args: string[]) => {
			const [head, ...rest] = [...prefix, program, ...args];
			return [head!, rest] as const;
		};
		const look = ['--encoding=UTF8', '--locale=C'];
		const access = ['-U', role, '--auth=trust'];
		await run(...command(programs.initdb, '-D', data, '--no-sync', ...look, ...access), options);
		const listening = ['-h', '127.0.0.1', '-p', String(port), '-k', ''];
		const server = start(...command(programs.postgres, '-D', data, '-F', ...listening), options);
		const stop = async () => {
			await server.stop();
			await remove();
		};
		try {
			const where = ['-h', '127.0.0.1', '-p', String(port), '-U', role];
			await untilAnswers(server, () => succeeds(path, programs.pg_isready, ...where));
			return { port, stop };
		} catch (error) {
			await server.stop();
			throw error;
		}
	} catch (error) {
		await remove();
		throw error;
	}
}
