/** `npm run demo`: the packed node at work on n8n's own engine, and a table of what became of each row. */
import { Command } from 'commander';
import { startEngine } from '../engine/harness.mts';
import { temporaryFolder } from '../shared/folders.mts';
import { buildPackage, packPackage } from '../shared/package.mts';
import type { Reporter } from '../shared/reporter.mts';
import { runTool } from '../shared/tool.mts';
import { startFeedbackApi } from './feedback-api.mts';
import { runInEngine } from './in-engine.mts';
import type { ScenarioResult } from './result.mts';
import { scenarios } from './scenarios/index.mts';
import { report, unexpected } from './summary.mts';
import { unpackNode } from './unpacked-node.mts';

const next = [
	'Next: "npm run editor" opens these workflows in n8n\'s editor, with an emulator of the API whose page shows what',
	'      arrives. It first says what it installs, and keeps what you build there for the next time.',
	'      README.md says how to install and set up the node, and examples/ has workflows to import.',
].join('\n');

async function demo(reporter: Reporter): Promise<boolean> {
	const began = Date.now();
	const folder = await temporaryFolder();
	const api = await startFeedbackApi();
	try {
		const node = await reporter.task('Building and packing the node', async () => {
			await buildPackage();
			return await unpackNode(await packPackage(folder.path), folder.path);
		});
		const { version } = await reporter.task("Starting n8n's engine", startEngine);
		const results = await reporter.task(`Running ${scenarios.length} workflows`, async () => {
			const all: ScenarioResult[] = [];
			for (const scenario of scenarios) all.push(await runInEngine(scenario, node, api));
			return all;
		});
		const isFine = unexpected(results).length === 0;
		reporter.line(
			[
				'',
				`The node ${node.version} on n8n's engine (n8n-core ${version}, Node.js ${process.versions.node}), sending to an emulated API:`,
				'',
				report(results),
				'',
				`${isFine ? 'All rows arrived as expected.' : 'The demo failed.'} ${((Date.now() - began) / 1000).toFixed(1)} s in all.`,
				'',
				next,
			].join('\n'),
		);
		return isFine;
	} finally {
		await api.close();
		await folder.remove();
	}
}

new Command('npm run demo --')
	.description(
		"Runs the packed node on n8n's own engine, inside this process: 3,000 real review sentences, a " +
			'support ticket, a call transcript and unusable rows go to an emulated AI Feedback API, and a ' +
			'table says what became of the rows.',
	)
	.parse();

await runTool(demo);
