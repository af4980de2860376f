import { existsSync } from 'node:fs';
import { mkdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../shared/folders.mts';
import { interruption } from './interruption.mts';
import { withLock } from './lock.mts';
import { npm } from '../../shared/npm.mts';
import { run } from '../../shared/processes.mts';
import type { Reporter, Update } from '../../shared/reporter.mts';
import type { N8nRelease } from './versions.mts';

/** An n8n that is installed and has been seen to start. */
export interface Installation {
	readonly release: N8nRelease;
	readonly folder: string;
	/** The Node binary installed beside it. */
	readonly node: string;
	/** n8n's command line script. */
	readonly script: string;
}

const sizeInterval = 2_000;
const megabyte = 1_000_000;
/** Less than this, in megabytes, is only what npm notes down while it looks around. */
const plenty = 50;

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

async function freeMegabytes(folder: string): Promise<number> {
	const { bavail, bsize } = await statfs(folder);
	return (Number(bavail) * Number(bsize)) / megabyte;
}

/** Shows what the work has written so far, by the free space that is left: counting 300,000 files takes longer. */
async function watchingSize<T>(folder: string, update: Update, work: () => Promise<T>): Promise<T> {
	const before = await freeMegabytes(folder);
	const measure = async () => {
		const written = Math.max(0, before - (await freeMegabytes(folder)));
		// npm takes a minute or more to work out what n8n needs before it writes anything.
		const size = `about ${Math.round(written).toLocaleString('en')} MB written`;
		update(written < plenty ? 'npm is choosing the versions' : size);
	};
	const timer = setInterval(() => void measure().catch(() => undefined), sizeInterval);
	try {
		return await work();
	} finally {
		clearInterval(timer);
	}
}

async function fill(release: N8nRelease, folder: string): Promise<void> {
	const manifest = { private: true, overrides: release.overrides };
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
	const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'];
	const packages = [`n8n@${release.version}`, `node@${release.node}`];
	// Without scripts, as one of n8n's many dependencies compiles a library this machine may not have.
	await npm(['install', '--ignore-scripts', ...quiet, ...packages], folder);
	// Said aloud, as the user's or a project's settings may forbid all scripts. Node comes first: npm
	// then builds the others with it.
	const rebuild = ['rebuild', '--ignore-scripts=false'];
	await npm([...rebuild, 'node'], folder);
	await npm([...rebuild, ...release.rebuild], folder);
}

async function check({ release, folder, node, script }: Installation): Promise<void> {
	const env = { PATH: dirname(node), N8N_USER_FOLDER: folder, HOME: folder };
	const version = await run(node, [script, '--version'], { cwd: folder, env });
	if (version.trim() !== release.version) {
		throw new Error(`n8n says it is version ${version.trim()}, not ${release.version}.`);
	}
}

function advice(error: unknown, release: N8nRelease): Error {
	const reason = error instanceof Error ? error.message : String(error);
	return new Error(
		[
			`n8n ${release.version} could not be installed. ${reason}`,
			'',
			'What to do: check the network connection and the registry or proxy that npm is set to use,',
			'then run the same command again. It starts the installation over.',
		].join('\n'),
		{ cause: error },
	);
}

async function install(release: N8nRelease, folder: string, reporter: Reporter): Promise<void> {
	// The rename at the end makes the folder appear complete or not at all.
	const partial = `${folder}.partial`;
	if (existsSync(partial)) {
		await reporter.task('Clearing what an interrupted installation left', () =>
			rm(partial, { recursive: true, force: true }),
		);
		interruption.throwIfAborted();
	}
	await mkdir(partial, { recursive: true });
	const free = await freeMegabytes(partial);
	if (free < release.megabytes) {
		throw new Error(
			`n8n needs ${release.megabytes} MB, and ${Math.round(free)} MB are free in ${dirname(folder)}.`,
		);
	}
	reporter.line(
		`n8n ${release.version} is not on this machine yet. It is installed once, into\n  ${folder}\n` +
			`and takes about ${release.minutes} minutes and ${(release.megabytes / 1000).toFixed(1)} GB. Later runs use it as it is.`,
	);
	await reporter.task(`Installing n8n ${release.version}`, (update) =>
		watchingSize(partial, update, async () => {
			try {
				await fill(release, partial);
				await check(installationIn(release, partial));
			} catch (error) {
				if (!interruption.aborted) throw advice(error, release);
				reporter.line(`What is installed so far stays in ${partial} until the next run.`);
				throw error;
			}
		}),
	);
	await rename(partial, folder);
}

/** Returns the release of n8n, installing it into the user's cache folder where it is missing. */
export async function ensureInstalled(
	release: N8nRelease,
	reporter: Reporter,
): Promise<Installation> {
	const folder = join(cacheFolder(), `n8n-${release.version}`);
	if (!existsSync(folder)) {
		await withLock(
			`${folder}.lock`,
			async () => {
				if (!existsSync(folder)) await install(release, folder, reporter);
			},
			() => reporter.line(`Another process is installing n8n ${release.version}; waiting for it.`),
		);
	}
	return installationIn(release, folder);
}
