import { describe, expect, test } from '@jest/globals';
import { exampleNames, readExample } from '../../fixtures/examples.mts';
import { testedVersions } from '../packed.mts';
import { agentCases } from './cases/agent.mts';
import { alertCases } from './cases/alert.mts';
import { csvCases } from './cases/csv.mts';
import { redeliveryCases } from './cases/redelivery.mts';
import { sampleRowsCases } from './cases/sample-rows.mts';
import { useExamplesN8n } from './examples-n8n.mts';
import { unreadParameters } from './unread-parameters.mts';

// One file, so that each n8n starts once, and one runs at a time.
describe.each(testedVersions())('n8n %s, examples', (version) => {
	const n8n = useExamplesN8n(version);
	test.each(exampleNames())('n8n knows every node and every parameter of %s', (name) => {
		expect(unreadParameters(readExample(name), n8n().nodeTypes)).toEqual([]);
	});
	describe('an example as imported', () => sampleRowsCases(n8n));
	describe('csv-backfill', () => csvCases(n8n));
	describe('ai-agent-tool', () => agentCases(n8n));
	describe('alert-on-problems', () => alertCases(n8n));
	describe('nightly-redelivery', () => redeliveryCases(n8n));
});
