import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../tools/shared/folders.mts';

/** Words for which the project has others: see the table in CONTRIBUTING.md. */
const RETIRED = /\b(lanes?|witness|ledgers?|rooms?|mends?|mended|believable)\b/i;

const FOLDERS = ['*.md', 'credentials', 'docs', 'examples', 'nodes', 'tools'];

test('documentation, code and examples use none of the retired words', () => {
	const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...FOLDERS], {
		cwd: packageRoot,
		encoding: 'utf8',
	});
	const uses = files
		.trim()
		.split('\n')
		.filter((file) => /\.(md|json|[cm]?[jt]s)$/.test(file) && existsSync(join(packageRoot, file)))
		.flatMap((file) =>
			readFileSync(join(packageRoot, file), 'utf8')
				.split('\n')
				.flatMap((text, index) => (RETIRED.test(text) ? [`${file}:${index + 1}: ${text}`] : [])),
		);
	expect(uses).toStrictEqual([]);
});
