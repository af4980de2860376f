/** What the option "Output" saves: the size of the stored execution, and the time the editor takes to open it. */
import { chromium, type Page } from '@playwright/test';
import { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../shared/folders.mts';
import { markdownTable } from '../shared/markdown-table.mts';
import { median } from '../shared/median.mts';
import { buildPackage, packPackage } from '../shared/package.mts';
import { createReporter } from '../shared/reporter.mts';
import { startInstance, type Instance } from '../editor/n8n/instance.mts';
import { prepareN8n } from '../editor/n8n/prepare.mts';
import { defaultN8nVersion } from '../editor/n8n/versions.mts';
import { feedback, type NodePart } from '../editor/workflows/nodes.mts';
import { credentialsOf } from './in-engine.mts';
import { benchRows } from './rows.mts';
import { startSink } from './sink.mts';
import { BY_HAND } from './ways.mts';
import { workflowOf } from './workflow.mts';

const OUTPUTS = ['rows', 'problems', 'summary'] as const;
const NOTHING_SENT: NodePart = {
	name: 'Nothing',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
};
/** In ms. */
const TO_OPEN = 300_000;

const { rows, opens } = new Command()
	.name('npx tsx tools/bench/stored-execution.mts')
	.option('--rows <number>', 'rows to deliver', Number, 100_000)
	.option('--opens <number>', 'how often the editor opens each execution', Number, 3)
	.parse()
	.opts<{ rows: number; opens: number }>();

const reporter = createReporter(process.stderr);
const folder = await temporaryFolder();
await reporter.task('Packing the node', buildPackage);
const tarball = await packPackage(folder.path);
const { sink, stop } = await startSink();
const instance = await startInstance(await prepareN8n(defaultN8nVersion, reporter), tarball);
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu'],
});
try {
	const page = await signedIn(instance);
	const made = [await measure(page, 'nothing sent', NOTHING_SENT)];
	const credential = await instance.rest.createCredential({
		name: 'Feedback',
		type: 'amplitudeAiFeedbackApi',
		data: credentialsOf(sink) as Record<string, string>,
	});
	for (const output of OUTPUTS) {
		const node = feedback(credential, {
			operation: 'ingestItems',
			sourceId: 'bench',
			item: BY_HAND,
			options: { output },
		});
		made.push(await measure(page, nameOf(output), node));
	}
	console.log(table(made));
} finally {
	await browser.close();
	await instance.stop();
	await stop();
	await folder.remove();
}

interface Figures {
	name: string;
	/** Of the execution's data in n8n's database, in bytes. */
	size: number;
	/** Until the editor shows the execution with all its nodes done, in ms. */
	open: number;
}

async function measure(page: Page, name: string, node: NodePart): Promise<Figures> {
	const file = join(instance.filesFolder, 'rows.json');
	await writeFile(file, JSON.stringify({ rows: benchRows(rows, 'small') }));
	const data = workflowOf(file, [node]);
	const workflow = await instance.rest.createWorkflow(data);
	const execution = await instance.rest.startWorkflow(workflow, 'Start');
	await reporter.task(`Running with ${name}`, () => instance.rest.ended(execution));
	const { stored, status } = await instance.rest.finished(execution);
	if (status !== 'success') throw new Error(`The run with ${name} ended with ${status}`);
	const times: number[] = [];
	// The first time fills the browser's cache.
	for (let index = 0; index <= opens; index++) {
		await page.goto('about:blank');
		const start = performance.now();
		await page.goto(`/workflow/${workflow}/executions/${execution}`);
		const done = page.locator('[data-test-id="canvas-node-status-success"]');
		await done.nth(data.nodes.length - 1).waitFor({ timeout: TO_OPEN });
		if (index > 0) times.push(performance.now() - start);
	}
	return { name, size: Buffer.byteLength(stored), open: median(times) };
}

async function signedIn({ url, owner }: Instance): Promise<Page> {
	const context = await browser.newContext({ baseURL: url });
	const login = { emailOrLdapLoginId: owner.email, password: owner.password };
	await context.request.post('/rest/login', { data: login, failOnStatusCode: true });
	const page = await context.newPage();
	page.setDefaultTimeout(TO_OPEN);
	return page;
}

function table(figures: readonly Figures[]): string {
	const rowsFigures = figures.find(({ name }) => name === nameOf('rows')) as Figures;
	const rows = figures.map(({ name, size, open }) => [
		name,
		megabytes(size),
		(size / rowsFigures.size).toFixed(2),
		`${(open / 1000).toFixed(1)} s`,
		(open / rowsFigures.open).toFixed(2),
	]);
	return markdownTable(['', 'stored', 'of all rows', 'opens in', 'of all rows'], rows);
}

function nameOf(output: (typeof OUTPUTS)[number]): string {
	return `Output: ${output}`;
}

function megabytes(bytes: number): string {
	return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
