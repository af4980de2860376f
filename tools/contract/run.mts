import { redactKeys, send, type Target } from './client.mts';
import {
	PREFIX,
	testItem,
	type Finding,
	type Probe,
	type ProbeRequest,
	type ProbeResponse,
	type Conclusion,
} from './probe.mts';
import { probesFor } from './probes.mts';

/** Where the probe talks to its user. */
export interface Terminal {
	print(line: string): void;
	/** @returns what the user typed, empty without a terminal */
	ask(question: string): Promise<string>;
}

/** What a run of the probe found out. */
export interface Result {
	/** Requests that were sent. */
	sent: number;
	findings: Finding[];
	/** Why it ended early. */
	stopped?: string;
}

/** Asks for consent, sends, and prints one line for each claim. Without a yes it sends nothing. */
export async function runProbes(
	target: Target,
	terminal: Terminal,
	{ yes }: { yes: boolean },
): Promise<Result> {
	const print = (line: string) => terminal.print(redactKeys(line, target));
	const probes = probesFor(target.sourceId);
	print(announcement(probes, target));
	if (!yes && !/^y(es)?$/i.test((await terminal.ask('Send them? [y/N] ')).trim())) {
		print('Nothing was sent.');
		return { sent: 0, findings: [] };
	}
	const result: Result = { sent: 0, findings: [] };
	for (const probe of probes) {
		const responses = await sendProbe(probe, target, result);
		if (result.stopped !== undefined) break;
		const findings = probe.evaluate(responses);
		result.findings.push(...findings);
		for (const finding of findings) print(findingLine(finding));
	}
	for (const line of summaryLines(result, requestsOf(probes).length)) print(line);
	return result;
}

/** Whether the API does not do what is documented. */
export function contradictsDocumentation({ grade, conclusion }: Finding): boolean {
	return grade !== 'assumed' && conclusion === 'differs';
}

function requestsOf(probes: readonly Probe[]): ProbeRequest[] {
	return probes.flatMap(({ requests }) => requests);
}

function announcement(probes: readonly Probe[], { ingestUrl, sourceId }: Target): string {
	const requests = requestsOf(probes);
	const items = requests.reduce((sum, request) => sum + request.items, 0);
	const bytes = requests.reduce((sum, { body = '' }) => sum + Buffer.byteLength(body), 0);
	return [
		`This sends ${requests.length} requests with ${items} test items to ${new URL(ingestUrl).host}, ${(bytes / 1e6).toFixed(0)} MB in all.`,
		`Accepted items end up in the source "${sourceId}". Use one that you can throw away: items cannot be deleted through the API.`,
		`Each item has an ID that begins with "${PREFIX}" and says that it is a test. Every run sends the same items.`,
		'',
	].join('\n');
}

/** Sends a probe's requests one after the other, up to a response that ends the run. */
async function sendProbe(probe: Probe, target: Target, result: Result): Promise<ProbeResponse[]> {
	const responses: ProbeResponse[] = [];
	for (const request of probe.requests) {
		const response = await send(request, target);
		result.sent++;
		responses.push(response);
		result.stopped = reasonToStop(request, response, result.sent === 1);
		if (result.stopped !== undefined) break;
	}
	return responses;
}

function reasonToStop(
	{ mayBeUnauthorized }: ProbeRequest,
	{ status, text }: ProbeResponse,
	isFirst: boolean,
): string | undefined {
	const refused = isFirst ? [401, 403] : [401];
	if (refused.includes(status) && !mayBeUnauthorized) {
		return `the keys were refused (${status}). Check them, and the region: keys only work in the region of their project.`;
	}
	if (status === 429)
		return 'the API asks to slow down (429). Wait a few minutes, then run it again.';
	if (!isFirst || (status >= 200 && status < 300)) return undefined;
	if (status === 0) return `no response came (${text}). Check the address and your network.`;
	return `the first item was not accepted (${status}). Check the source ID and the address.`;
}

const CLAIM_WIDTH = 66;

function findingLine({ conclusion, grade, claim, evidence }: Finding): string {
	return `${conclusion.padEnd(8)} ${grade.padEnd(20)} ${claim.padEnd(CLAIM_WIDTH)} ${evidence}`;
}

function summaryLines({ findings, sent, stopped }: Result, planned: number): string[] {
	const lines = [''];
	if (stopped !== undefined) lines.push(`Stopped after ${sent} of ${planned} requests: ${stopped}`);
	if (findings.length === 0) return lines;
	const count = (conclusion: Conclusion) =>
		findings.filter((one) => one.conclusion === conclusion).length;
	const contradictions = findings.filter(contradictsDocumentation).length;
	lines.push(
		`${findings.length} claims: ${count('holds')} hold, ${count('differs')} differ, ${count('open')} are open.`,
		...(contradictions > 0
			? [`${contradictions} of those that differ are documented: please report them.`]
			: []),
		'Not probed: 429, outages and Retry-After, which would have to be provoked.',
		'What the node does either way: docs/api.md.',
		...LOOK_IN_AMPLITUDE,
	);
	return lines;
}

const LOOK_IN_AMPLITUDE = [
	'',
	'Responses do not show what was stored. Look at the source in Amplitude:',
	`- "${testItem('first').unique_id}" is there once, by the author "Test";`,
	`- "${testItem('ticket').unique_id}" has a text and three messages;`,
	`- "${testItem('twin-1').unique_id}" and "${testItem('twin-2').unique_id}" have one message each.`,
];
