import { n8nRelease, n8nVersions } from '../editor/n8n/versions.mts';
import { markdownTable } from '../shared/markdown-table.mts';
import type { ReportedTest } from './test-reports.mts';

/** The outermost block of the tests on one n8n: `n8n 2.41.1`, or `n8n 2.41.1, queue mode`. */
const BLOCK = /^n8n ([\d.]+)(?:, (.+))?$/;

/**
 * Builds the table of what was seen on which n8n: a row for each block of tests, a column for each version.
 * The order is always the same, as runners give their tests in any order.
 * A cell says "passed" where all tests of the block passed, and "not tested" where there are none.
 */
export function compatibilityTable(tests: readonly ReportedTest[]): string {
	const features = new Map<string, Map<string, boolean>>();
	const seen = new Set<string>();
	for (const { blocks, isPassed } of tests) {
		const [, version, kind] = BLOCK.exec(blocks[0] ?? '') ?? [];
		const feature = kind ?? blocks[1];
		if (version === undefined || feature === undefined) continue;
		seen.add(version);
		const byVersion = features.get(feature) ?? new Map<string, boolean>();
		byVersion.set(version, isPassed && byVersion.get(version) !== false);
		features.set(feature, byVersion);
	}
	const versions = n8nVersions.filter((version) => seen.has(version));
	const rows = [...features].map(([name, byVersion]) => [
		sentenceCase(name),
		...versions.map((version) => cell(byVersion.get(version))),
	]);
	return markdownTable(
		['', ...versions.map((version) => `n8n ${version}`)],
		[
			['Node.js', ...versions.map((version) => n8nRelease(version).node)],
			...rows.sort(([one = ''], [other = '']) => one.localeCompare(other)),
		],
	);
}

function cell(isPassed: boolean | undefined): string {
	if (isPassed === undefined) return 'not tested';
	return isPassed ? 'passed' : '**failed**';
}

function sentenceCase(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
