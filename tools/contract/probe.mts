import { createHash } from 'node:crypto';

/**
 * How sure a claim about the API is before anybody looks; `elsewhere` is another page of Amplitude's
 * than that of the AI Feedback API.
 */
export type Grade = 'documented' | 'documented elsewhere' | 'assumed';

/** What was seen of a claim; `open` where the answers tell nothing about it. */
export type Verdict = 'holds' | 'differs' | 'open';

/** A claim about the API, and what this API makes of it. */
export interface Finding {
	claim: string;
	grade: Grade;
	verdict: Verdict;
	/** The answers that say so, in short. */
	seen: string;
}

/** One request of the probe, as it is sent. */
export interface ProbeRequest {
	method: 'GET' | 'POST';
	/** Where it goes: the feedback endpoint, or the list of events by which credentials are tested. */
	endpoint: 'ingest' | 'events';
	body?: string;
	/** Test items in it. */
	items: number;
	/** A secret key that is made up goes with it. */
	wrongKeys?: boolean;
	/** Whether 401 is what the probe wants to know, and no reason to stop. */
	mayBeUnauthorized?: boolean;
}

/** An answer, or the code of the fault by which there was none. */
export interface ProbeResponse {
	/** 0 where no answer came. */
	status: number;
	text: string;
	/** `undefined` where the text is no JSON. */
	json: unknown;
}

/** Requests that belong together, and what their answers say. */
export interface Probe {
	requests: readonly ProbeRequest[];
	evaluate(answers: readonly ProbeResponse[]): Finding[];
}

/** All that the probe makes up begins with this, so that it can be told from real feedback. */
export const PREFIX = 'contract-probe-';

const TEST_TEXT = 'This is a test of the AI Feedback API and no real feedback.';

/** Fields of a test item or a test message; the same name is the same item in every run. */
export function testItem(name: string, text = TEST_TEXT): { unique_id: string; body: string } {
	return { unique_id: `${PREFIX}${name}`, body: text };
}

/** A test text of so many characters. */
export function longText(characters: number): string {
	return `${TEST_TEXT} `.padEnd(characters, 'test ');
}

/** A request with these items. */
export function ingest(sourceId: string, items: readonly object[]): ProbeRequest {
	return raw(JSON.stringify({ source_id: sourceId, items }), items.length);
}

/** A request with this very body. */
export function raw(body: string, items: number): ProbeRequest {
	return { method: 'POST', endpoint: 'ingest', body, items };
}

/**
 * A request with one test item and so many bytes: blanks, which mean nothing in JSON, fill it up. So
 * the size of a request is tried without sending megabytes of text.
 */
export function ofBytes(sourceId: string, name: string, bytes: number): ProbeRequest {
	const { body = '', items } = ingest(sourceId, [testItem(name)]);
	return raw(body.padEnd(bytes, ' '), items);
}

/** A source id of so many characters that nobody has. */
export function unknownSource(characters: number): string {
	const digits = createHash('sha256').update(PREFIX).digest('hex').repeat(3);
	return `${PREFIX}${digits}`.slice(0, characters);
}
