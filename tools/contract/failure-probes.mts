/** Items that cannot be stored: whether they fail alone, and who is named. */
import type { Claim } from '../emulator/api-facts.mts';
import {
	ingest,
	longText,
	testItem,
	type Finding,
	type Probe,
	type ProbeResponse,
} from './probe.mts';
import {
	countsOf,
	finding,
	isInconclusive,
	isPartlyFailed,
	isRefused,
	openFinding,
	summarize,
} from './responses.mts';

/** Longer than any review; the documentation's one example of a failure is a text that is too long. */
const LONG_TEXT = 1_000_000;

/** Sends items and messages of the wrong shape. */
export function invalidItems(sourceId: string): Probe {
	const bad = { ...testItem('bad-item'), conversation_parts: [testItem('bad-item-1', '')] };
	const nested = {
		...testItem('nested'),
		conversation_parts: [{ ...testItem('nested-1'), conversation_parts: [testItem('nested-2')] }],
	};
	return {
		requests: [ingest(sourceId, [testItem('good-item'), bad]), ingest(sourceId, [nested])],
		evaluate: ([ofEmpty, ofNested]) => [
			finding('A message without text is refused', ofEmpty!, hasFailed(ofEmpty!)),
			finding('Messages within messages are refused', ofNested!, hasFailed(ofNested!)),
			finding(
				'An item of the wrong shape refuses the whole request',
				ofEmpty!,
				isRefused(ofEmpty!),
			),
		],
	};
}

/** An ID that an API may write in another way: upper case, a combining accent, a blank at the end. */
const UNUSUAL_ID = 'LONG-e\u0301 ';

/** Sends texts of 1,000,000 characters. */
export function longTexts(sourceId: string): Probe {
	const withPart = {
		...testItem('long-message'),
		conversation_parts: [testItem('long-message-1', longText(LONG_TEXT))],
	};
	const long = ['long', UNUSUAL_ID].map((name) => testItem(name, longText(LONG_TEXT)));
	return {
		requests: [
			ingest(sourceId, [testItem('short'), ...long]),
			ingest(sourceId, [testItem('short'), withPart]),
		],
		evaluate: ([ofItem, ofPart]) => [
			finding('A text of 1,000,000 characters is accepted', ofItem!, !hasFailed(ofItem!)),
			partlyFailed(ofItem!, ofPart!),
			names('A failed item is named in "errors"', ofItem!, 'long'),
			names('"errors" has IDs exactly as they were sent', ofItem!, UNUSUAL_ID),
			names('"errors" names the item of a bad message', ofPart!, 'long-message'),
		],
	};
}

function hasFailed(response: ProbeResponse): boolean {
	return isPartlyFailed(response) || isRefused(response);
}

function partlyFailed(...responses: ProbeResponse[]): Finding {
	const claim = 'A partly failed request gets status 200';
	const partly = responses.find(isPartlyFailed);
	return partly === undefined
		? openFinding(claim, `no request failed in part: ${summarize(responses[0]!)}`)
		: finding(claim, partly, partly.status === 200);
}

function names(claim: Claim, response: ProbeResponse, name: string): Finding {
	if (isInconclusive(response) || !isPartlyFailed(response)) {
		return openFinding(claim, `no failure: ${summarize(response)}`);
	}
	const ids = countsOf(response)?.errors.map(({ unique_id }) => unique_id) ?? [];
	return finding(claim, response, ids.includes(testItem(name).unique_id));
}
