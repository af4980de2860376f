/**
 * `npm run faults`: what trusted clients did with 20 events under seven faults, and what this node
 * does, measured now. Ends with an error when the node does not do what it must.
 */
import process from 'node:process';
import { measure, SCENARIOS } from './scenarios.mts';

const HEADER = ['fault', 'amplitude-node', 'segment-node', 'posthog-node', 'must', 'this node'];
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

console.log(line(HEADER));
console.log(line(HEADER.map(() => '---')));
for (const scenario of SCENARIOS) {
	const measured = await measure(scenario);
	const isMet = scenario.isMet(measured);
	const told = `${scenario.tell(measured)}${isMet ? '' : ' (NOT MET)'}`;
	console.log(line([scenario.fault, ...scenario.others, scenario.must, told]));
	if (!isMet) process.exitCode = 1;
}
