/** Adds up jest's reports: `N passed, N failed`. A missing report, a skipped test or no test fails. */
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
	passed += report.numPassedTests;
	// A file that cannot even be loaded has no tests that could fail.
	failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
	const left = report.numPendingTests + report.numTodoTests;
	if (left > 0) console.log(`${left} tests in ${file} were not run`);
	if (left > 0 || !report.success) process.exitCode = 1;
}
if (passed === 0) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed`);
