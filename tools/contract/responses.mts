import { z } from 'zod';
import { gradeOf, type Claim } from '../emulator/api-facts.mts';
import type { Finding, ProbeResponse, Conclusion } from './probe.mts';

const shape = z.object({
	ingested: z.number(),
	failed: z.number(),
	errors: z.array(z.object({ unique_id: z.string(), error: z.string() })),
});

/** The documented response. */
export type Counts = z.output<typeof shape>;

/** Reads the documented response. @returns undefined where the response has another shape */
export function countsOf({ json }: ProbeResponse): Counts | undefined {
	return shape.safeParse(json).data;
}

/** Whether every item of the request was ingested. */
export function isIngested(response: ProbeResponse): boolean {
	return isSuccess(response) && countsOf(response)?.failed === 0;
}

/** Whether at least one item of the request failed, and was counted. */
export function isPartlyFailed(response: ProbeResponse): boolean {
	return (countsOf(response)?.failed ?? 0) > 0;
}

/** Whether the whole request was refused for what it holds. */
export function isRefused(response: ProbeResponse): boolean {
	const { status } = response;
	return status >= 400 && status < 500 && !isInconclusive(response) && !isPartlyFailed(response);
}

/** Whether the response says nothing about the request: throttling, an outage, or no response. */
export function isInconclusive({ status }: ProbeResponse): boolean {
	return status === 0 || status === 408 || status === 425 || status === 429 || status >= 500;
}

function isSuccess({ status }: ProbeResponse): boolean {
	return status >= 200 && status < 300;
}

/** Longest text of a response that is shown. */
const SHOWN_CHARACTERS = 120;

/** A response in short, for a line of the report. */
export function summarize({ status, text }: ProbeResponse): string {
	const short = text.replace(/\s+/g, ' ').trim();
	const shown = short.length > SHOWN_CHARACTERS ? `${short.slice(0, SHOWN_CHARACTERS)}…` : short;
	return status === 0 ? `no response: ${shown}` : `${status} ${shown}`.trim();
}

/** A finding about a claim; `open` where the response is inconclusive. */
export function finding(claim: Claim, response: ProbeResponse, holds: boolean): Finding {
	const conclusion: Conclusion = isInconclusive(response) ? 'open' : holds ? 'holds' : 'differs';
	return { claim, grade: gradeOf(claim), conclusion, evidence: summarize(response) };
}

/** A finding about a claim that no response says anything about. */
export function openFinding(claim: Claim, why: string): Finding {
	return { claim, grade: gradeOf(claim), conclusion: 'open', evidence: why };
}
