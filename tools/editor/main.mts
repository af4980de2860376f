/**
 * `npm run editor`: n8n's editor with the packed node in it, and the emulated API beside it. What is
 * built there is kept. A change to the source is compiled into the installed package, and n8n reloads it.
 */
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command, Option } from 'commander';
import { scenarios } from '../demo/scenarios/index.mts';
import { report } from '../demo/summary.mts';
import { packageRoot, temporaryFolder } from '../shared/folders.mts';
import { buildPackage, packPackage } from '../shared/package.mts';
import { interruption } from '../shared/processes.mts';
import type { Reporter } from '../shared/reporter.mts';
import { runTool } from '../shared/tool.mts';
import { compileOnChange, RELOADING } from './compile-on-change.mts';
import { directions } from './directions.mts';
import { keptFolderPath, openKeptFolder } from './kept-folder.mts';
import { newScenarios, runNewWorkflows, startKeptSession } from './kept-session.mts';
import { withLock } from './n8n/cache.mts';
import type { Installation } from './n8n/install.mts';
import { fillUserFolder, prepareN8n } from './n8n/prepare.mts';
import { defaultN8nVersion, n8nVersions } from './n8n/versions.mts';
import type { Session } from './session.mts';

interface EditorOptions {
	readonly n8n: string;
	readonly fresh: boolean;
	readonly data?: string;
}

async function editor({ n8n, fresh, data }: EditorOptions, reporter: Reporter): Promise<boolean> {
	const installation = await prepareN8n(n8n, reporter);
	const path = keptFolderPath(n8n, data);
	await mkdir(dirname(path), { recursive: true });
	const work = () => editorIn(path, fresh, installation, reporter);
	await withLock(path, work, () => {
		throw new Error(
			`Another "npm run editor" is using ${path}. Stop it first, or name another folder with --data. ` +
				'If it was killed, wait 20 seconds.',
		);
	});
	return true;
}

async function editorIn(
	path: string,
	isFresh: boolean,
	installation: Installation,
	reporter: Reporter,
): Promise<void> {
	const packed = await temporaryFolder();
	let session: Session | undefined;
	try {
		const tarball = await reporter.task('Building and packing the node', async () => {
			await buildPackage();
			return await packPackage(packed.path);
		});
		const { version } = installation.release;
		const fill = (folder: string) => fillUserFolder(installation, folder);
		const kept = await openKeptFolder(path, fill, isFresh);
		const started = (session = await reporter.task(
			`Starting n8n ${version} with the node in it, and the emulated API`,
			() => startKeptSession(installation, tarball, scenarios, kept, RELOADING),
		));
		const count = newScenarios(started, kept).length;
		if (count > 0) {
			const results = await reporter.task(`Running ${count} workflows`, () =>
				runNewWorkflows(started, kept),
			);
			reporter.line(`\n${report(results)}`);
		}
		compileOnChange(packageRoot, started.instance.packageFolder, (text) => reporter.line(text));
		const workflows = [...started.workflows].map(([{ title }, id]) => [title, id] as const);
		reporter.line(`\n${directions({ ...started, workflows, folder: kept.path })}`);
		if (!interruption.aborted) await once(interruption, 'abort');
	} finally {
		await session?.stop();
		await packed.remove();
	}
}

const program = new Command('npm run editor --')
	.description(
		"Opens n8n's editor with the packed node in it and the emulated AI Feedback API beside it, runs " +
			'the workflows of the demo there the first time, and stays until Ctrl-C. What you build there is ' +
			'kept for the next time. Installs n8n into your cache folder the first time.',
	)
	.addOption(
		new Option('--n8n <version>', 'the n8n to use')
			.choices([...n8nVersions])
			.default(defaultN8nVersion),
	)
	.option('--fresh', 'deletes what was built before, and starts over', false)
	.option(
		'--data <folder>',
		'the folder in which n8n keeps what is built; without it, one for each version in your cache folder',
	);

await runTool((reporter) => editor(program.parse().opts<EditorOptions>(), reporter));
