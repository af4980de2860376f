/**
 * `npm run editor`: n8n's editor with the packed node in it, and the emulated API beside it. A change
 * to the source is compiled into the installed package, and n8n loads it anew: reload the page.
 */
import { once } from 'node:events';
import { Command, Option } from 'commander';
import type { ScenarioResult } from '../demo/result.mts';
import { scenarios } from '../demo/scenarios/index.mts';
import { report } from '../demo/summary.mts';
import { packageRoot, temporaryFolder } from '../shared/folders.mts';
import { buildPackage, packPackage } from '../shared/package.mts';
import { interruption } from '../shared/processes.mts';
import type { Reporter } from '../shared/reporter.mts';
import { runTool } from '../shared/tool.mts';
import { compileOnChange, RELOADING } from './compile-on-change.mts';
import { prepareN8n } from './n8n/prepare.mts';
import { defaultN8nVersion, n8nVersions } from './n8n/versions.mts';
import { startSession, type Session } from './session.mts';
import { credentialName } from './workflows/nodes.mts';

/** Where everything is, and how to get in. */
function directions({ instance, api, workflows }: Session): string {
	const width = Math.max(...scenarios.map(({ title }) => title.length));
	return [
		`n8n's editor   ${instance.url}/home/workflows`,
		`  sign in as   ${instance.owner.email}`,
		`  password     ${instance.owner.password}`,
		`The API        ${api.url}  (open it to see what has arrived)`,
		`  API key      ${api.settings.apiKey}`,
		`  secret key   ${api.settings.secretKey}`,
		`  The credential "${credentialName}" holds them, with the region Custom.`,
		'Workflows, each run once',
		...[...workflows].map(
			([{ title }, id]) => `  ${title.padEnd(width)}  ${instance.url}/workflow/${id}`,
		),
		'',
		'A change in nodes/ or credentials/ is compiled into this n8n: reload the page to see it.',
		'n8n and the API listen on this machine only. Ctrl-C stops both and deletes what they hold.',
	].join('\n');
}

async function runAll(session: Session): Promise<ScenarioResult[]> {
	const results: ScenarioResult[] = [];
	for (const scenario of scenarios) results.push((await session.run(scenario)).result);
	return results;
}

async function editor(version: string, reporter: Reporter): Promise<boolean> {
	const installation = await prepareN8n(version, reporter);
	const folder = await temporaryFolder();
	let session: Session | undefined;
	try {
		const tarball = await reporter.task('Building and packing the node', async () => {
			await buildPackage();
			return await packPackage(folder.path);
		});
		const started = (session = await reporter.task(
			`Starting n8n ${version} with the node in it, and the emulated API`,
			() => startSession(installation, tarball, scenarios, RELOADING),
		));
		const results = await reporter.task(`Running ${scenarios.length} workflows`, () =>
			runAll(started),
		);
		compileOnChange(packageRoot, started.instance.packageFolder, (text) => reporter.line(text));
		reporter.line(`\n${report(results)}\n\n${directions(started)}`);
		if (!interruption.aborted) await once(interruption, 'abort');
		return true;
	} finally {
		await session?.stop();
		await folder.remove();
	}
}

const program = new Command('npm run editor --')
	.description(
		"Opens n8n's editor with the packed node in it and the emulated AI Feedback API beside it, runs " +
			'the workflows of the demo there, and stays until Ctrl-C. Installs n8n into your cache folder ' +
			'the first time.',
	)
	.addOption(
		new Option('--n8n <version>', 'the n8n to use')
			.choices([...n8nVersions])
			.default(defaultN8nVersion),
	);

const { n8n } = program.parse().opts<{ n8n: string }>();
await runTool((reporter) => editor(n8n, reporter));
