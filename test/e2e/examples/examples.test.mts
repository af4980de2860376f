import { describe, expect, test } from '@jest/globals';
import { testedVersions } from '../packed.mts';
import { agentCases } from './cases/agent.mts';
import { csvCases } from './cases/csv.mts';
import { pinnedCases } from './cases/pinned.mts';
import { redeliveryCases } from './cases/redelivery.mts';
import { unread } from './checks/parameters.mts';
import { exampleNames, readExample } from './example.mts';
import { fileChecks } from './files.mts';
import { useExamplesLine } from './line.mts';

describe('the files', fileChecks);

// One file, so that each n8n starts once, and one runs at a time.
describe.each(testedVersions())('n8n %s', (version) => {
	const line = useExamplesLine(version);
	test.each(exampleNames())('%s is read as it is written', (name) => {
		expect(unread(readExample(name), line().nodeTypes)).toEqual([]);
	});
	describe('as imported', () => pinnedCases(line));
	describe('csv-backfill', () => csvCases(line));
	describe('ai-agent-tool', () => agentCases(line));
	describe('nightly-redelivery', () => redeliveryCases(line));
});
