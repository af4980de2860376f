/**
 * `npm run bench`: this node compared with the alternatives, in a real n8n. Each run has an n8n
 * of its own, ways take turns, and medians are shown. Linux only: memory and processor time are read
 * from /proc.
 */
import { Command, Option } from 'commander';
import { runTool } from '../shared/tool.mts';
import { temporaryFolder } from '../shared/folders.mts';
import { buildPackage, packPackage } from '../shared/package.mts';
import type { Reporter } from '../shared/reporter.mts';
import { describeSetting, isSlow, isThorough, SETTINGS, SMOKE, type Setting } from './settings.mts';
import { measureInN8n, measureBaseline, type Outcome, type Tools } from './measure.mts';
import { updatePage } from './performance-page.mts';
import { toMarkdown } from './tables.mts';
import { FLOOR, LIMIT, summarised, type Measured, type SettingResult } from './results.mts';
import { startSink } from './sink.mts';
import type { Way } from './ways.mts';

interface Options {
	smoke?: boolean;
	rounds: string;
	only?: string;
	ways?: string;
	save?: boolean;
}

const WAYS: readonly Way[] = [
	'this node',
	'this node, automatic',
	'HTTP, one row each',
	'Code and HTTP',
	'Code and HTTP, paced',
];
const MORE_AT_A_TIME: readonly Way[] = [
	'this node, 20 at a time',
	'this node, 50 at a time',
	"n8n's helper, 20 at a time",
];
const SHARES_OF_N8N: readonly Way[] = ["n8n's helper alone", 'nothing sent'];

async function bench(options: Options, reporter: Reporter): Promise<boolean> {
	const folder = await temporaryFolder();
	const { sink, stop } = await startSink();
	try {
		await buildPackage();
		const tarball = await packPackage(folder.path);
		const settings = (options.smoke ? SMOKE : SETTINGS).filter((setting) =>
			describeSetting(setting).includes(options.only ?? ''),
		);
		const results: SettingResult[] = [];
		for (const setting of settings) {
			const result = await compare(setting, options, { tarball, sink, reporter });
			results.push(result);
			if (options.save && options.ways === undefined) await updatePage(result);
			reporter.line(`\n${toMarkdown([result])}\n`);
		}
		// The alternatives may fail at a size; this node may not, and a smoke run is small.
		return results.every(({ ways }) =>
			ways.every(({ way, stopped }) => stopped === undefined || !(options.smoke || isOurs(way))),
		);
	} finally {
		await stop();
		await folder.remove();
	}
}

function isOurs(way: Measured): boolean {
	return way.startsWith('this node');
}

/** The ways take turns, so that other load on the machine affects all of them alike. */
async function compare(
	setting: Setting,
	{ rounds, ways: part = '' }: Options,
	tools: Tools,
): Promise<SettingResult> {
	const ways = [
		...WAYS,
		...(isSlow(setting) ? MORE_AT_A_TIME : []),
		...(isThorough(setting) ? SHARES_OF_N8N : []),
	];
	const all: readonly Measured[] = [...ways, FLOOR, LIMIT];
	const measured = all.filter((way) => new RegExp(part).test(way));
	const runs = new Map<Measured, Outcome[]>(measured.map((way) => [way, []]));
	for (let round = 1; round <= Number(rounds); round++) {
		// A way that timed out or ran out of memory would do so again.
		const isOpen = (way: Measured) => !runs.get(way)?.some((run) => 'stopped' in run);
		for (const way of measured.filter(isOpen)) {
			const title = `${describeSetting(setting)}, round ${round}: ${way}`;
			const outcome = await tools.reporter.task(title, () => measure(way, setting, tools));
			if ('stopped' in outcome) tools.reporter.line(`    ${outcome.stopped}`);
			runs.get(way)?.push(outcome);
		}
	}
	return { setting, ways: [...runs].map(([way, outcomes]) => summarised(way, outcomes)) };
}

async function measure(way: Measured, setting: Setting, tools: Tools): Promise<Outcome> {
	if (way === FLOOR) return await measureBaseline(setting, tools.sink);
	if (way === LIMIT) return await measureBaseline(setting);
	return await measureInN8n(way, setting, tools);
}

const program = new Command('npm run bench --')
	.description('Compares this node with the alternatives, in a real n8n.')
	.option('--smoke', 'one small setting, to see that everything runs')
	.addOption(new Option('--rounds <n>', 'runs of each way; medians are shown').default('3'))
	.option('--only <text>', 'only settings whose description contains this, such as "10,000 small"')
	.option(
		'--ways <text>',
		'only ways whose name matches this, such as "at a time|^Code"; not saved',
	)
	.option('--save', 'write the results to docs/performance-method.md, replacing older ones');

const options = program.parse().opts<Options>();
await runTool((reporter) => bench(options, reporter));
