/** Items of which one cannot be taken: whether it takes the others along, and who is named. */
import {
	countsOf,
	finding,
	isPartlyFailed,
	isRefused,
	isInconclusive,
	openFinding,
	summarize,
} from './responses.mts';
import {
	ingest,
	longText,
	testItem,
	type Finding,
	type Probe,
	type ProbeResponse,
} from './probe.mts';

/** Longer than any review; the documentation's one example of a failure is a text that is too long. */
const LONG_TEXT = 1_000_000;

/** Each makes a probe for a source. */
export const BAD_ITEMS: readonly ((sourceId: string) => Probe)[] = [emptyMessage, longTexts];

function emptyMessage(sourceId: string): Probe {
	const bad = { ...testItem('bad-item'), conversation_parts: [testItem('bad-item-1', '')] };
	const nested = {
		...testItem('nested'),
		conversation_parts: [{ ...testItem('nested-1'), conversation_parts: [testItem('nested-2')] }],
	};
	return {
		requests: [ingest(sourceId, [testItem('good-item'), bad]), ingest(sourceId, [nested])],
		evaluate: ([seen, ofNested]) => [
			finding(
				'documented',
				'A message without text is refused',
				seen!,
				isPartlyFailed(seen!) || isRefused(seen!),
			),
			finding(
				'documented',
				'Messages within messages are refused',
				ofNested!,
				isPartlyFailed(ofNested!) || isRefused(ofNested!),
			),
			finding(
				'assumed',
				'An item of the wrong shape fails alone, and the others are taken',
				seen!,
				isPartlyFailed(seen!),
			),
		],
	};
}

function longTexts(sourceId: string): Probe {
	const withPart = {
		...testItem('long-message'),
		conversation_parts: [testItem('long-message-1', longText(LONG_TEXT))],
	};
	return {
		requests: [
			ingest(sourceId, [testItem('short'), testItem('long', longText(LONG_TEXT))]),
			ingest(sourceId, [testItem('short'), withPart]),
		],
		evaluate: ([ofItem, ofPart]) => [
			finding(
				'assumed',
				'A text of 1,000,000 characters is taken',
				ofItem!,
				!isPartlyFailed(ofItem!) && !isRefused(ofItem!),
			),
			partlyFailed(ofItem!, ofPart!),
			names('A failed item is named in "errors"', 'documented', ofItem!, 'long'),
			names('"errors" names the item of a bad message', 'assumed', ofPart!, 'long-message'),
		],
	};
}

function partlyFailed(...answers: ProbeResponse[]): Finding {
	const claim = 'A partly failed request is answered with 200';
	const seen = answers.find(isPartlyFailed);
	return seen === undefined
		? openFinding('assumed', claim, `no request failed in part: ${summarize(answers[0]!)}`)
		: finding('assumed', claim, seen, seen.status === 200);
}

function names(claim: string, grade: Finding['grade'], seen: ProbeResponse, name: string): Finding {
	if (isInconclusive(seen) || !isPartlyFailed(seen))
		return openFinding(grade, claim, `no failure: ${summarize(seen)}`);
	const ids = countsOf(seen)?.errors.map(({ unique_id }) => unique_id) ?? [];
	return finding(grade, claim, seen, ids.includes(testItem(name).unique_id));
}
