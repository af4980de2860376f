/** `npm run demo`: the node at work in a real n8n, from nothing to a table of what arrived. */
import { Command, Option } from 'commander';
import { temporaryFolder } from '../shared/temporary-folder.mts';
import { buildPackage, packPackage } from '../shared/package.mts';
import { prepareN8n } from '../editor/n8n/prepare.mts';
import type { Reporter } from '../shared/reporter.mts';
import { defaultN8nVersion, n8nVersions } from '../editor/n8n/versions.mts';
import { interactively, keepRunning } from '../shared/interactive.mts';
import { startSession, type ScenarioRun, type Session } from '../editor/session.mts';
import { complaints, refusals, resultTable } from './summary.mts';
import { scenarios } from './scenarios/index.mts';

interface Options {
	readonly keep?: boolean;
	readonly n8n: string;
}

async function pack(folder: string): Promise<string> {
	await buildPackage();
	return await packPackage(folder);
}

async function runAll(session: Session, reporter: Reporter): Promise<ScenarioRun[]> {
	const runs: ScenarioRun[] = [];
	for (const scenario of scenarios) {
		runs.push(await reporter.task(`Running "${scenario.title}"`, () => session.run(scenario)));
	}
	return runs;
}

function list(reporter: Reporter, title: string, entries: readonly string[]): void {
	if (entries.length === 0) return;
	reporter.line(`\n${title}`);
	for (const entry of entries) reporter.line(`  - ${entry}`);
}

/** Does everything; resolves with whether all was as it should be. */
async function demo({ keep, n8n }: Options, reporter: Reporter): Promise<boolean> {
	const began = Date.now();
	const installation = await prepareN8n(n8n, reporter);
	const folder = await temporaryFolder();
	let session: Session | undefined;
	try {
		const tarball = await reporter.task('Building and packing the node', () => pack(folder.path));
		session = await reporter.task(
			`Starting n8n ${n8n} with the node in it, and the API it sends to`,
			() => startSession(installation, tarball, scenarios),
		);
		const runs = await runAll(session, reporter);
		reporter.line(`\n${resultTable(runs)}`);
		list(reporter, 'Why rows are on the error output:', refusals(runs));
		const wrong = complaints(runs);
		list(reporter, 'NOT AS IT SHOULD BE:', wrong);
		const verdict = wrong.length === 0 ? 'Everything arrived as it should.' : 'The demo failed.';
		reporter.line(`\n${verdict} ${((Date.now() - began) / 1000).toFixed(1)} s in all.`);
		if (keep) await keepRunning(session, reporter);
		return wrong.length === 0;
	} finally {
		await session?.stop();
		await folder.remove();
	}
}

const program = new Command('npm run demo --')
	.description(
		'Shows the node at work: installs n8n into your cache folder (once), installs the packed ' +
			'package into it, starts an emulated AI Feedback API, runs workflows with real reviews, a ' +
			'support ticket, a call transcript and unusable rows, and prints what became of each row.',
	)
	.option('--keep', 'leave the editor and the API running until Ctrl-C, and say where')
	.addOption(
		new Option('--n8n <version>', 'the n8n to use')
			.choices([...n8nVersions])
			.default(defaultN8nVersion),
	);

process.exit(await interactively((reporter) => demo(program.parse().opts<Options>(), reporter)));
