import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { npm } from '../../shared/package.mts';
import { interruption, run } from '../../shared/processes.mts';
import type { Reporter } from '../../shared/reporter.mts';
import { explainFailedBuild, explainFailedDownload } from './build-failure.mts';
import { cacheFolder, withLock } from './cache.mts';
import type { N8nRelease } from './versions.mts';

/** An n8n that is installed. */
export interface Installation {
	readonly release: N8nRelease;
	readonly folder: string;
	/** The Node binary installed beside it. */
	readonly node: string;
	/** n8n's command line script. */
	readonly script: string;
}

function installationIn(release: N8nRelease, folder: string): Installation {
	const modules = join(folder, 'node_modules');
	const binary = process.platform === 'win32' ? 'node.exe' : 'node';
	return {
		release,
		folder,
		node: join(modules, 'node', 'bin', binary),
		script: join(modules, 'n8n', 'bin', 'n8n'),
	};
}

/** What a user is told before anything is downloaded. */
function announcement({ version, node, megabytes, minutes }: N8nRelease): string {
	const gigabytes = (megabytes / 1000).toFixed(1);
	return [
		`n8n ${version} is not on this machine yet. It is installed once, for all clones of this package:`,
		`  folder     ${join(cacheFolder(), `n8n-${version}`)}`,
		`  size       ${gigabytes} GB, and up to 1 GB in npm's own cache`,
		`  time       about ${minutes} minutes`,
		`  downloads  n8n and Node.js ${node} from the npm registry, and the binary of sqlite3 from github.com`,
		'  compiles   sqlite3, if that binary cannot be had: with python3, make and a C++ compiler',
	].join('\n');
}

const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'];
// Said aloud, as the user's or a project's settings may forbid all scripts.
const rebuild = ['rebuild', '--ignore-scripts=false', '--loglevel=error'];

async function download(release: N8nRelease, folder: string): Promise<void> {
	await mkdir(folder);
	const manifest = { private: true, overrides: release.overrides };
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
	const packages = [`n8n@${release.version}`, `node@${release.node}`];
	try {
		// Without scripts, as one of n8n's many dependencies compiles a library this machine may not have.
		await npm(['install', '--ignore-scripts', ...quiet, ...packages], folder);
		// Its script fetches the binary for this platform, which then builds the native modules.
		await npm([...rebuild, 'node'], folder);
	} catch (error) {
		interruption.throwIfAborted();
		throw explainFailedDownload(release, error);
	}
}

/** The npm packages of Node.js carry its headers, except on Windows: with them node-gyp downloads nothing. */
async function headers(folder: string): Promise<NodeJS.ProcessEnv> {
	const platforms = join(folder, 'node_modules', 'node', 'node_modules');
	const names = existsSync(platforms) ? await readdir(platforms) : [];
	const nodedir = names
		.map((name) => join(platforms, name))
		.find((path) => existsSync(join(path, 'include', 'node', 'common.gypi')));
	return nodedir === undefined ? {} : { npm_config_nodedir: nodedir };
}

async function build(release: N8nRelease, folder: string): Promise<void> {
	try {
		await npm([...rebuild, ...release.rebuild], folder, await headers(folder));
	} catch (error) {
		interruption.throwIfAborted();
		throw explainFailedBuild(release, error);
	}
	const { node, script } = installationIn(release, folder);
	const env = { PATH: dirname(node), N8N_USER_FOLDER: folder, HOME: folder };
	const version = (await run(node, [script, '--version'], { cwd: folder, env })).trim();
	if (version !== release.version) {
		throw new Error(`n8n says it is version ${version}, not ${release.version}.`);
	}
}

/** Goes from what is there to a complete installation. Each rename says that a step is done. */
async function install(release: N8nRelease, folder: string, reporter: Reporter): Promise<void> {
	const [downloading, downloaded] = [`${folder}.partial`, `${folder}.unbuilt`];
	const { version } = release;
	if (!existsSync(downloaded)) {
		reporter.line(announcement(release));
		await rm(downloading, { recursive: true, force: true });
		await reporter.task(`Downloading n8n ${version}`, () => download(release, downloading));
		await rename(downloading, downloaded);
	}
	const modules = release.rebuild.join(' and ');
	await reporter.task(`Building ${modules} for n8n ${version}`, () => build(release, downloaded));
	await rename(downloaded, folder);
}

/** Returns a release of n8n, installing it into the user's cache folder if it is missing. */
export async function ensureInstalled(
	release: N8nRelease,
	reporter: Reporter,
): Promise<Installation> {
	const entry = `n8n-${release.version}`;
	const folder = join(cacheFolder(), entry);
	if (!existsSync(folder)) {
		await withLock(
			entry,
			async () => {
				if (!existsSync(folder)) await install(release, folder, reporter);
			},
			() => reporter.line(`Another process is installing n8n ${release.version}; waiting for it.`),
		);
	}
	return installationIn(release, folder);
}
