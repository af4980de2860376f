/** `npm run faults`: a table of faults, with what other clients did and what this node does, measured now. */
import process from 'node:process';
import { markdownTable } from '../shared/markdown-table.mts';
import { measure } from './measure.mts';
import { SCENARIOS } from './scenarios.mts';

const HEAD = ['fault', 'amplitude-node', 'segment-node', 'posthog-node', 'must', 'this node'];

const rows: string[][] = [];
for (const { fault, others, must, plan, settings, describe, isMet } of SCENARIOS) {
	const outcome = await measure(plan, settings);
	const isAsRequired = isMet(outcome);
	rows.push([fault, ...others, must, `${describe(outcome)}${isAsRequired ? '' : ' (NOT MET)'}`]);
	if (!isAsRequired) process.exitCode = 1;
}
console.log(markdownTable(HEAD, rows));
