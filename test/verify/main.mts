/**
 * `npm run verify`: packs the package and has n8n's own scanner judge it, as n8n does before it
 * verifies a community node: the tarball, and the source it was built from.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { packageRoot } from '../n8n/folders.mts';
import { buildPackage, packPackage } from '../n8n/package.mts';

/** What n8n scans of a published tarball; the `.ts` files are judged in the source. */
const TARBALL_FILE_PATTERNS = ['**/*.js', 'package.json'];

const folder = await mkdtemp(join(tmpdir(), 'verify-'));
try {
	await buildPackage();
	const tarball = await packPackage(folder);
	await promisify(execFile)('tar', ['-xzf', tarball, '-C', folder]);
	await judge('tarball', join(folder, 'package'), TARBALL_FILE_PATTERNS);
	await judge('source', packageRoot(), SOURCE_FILE_PATTERNS);
} finally {
	await rm(folder, { recursive: true, force: true });
}

async function judge(name: string, where: string, patterns: string[]): Promise<void> {
	const { passed, message, details } = await analyzePackage(where, patterns);
	console.log(`n8n's scanner on the ${name}: ${passed ? 'passed' : `failed. ${message ?? ''}`}`);
	if (passed) return;
	if (details !== undefined) console.log(details);
	process.exitCode = 1;
}
