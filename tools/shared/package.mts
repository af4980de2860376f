/** The package as npm publishes it. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from './folders.mts';
import { run } from './processes.mts';

/**
 * npm passes its own settings to the scripts it runs; another npm, working in another folder, must not
 * take it for its user's wishes. What the user has set (registry, proxy, cache) stays.
 */
function npmEnvironment(): NodeJS.ProcessEnv {
	const inherited = Object.entries(process.env).filter(
		([name]) =>
			!/^(npm_(package|lifecycle|command|config_local_prefix)|INIT_CWD|NODE_ENV)/.test(name),
	);
	return { ...Object.fromEntries(inherited), npm_config_update_notifier: 'false' };
}

/**
 * Runs npm in a folder, and returns what it printed.
 *
 * @param more environment variables, such as `npm_config_nodedir`
 */
export async function npm(
	args: readonly string[],
	cwd: string,
	more: NodeJS.ProcessEnv = {},
): Promise<string> {
	return await run('npm', args, { cwd, env: { ...npmEnvironment(), ...more } });
}

/** Compiles the package into `dist`. */
export async function buildPackage(): Promise<void> {
	await npm(['run', 'build'], packageRoot);
}

/** Packs the compiled package as it would be published; returns the tarball's path. */
export async function packPackage(folder: string): Promise<string> {
	await mkdir(folder, { recursive: true });
	await npm(['pack', '--ignore-scripts', '--pack-destination', folder], packageRoot);
	const tarball = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
	if (tarball === undefined) throw new Error(`npm pack left no tarball in ${folder}.`);
	return join(folder, tarball);
}

/** Unpacks a tarball into a folder, which it makes. */
export async function unpackPackage(tarball: string, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '--strip-components=1'], { cwd: folder });
}
