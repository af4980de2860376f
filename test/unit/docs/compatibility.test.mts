import { expect, test } from '@jest/globals';
import { compatibilityTable } from '../../../tools/docs/compatibility-table.mts';
import { testsOf } from '../../../tools/docs/test-reports.mts';
import { n8nVersions } from '../../../tools/editor/n8n/versions.mts';

const [newer, older] = n8nVersions as [string, string];

const jestReport = (...tests: ReadonlyArray<readonly [blocks: string[], status: string]>) => ({
	numPassedTests: 1,
	testResults: [
		{
			name: 'n8n.test.mts',
			assertionResults: tests.map(([ancestorTitles, status]) => ({ ancestorTitles, status })),
		},
	],
});
const playwrightReport = (projectName: string, ok: boolean) => ({
	stats: {},
	suites: [{ title: 'node.spec.mts', specs: [{ ok, tests: [{ projectName }] }] }],
});
const tableOf = (...reports: readonly object[]) =>
	compatibilityTable(reports.flatMap(testsOf)).split('\n').slice(3);

test('a feature has passed on a version where all tests of its block have', () => {
	const table = tableOf(
		jestReport(
			[[`n8n ${newer}`, 'a cancelled run'], 'passed'],
			[[`n8n ${newer}`, 'a cancelled run', 'in mid-request'], 'failed'],
			[[`n8n ${newer}`, 'a cancelled run'], 'passed'],
			[[`n8n ${older}`, 'a cancelled run'], 'passed'],
			[[`n8n ${older}, examples`], 'passed'],
			[[`n8n ${older}, examples`, 'as imported'], 'pending'],
			[['the editor'], 'passed'],
		),
		playwrightReport(`n8n ${newer}, editor`, true),
	);
	expect(table).toEqual([
		'| A cancelled run | **failed** | passed |',
		'| Editor | passed | not tested |',
		'| Examples | not tested | **failed** |',
	]);
});

test('another JSON file is no report', () => {
	expect(() => testsOf({ version: '1.0.0' })).toThrow('suites');
});
