import { describe } from '@jest/globals';
import { agentToolCases } from './cases/agent-tool.mts';
import { cancellingCases } from './cases/cancelling.mts';
import { credentialElsewhereCases } from './cases/credential-elsewhere.mts';
import { demoWorkflowCases } from './cases/demo-workflows.mts';
import { expressionCases } from './cases/expressions.mts';
import { loadedPackageCases } from './cases/loaded-package.mts';
import { onErrorCases } from './cases/on-error.mts';
import { retryOnFailCases } from './cases/retry-on-fail.mts';
import { wholeRunFailureCases } from './cases/whole-run-failure.mts';
import { useRunningN8n } from './running-n8n.mts';
import { testedVersions } from './packed.mts';

// One file, so that each n8n starts once, and one runs at a time.
describe.each(testedVersions())('n8n %s', (version) => {
	const n8n = useRunningN8n(version);
	describe('the workflows of the demo', () => demoWorkflowCases(n8n));
	describe('rows that cannot be ingested', () => onErrorCases(n8n));
	describe('Retry On Fail', () => retryOnFailCases(n8n));
	describe('a failure of the whole run', () => wholeRunFailureCases(n8n));
	describe("the credential in n8n's HTTP Request node", () => credentialElsewhereCases(n8n));
	describe('a cancelled run', () => cancellingCases(n8n));
	describe('expressions', () => expressionCases(n8n));
	describe('as tool of an AI agent', () => agentToolCases(n8n));
	describe('the loaded package', () => loadedPackageCases(n8n));
});
