/**
 * `npm run verify`: packs the package and has n8n's own scanner check it, as n8n does before it
 * verifies a community node: the tarball, and the source it was built from. The scanner passes a
 * package with warnings; here they fail too. It ignores inline disables, so there may be none.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { ESLint } from 'eslint';
import {
	analyzePackage,
	buildScanConfig,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { packageRoot } from '../shared/folders.mts';
import { buildPackage, packPackage } from '../shared/package.mts';

/** What n8n scans of a published tarball; the `.ts` files are checked in the source. */
const TARBALL_FILE_PATTERNS = ['**/*.js', 'package.json'];

const folder = await mkdtemp(join(tmpdir(), 'verify-'));
try {
	await buildPackage();
	const tarball = await packPackage(folder);
	await promisify(execFile)('tar', ['-xzf', tarball, '-C', folder]);
	await scan('tarball', join(folder, 'package'), TARBALL_FILE_PATTERNS);
	await scan('source', packageRoot, SOURCE_FILE_PATTERNS);
} finally {
	await rm(folder, { recursive: true, force: true });
}

async function scan(name: string, where: string, patterns: string[]): Promise<void> {
	const { passed, message, details } = await analyzePackage(where, patterns);
	const warnings = passed ? await warningsOf(where, patterns) : '';
	const isClean = passed && warnings === '';
	const result = isClean ? 'passed, no warnings' : `failed. ${message ?? 'There are warnings.'}`;
	console.log(`n8n's scanner on the ${name}: ${result}`);
	if (isClean) return;
	console.log(details ?? warnings);
	process.exitCode = 1;
}

/** What the scanner's rules say below an error. */
async function warningsOf(where: string, patterns: string[]): Promise<string> {
	const eslint = new ESLint({
		cwd: where,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
		errorOnUnmatchedPattern: false,
	});
	const results = await eslint.lintFiles(patterns);
	const formatter = await eslint.loadFormatter('stylish');
	return await formatter.format(results.filter(({ warningCount }) => warningCount > 0));
}
