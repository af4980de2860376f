import { basename } from 'node:path';
import { run } from './processes.mts';

/**
 * npm hands its own situation to the scripts it runs; another npm, working in another folder, must not
 * take it for its user's wishes. What the user has set (registry, proxy, cache) stays.
 */
function environment(): NodeJS.ProcessEnv {
	const inherited = Object.entries(process.env).filter(
		([name]) =>
			!/^(npm_(package|lifecycle|command|config_local_prefix)|INIT_CWD|NODE_ENV)/.test(name),
	);
	return { ...Object.fromEntries(inherited), npm_config_update_notifier: 'false' };
}

/** Runs npm in a folder: the very npm that runs us, where there is one, else the one on the path. */
export async function npm(args: readonly string[], cwd: string): Promise<string> {
	const cli = process.env.npm_execpath;
	const own = cli !== undefined && /^npm-cli\.c?js$/.test(basename(cli));
	const options = { cwd, env: environment() };
	const title = ['npm', ...args].join(' ');
	return own
		? await run(process.execPath, [cli, ...args], options, title)
		: await run('npm', args, options, title);
}
