import { describe } from '@jest/globals';
import { agentToolCases } from './cases/agent-tool.mts';
import { cancellingCases } from './cases/cancelling.mts';
import { demoWorkflowCases } from './cases/demo-workflows.mts';
import { dryRunCases } from './cases/dry-run.mts';
import { loadedPackageCases } from './cases/loaded-package.mts';
import { onErrorCases } from './cases/on-error.mts';
import { repliesInArrayCases } from './cases/replies-in-array.mts';
import { retryOnFailCases } from './cases/retry-on-fail.mts';
import { wholeRunFailureCases } from './cases/whole-run-failure.mts';
import { useLine } from './line.mts';
import { testedVersions } from './packed.mts';

// One file, so that each n8n starts once, and one runs at a time.
describe.each(testedVersions())('n8n %s', (version) => {
	const line = useLine(version);
	describe('the workflows of the demo', () => demoWorkflowCases(line));
	describe('replies in an array', () => repliesInArrayCases(line));
	describe('rows that cannot be ingested', () => onErrorCases(line));
	describe('Retry On Fail', () => retryOnFailCases(line));
	describe('a failure of the whole run', () => wholeRunFailureCases(line));
	describe('a cancelled run', () => cancellingCases(line));
	describe('a dry run', () => dryRunCases(line));
	describe('as tool of an AI agent', () => agentToolCases(line));
	describe('the loaded package', () => loadedPackageCases(line));
});
