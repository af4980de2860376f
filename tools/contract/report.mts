import { testItem, type Finding, type Verdict } from './probe.mts';
import type { Result } from './run.mts';

const CLAIM_WIDTH = 66;

/** A claim in one line: verdict, grade, claim, and what was seen. */
export function findingLine({ verdict, grade, claim, seen }: Finding): string {
	return `${verdict.padEnd(8)} ${grade.padEnd(20)} ${claim.padEnd(CLAIM_WIDTH)} ${seen}`;
}

/** The end of the report. @param planned how many requests there are */
export function summary({ findings, sent, stopped }: Result, planned: number): string[] {
	const lines = [''];
	if (stopped !== undefined) lines.push(`Stopped after ${sent} of ${planned} requests: ${stopped}`);
	if (findings.length === 0) return lines;
	const count = (verdict: Verdict) => findings.filter((one) => one.verdict === verdict).length;
	const against = findings.filter(isAgainst).length;
	lines.push(
		`${findings.length} claims: ${count('holds')} hold, ${count('differs')} differ, ${count('open')} are open.`,
		...(against > 0 ? [`${against} of those that differ are documented: please report them.`] : []),
		'Not probed: 429, outages and Retry-After, which would have to be provoked.',
		'What the node does either way: docs/api.md.',
		...LOOK,
	);
	return lines;
}

const LOOK = [
	'',
	'No answer tells what was stored. Look at the source in Amplitude:',
	`- "${testItem('first').unique_id}" is there once, by the author "Test";`,
	`- "${testItem('ticket').unique_id}" has a text and three messages;`,
	`- "${testItem('twin-1').unique_id}" and "${testItem('twin-2').unique_id}" have one message each.`,
];

/** Whether the API does not do what is documented. */
export function isAgainst({ grade, verdict }: Finding): boolean {
	return grade !== 'assumed' && verdict === 'differs';
}
