/**
 * `npm run dev`: n8n's editor with the node in it. A change to the source is compiled into the
 * installed package, and n8n loads it anew: reload the page to see it.
 */
import { packageRoot } from '../shared/folders.mts';
import { temporaryFolder } from '../shared/temporary-folder.mts';
import { buildPackage, packPackage } from '../shared/package.mts';
import { prepareN8n } from './n8n/prepare.mts';
import type { Reporter } from '../shared/reporter.mts';
import { defaultN8nVersion } from './n8n/versions.mts';
import { interactively, keepRunning } from '../shared/interactive.mts';
import { compileOnChange, RELOADING } from './compile-on-change.mts';
import { startSession, type Session } from './session.mts';
import { scenarios } from '../demo/scenarios/index.mts';

async function dev(reporter: Reporter): Promise<boolean> {
	const installation = await prepareN8n(defaultN8nVersion, reporter);
	const folder = await temporaryFolder();
	let session: Session | undefined;
	try {
		const tarball = await reporter.task('Building and packing the node', async () => {
			await buildPackage();
			return await packPackage(folder.path);
		});
		const started = (session = await reporter.task('Starting n8n, and the API it sends to', () =>
			startSession(installation, tarball, scenarios, RELOADING),
		));
		compileOnChange(packageRoot(), started.instance.packageFolder, (text) => reporter.line(text));
		await keepRunning(started, reporter);
		return true;
	} finally {
		await session?.stop();
		await folder.remove();
	}
}

process.exit(await interactively(dev));
