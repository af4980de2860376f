import { redactKeys, send, type Target } from './client.mts';
import {
	PREFIX,
	type Finding,
	type Probe,
	type ProbeRequest,
	type ProbeResponse,
} from './probe.mts';
import { probesFor } from './probes.mts';
import { findingLine, summary } from './report.mts';

/** Where the probe talks to its user. */
export interface Terminal {
	print(line: string): void;
	/** @returns the answer, empty where there is nobody to give one */
	ask(question: string): Promise<string>;
}

/** What became of the probe. */
export interface Result {
	/** Requests that were sent. */
	sent: number;
	findings: Finding[];
	/** Why it ended early. */
	stopped?: string;
}

/** Asks, sends, and reports one line a claim. Without a yes nothing is sent. */
export async function runProbes(
	target: Target,
	terminal: Terminal,
	{ yes }: { yes: boolean },
): Promise<Result> {
	const print = (line: string) => terminal.print(redactKeys(line, target));
	const probes = probesFor(target.sourceId);
	print(plan(probes, target));
	if (!yes && !/^y(es)?$/i.test((await terminal.ask('Send them? [y/N] ')).trim())) {
		print('Nothing was sent.');
		return { sent: 0, findings: [] };
	}
	const result: Result = { sent: 0, findings: [] };
	for (const probe of probes) {
		const answers = await answersTo(probe, target, result);
		if (result.stopped !== undefined) break;
		const findings = probe.evaluate(answers);
		result.findings.push(...findings);
		for (const finding of findings) print(findingLine(finding));
	}
	for (const line of summary(result, requestsOf(probes).length)) print(line);
	return result;
}

function requestsOf(probes: readonly Probe[]): ProbeRequest[] {
	return probes.flatMap(({ requests }) => requests);
}

function plan(probes: readonly Probe[], { ingestUrl, sourceId }: Target): string {
	const requests = requestsOf(probes);
	const items = requests.reduce((sum, request) => sum + request.items, 0);
	const bytes = requests.reduce((sum, { body = '' }) => sum + Buffer.byteLength(body), 0);
	return [
		`This sends ${requests.length} requests with ${items} test items to ${new URL(ingestUrl).host}, ${(bytes / 1e6).toFixed(0)} MB in all.`,
		`Those that are taken will be in the source "${sourceId}". Use one that you can throw away: items cannot be taken back.`,
		`Each has an ID that begins with "${PREFIX}" and says that it is a test. The same items are sent each time.`,
		'',
	].join('\n');
}

/** Sends a probe's requests one after the other, up to an answer that ends it all. */
async function answersTo(probe: Probe, target: Target, result: Result): Promise<ProbeResponse[]> {
	const answers: ProbeResponse[] = [];
	for (const request of probe.requests) {
		const seen = await send(request, target);
		result.sent++;
		answers.push(seen);
		result.stopped = reasonToStop(request, seen, result.sent === 1);
		if (result.stopped !== undefined) break;
	}
	return answers;
}

function reasonToStop(
	{ mayBeUnauthorized }: ProbeRequest,
	{ status, text }: ProbeResponse,
	isFirst: boolean,
): string | undefined {
	const refused = isFirst ? [401, 403] : [401];
	if (refused.includes(status) && !mayBeUnauthorized) {
		return `the keys were refused (${status}). Check them, and the region: keys work in one region only.`;
	}
	if (status === 429)
		return 'the API asks to slow down (429). Wait some minutes, then run it again.';
	if (!isFirst || (status >= 200 && status < 300)) return undefined;
	if (status === 0) return `no answer came (${text}). Check the address and your network.`;
	return `the first item was not taken (${status}). Check the source ID and the address.`;
}
