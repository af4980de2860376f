import getPort from 'get-port';
import { join } from 'node:path';
import { temporaryFolder } from '../../tools/shared/folders.mts';
import { run, start, untilReady } from '../../tools/shared/processes.mts';
import { succeeds, type DatabaseServer } from './database-server.mts';
import type { Programs } from './programs.mts';

/** The role n8n signs in as; it needs no password, as the server listens to this machine only. */
export const role = 'n8n';

/** The account that Debian's package creates. */
const account = 'postgres';

/** Puts this before a command so that it runs with the rights PostgreSQL accepts: not root's. */
async function withoutRoot(folder: string): Promise<string[]> {
	if (process.getuid?.() !== 0) return [];
	const options = { cwd: folder };
	await run('chown', [account, folder], options);
	const uid = (await run('id', ['-u', account], options)).trim();
	const gid = (await run('id', ['-g', account], options)).trim();
	return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
}

/** Starts an empty PostgreSQL on the loopback address; it does without care for power cuts. */
export async function startPostgres(programs: Programs): Promise<DatabaseServer> {
	const { path, remove } = await temporaryFolder();
	const data = join(path, 'data');
	const options = { cwd: path, env: { PATH: process.env.PATH, LC_ALL: 'C' } };
	const port = await getPort({ host: '127.0.0.1' });
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
			await untilReady('PostgreSQL', server, () => succeeds(path, programs.pg_isready, where));
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
