import { createHash } from 'node:crypto';
import type { Claim, Grade } from '../emulator/api-facts.mts';

/** Whether a claim holds; `open` where the responses say nothing about it. */
export type Conclusion = 'holds' | 'differs' | 'open';

/** A claim about the API, and whether it holds of this one. */
export interface Finding {
	claim: Claim;
	grade: Grade;
	conclusion: Conclusion;
	/** The response that shows it, in short. */
	evidence: string;
}

/** One request of the probe, as it is sent. */
export interface ProbeRequest {
	method: 'GET' | 'POST';
	/** Where it goes: the feedback endpoint, or the list of events by which credentials are tested. */
	endpoint: 'ingest' | 'events';
	body?: string;
	/** Test items in it. */
	items: number;
	/** Whether it is sent with a secret key that is made up. */
	wrongKeys?: boolean;
	/** Whether a 401 is what the probe asks about, and no reason to stop. */
	mayBeUnauthorized?: boolean;
}

/** A response, or the code of the error in its place. */
export interface ProbeResponse {
	/** 0 where no response came. */
	status: number;
	text: string;
	/** `undefined` where the text is no JSON. */
	json: unknown;
}

/** Requests that belong together, and what their responses show. */
export interface Probe {
	requests: readonly ProbeRequest[];
	evaluate(responses: readonly ProbeResponse[]): Finding[];
}

/** Begins every ID that the probe makes up, so that it can be told from real feedback. */
export const PREFIX = 'contract-probe-';

const TEST_TEXT = 'This is a test of the AI Feedback API and no real feedback.';

/** Fields of a test item or a test message; the same name is the same item in every run. */
export function testItem(name: string, text = TEST_TEXT): { unique_id: string; body: string } {
	return { unique_id: `${PREFIX}${name}`, body: text };
}

/** A test text of the given length. */
export function longText(characters: number): string {
	return `${TEST_TEXT} `.padEnd(characters, 'test ');
}

/** A request with these items. */
export function ingest(sourceId: string, items: readonly object[]): ProbeRequest {
	return raw(JSON.stringify({ source_id: sourceId, items }), items.length);
}

/** A request with the given body, valid or not. */
export function raw(body: string, items: number): ProbeRequest {
	return { method: 'POST', endpoint: 'ingest', body, items };
}

/**
 * A request of the given size with one test item, filled up with blanks, which mean nothing in JSON:
 * this tests the limit without storing megabytes of text.
 */
export function ofBytes(sourceId: string, name: string, bytes: number): ProbeRequest {
	const { body = '', items } = ingest(sourceId, [testItem(name)]);
	return raw(body.padEnd(bytes, ' '), items);
}

/** A source id of the given length that does not exist. */
export function unknownSource(characters: number): string {
	const digits = createHash('sha256').update(PREFIX).digest('hex').repeat(3);
	return `${PREFIX}${digits}`.slice(0, characters);
}
