import { z } from 'zod';
import type { Finding, Grade, Seen, Verdict } from './probe.mts';

const shape = z.object({
	ingested: z.number(),
	failed: z.number(),
	errors: z.array(z.object({ unique_id: z.string(), error: z.string() })),
});

/** The documented answer. */
export type Counts = z.output<typeof shape>;

/** @returns undefined where the answer has another shape */
export function countsOf({ json }: Seen): Counts | undefined {
	return shape.safeParse(json).data;
}

/** Whether the whole request was taken. */
export function isTaken(seen: Seen): boolean {
	return isSuccess(seen) && countsOf(seen)?.failed === 0;
}

/** Whether some of the request was taken and some was not. */
export function isPartly(seen: Seen): boolean {
	return (countsOf(seen)?.failed ?? 0) > 0;
}

/** Whether the whole request was refused for what it holds: not by a throttle, an outage or silence. */
export function isRefused(seen: Seen): boolean {
	return seen.status >= 400 && seen.status < 500 && !isTrouble(seen) && !isPartly(seen);
}

/** Whether the answer says nothing about the request: a throttle, an outage, or none. */
export function isTrouble({ status }: Seen): boolean {
	return status === 0 || status === 408 || status === 425 || status === 429 || status >= 500;
}

function isSuccess({ status }: Seen): boolean {
	return status >= 200 && status < 300;
}

/** Longest text of an answer that is shown. */
const SHOWN = 120;

/** An answer in short, for a line of the report. */
export function tell({ status, text }: Seen): string {
	const short = text.replace(/\s+/g, ' ').trim();
	const shown = short.length > SHOWN ? `${short.slice(0, SHOWN)}…` : short;
	return status === 0 ? `no answer: ${shown}` : `${status} ${shown}`.trim();
}

/** A claim that an answer settles, unless it is one that says nothing. */
export function finding(grade: Grade, claim: string, seen: Seen, holds: boolean): Finding {
	const verdict: Verdict = isTrouble(seen) ? 'open' : holds ? 'holds' : 'differs';
	return { claim, grade, verdict, seen: tell(seen) };
}

/** A claim that nothing was seen of. */
export function open(grade: Grade, claim: string, why: string): Finding {
	return { claim, grade, verdict: 'open', seen: why };
}
