/** Items of which one cannot be taken: whether it takes the others along, and who is named. */
import { countsOf, finding, isPartly, isRefused, isTrouble, open, tell } from './answers.mts';
import { ingest, longText, marked, type Finding, type Probe, type Seen } from './probe.mts';

/** Longer than any review; the documentation's one example of a failure is a text that is too long. */
const LONG_TEXT = 1_000_000;

/** Each makes a probe for a source. */
export const BAD_ITEMS: readonly ((sourceId: string) => Probe)[] = [emptyMessage, longTexts];

function emptyMessage(sourceId: string): Probe {
	const bad = { ...marked('bad-item'), conversation_parts: [marked('bad-item-1', '')] };
	const nested = {
		...marked('nested'),
		conversation_parts: [{ ...marked('nested-1'), conversation_parts: [marked('nested-2')] }],
	};
	return {
		requests: [ingest(sourceId, [marked('good-item'), bad]), ingest(sourceId, [nested])],
		judge: ([seen, ofNested]) => [
			finding(
				'documented',
				'A message without text is refused',
				seen!,
				isPartly(seen!) || isRefused(seen!),
			),
			finding(
				'documented',
				'Messages within messages are refused',
				ofNested!,
				isPartly(ofNested!) || isRefused(ofNested!),
			),
			finding(
				'assumed',
				'An item of the wrong shape fails alone, and the others are taken',
				seen!,
				isPartly(seen!),
			),
		],
	};
}

function longTexts(sourceId: string): Probe {
	const withPart = {
		...marked('long-message'),
		conversation_parts: [marked('long-message-1', longText(LONG_TEXT))],
	};
	return {
		requests: [
			ingest(sourceId, [marked('short'), marked('long', longText(LONG_TEXT))]),
			ingest(sourceId, [marked('short'), withPart]),
		],
		judge: ([ofItem, ofPart]) => [
			finding(
				'assumed',
				'A text of 1,000,000 characters is taken',
				ofItem!,
				!isPartly(ofItem!) && !isRefused(ofItem!),
			),
			partlyFailed(ofItem!, ofPart!),
			names('A failed item is named in "errors"', 'documented', ofItem!, 'long'),
			names('"errors" names the item of a bad message', 'assumed', ofPart!, 'long-message'),
		],
	};
}

function partlyFailed(...answers: Seen[]): Finding {
	const claim = 'A partly failed request is answered with 200';
	const seen = answers.find(isPartly);
	return seen === undefined
		? open('assumed', claim, `no request failed in part: ${tell(answers[0]!)}`)
		: finding('assumed', claim, seen, seen.status === 200);
}

function names(claim: string, grade: Finding['grade'], seen: Seen, name: string): Finding {
	if (isTrouble(seen) || !isPartly(seen)) return open(grade, claim, `no failure: ${tell(seen)}`);
	const ids = countsOf(seen)?.errors.map(({ unique_id }) => unique_id) ?? [];
	return finding(grade, claim, seen, ids.includes(marked(name).unique_id));
}
