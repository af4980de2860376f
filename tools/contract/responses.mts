import { z } from 'zod';
import type { Finding, Grade, ProbeResponse, Verdict } from './probe.mts';

const shape = z.object({
	ingested: z.number(),
	failed: z.number(),
	errors: z.array(z.object({ unique_id: z.string(), error: z.string() })),
});

/** The documented answer. */
export type Counts = z.output<typeof shape>;

/** @returns undefined where the answer has another shape */
export function countsOf({ json }: ProbeResponse): Counts | undefined {
	return shape.safeParse(json).data;
}

/** Whether the whole request was taken. */
export function isIngested(seen: ProbeResponse): boolean {
	return isSuccess(seen) && countsOf(seen)?.failed === 0;
}

/** Whether some of the request was taken and some was not. */
export function isPartlyFailed(seen: ProbeResponse): boolean {
	return (countsOf(seen)?.failed ?? 0) > 0;
}

/** Whether the whole request was refused for what it holds: not by a throttle, an outage or silence. */
export function isRefused(seen: ProbeResponse): boolean {
	return seen.status >= 400 && seen.status < 500 && !isInconclusive(seen) && !isPartlyFailed(seen);
}

/** Whether the answer says nothing about the request: a throttle, an outage, or none. */
export function isInconclusive({ status }: ProbeResponse): boolean {
	return status === 0 || status === 408 || status === 425 || status === 429 || status >= 500;
}

function isSuccess({ status }: ProbeResponse): boolean {
	return status >= 200 && status < 300;
}

/** Longest text of an answer that is shown. */
const SHOWN = 120;

/** An answer in short, for a line of the report. */
export function summarize({ status, text }: ProbeResponse): string {
	const short = text.replace(/\s+/g, ' ').trim();
	const shown = short.length > SHOWN ? `${short.slice(0, SHOWN)}…` : short;
	return status === 0 ? `no answer: ${shown}` : `${status} ${shown}`.trim();
}

/** A claim that an answer settles, unless it is one that says nothing. */
export function finding(grade: Grade, claim: string, seen: ProbeResponse, holds: boolean): Finding {
	const verdict: Verdict = isInconclusive(seen) ? 'open' : holds ? 'holds' : 'differs';
	return { claim, grade, verdict, seen: summarize(seen) };
}

/** A claim that nothing was seen of. */
export function openFinding(grade: Grade, claim: string, why: string): Finding {
	return { claim, grade, verdict: 'open', seen: why };
}
