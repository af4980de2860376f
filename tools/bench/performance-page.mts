/** Writes results into docs/performance-method.md: JSON, tables and a plot; a setting replaces its last result. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { packageRoot } from '../shared/folders.mts';
import { describeSetting, SETTINGS, type Setting } from './settings.mts';
import { plot } from './plot.mts';
import { toMarkdown } from './tables.mts';
import type { SettingResult } from './results.mts';

const PAGE = join(packageRoot, 'docs', 'performance-method.md');
const FOLDER = join(packageRoot, 'docs', 'performance');
const TABLES = /(<!-- tables -->)[^]*(<!-- end of tables -->)/;

/** @param result replaces that of the same setting */
export async function updatePage(result: SettingResult): Promise<void> {
	await mkdir(FOLDER, { recursive: true });
	const file = join(FOLDER, 'results.json');
	const older = existsSync(file)
		? (JSON.parse(await readFile(file, 'utf8')) as SettingResult[])
		: [];
	const results = SETTINGS.flatMap((setting) =>
		isSame(setting, result.setting)
			? [result]
			: older.filter((one) => isSame(one.setting, setting)),
	);
	await writeFile(file, `${JSON.stringify(results, null, '\t')}\n`);
	await writeFile(join(FOLDER, 'rows.svg'), await plot(overRows(results)));
	const page = (await readFile(PAGE, 'utf8')).replace(
		TABLES,
		(_, start: string, end: string) => `${start}\n\n${toMarkdown(results)}\n\n${end}`,
	);
	const style = { ...(await resolveConfig(PAGE)), filepath: PAGE };
	await writeFile(PAGE, await format(page, style));
}

function isSame(one: Setting, other: Setting): boolean {
	return describeSetting(one) === describeSetting(other);
}

/** Those that differ from the first in their rows alone. */
function overRows(results: readonly SettingResult[]): SettingResult[] {
	const [main] = SETTINGS as readonly [Setting];
	return results.filter(({ setting }) => isSame({ ...setting, rows: main.rows }, main));
}
