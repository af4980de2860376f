/** Adds up the reports of Jest and Playwright: `N passed, N failed`. A missing report, a skipped test or no test fails. */
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';

let passed = 0;
let failed = 0;
for (const file of process.argv.slice(2)) {
	if (!existsSync(file)) {
		console.log(`No report: ${file}`);
		process.exitCode = 1;
		continue;
	}
	const report = JSON.parse(readFileSync(file, 'utf8'));
	const counts = report.stats ? countPlaywright(report) : countJest(report);
	passed += counts.passed;
	failed += counts.failed;
	if (counts.skipped > 0) console.log(`${counts.skipped} tests in ${file} were not run`);
	if (counts.skipped > 0 || counts.failed > 0) process.exitCode = 1;
}
if (passed === 0) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed`);

/** A file that cannot be loaded has no tests that could fail, so it counts as a failure itself. */
function countJest(report) {
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
		skipped: report.numPendingTests + report.numTodoTests,
	};
}

/** A test that passes only when retried is a failure; errors outside of tests, such as in a file's imports, are too. */
function countPlaywright({ stats, errors }) {
	return {
		passed: stats.expected,
		failed: stats.unexpected + stats.flaky + errors.length,
		skipped: stats.skipped,
	};
}
