/** Writes the table of docs/compatibility.md from the test runners' reports, or checks that it says the same. */
import { Command } from 'commander';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { packageRoot } from '../shared/folders.mts';
import { compatibilityTable } from './compatibility-table.mts';
import { testsOf } from './test-reports.mts';

const PATH = 'docs/compatibility.md';
const PAGE = join(packageRoot, PATH);
const TABLE = /(<!-- table -->)[^]*(<!-- end of table -->)/;

const program = new Command()
	.name('npx tsx tools/docs/compatibility.mts')
	.description(`Writes what the tests have seen on which n8n into ${PATH}.`)
	.argument('<reports...>', 'JSON reports of Jest and Playwright')
	.option('--check', 'only compare, and fail where the page says something else')
	.parse();

const reports = await Promise.all(program.args.map((file) => readFile(file, 'utf8')));
const table = compatibilityTable(reports.flatMap((report) => testsOf(JSON.parse(report))));
const written = await readFile(PAGE, 'utf8');
const style = { ...(await resolveConfig(PAGE)), filepath: PAGE };
const page = await format(
	written.replace(TABLE, (_, start: string, end: string) => `${start}\n\n${table}\n\n${end}`),
	style,
);
if (!program.opts<{ check?: true }>().check) {
	await writeFile(PAGE, page);
	console.log(`Written: ${PATH}`);
} else if (page === written) {
	console.log(`${PATH} says what the tests have seen.`);
} else {
	console.error(`${PATH} says something else than the tests have seen, which is:\n\n${table}\n`);
	console.error(`To write it: ${program.name()} ${program.args.join(' ')}`);
	process.exitCode = 1;
}
