import type { ConversationPart, FeedbackItem } from '../../mapping/feedbackItem';
import { hasTag } from '../../mapping/htmlTags';
import { removePatterns, type Pattern } from '../../mapping/patterns';
import type { Sliced } from '../../slices';
import type { RowResult } from '../rowResult';
import { count, formatCount, quote } from './format';

/** The options that change texts. */
export interface PreviewOptions {
	textFormat: 'unchanged' | 'plainText';
	redact: readonly Pattern[];
}

/** What a dry run knows besides its previews. */
export interface PreviewFacts extends PreviewOptions {
	/** A time that has no offset, if there is one. */
	localTime?: unknown;
	/** IANA name of the workflow's time zone. */
	timeZone: string;
}

type Preview = FeedbackItem | ConversationPart;

/**
 * Describes what is unusual in the previews of a dry run, a sentence each. None of it is an error, and
 * nothing is rejected for it.
 *
 * @returns nothing where there are no previews: the run was no dry run, or has nothing to send
 */
export function* describePreviews(
	results: readonly RowResult[],
	{ textFormat, redact, localTime, timeZone }: PreviewFacts,
): Sliced<string[]> {
	const previews = results.flatMap(({ preview }) => (preview === undefined ? [] : [preview]));
	if (previews.length === 0) return [];
	let noEmail = 0;
	let noTime = 0;
	let html = 0;
	let cards = 0;
	const times = new Set<string | undefined>();
	const looksForHtml = textFormat === 'unchanged';
	const looksForCards = !redact.includes('card');
	for (const preview of previews) {
		yield;
		const { email, created_at: time } = preview;
		if (email === undefined) noEmail++;
		if (time === undefined) noTime++;
		times.add(time);
		if (looksForHtml && hasTextWith(hasTag, preview)) html++;
		if (looksForCards && hasTextWith(hasCard, preview)) cards++;
	}

	const of = (found: number) => `${formatCount(found)} of ${count(previews.length, 'row')}`;
	const sentences: string[] = [];
	if (noEmail > 0) sentences.push(`${of(noEmail)} have no Email.`);
	if (noTime > 0) sentences.push(`${of(noTime)} have no Created At.`);
	const [time] = times;
	if (previews.length > 1 && times.size === 1 && time !== undefined) {
		sentences.push(`All rows have the same Created At, ${time}.`);
	}
	if (localTime !== undefined) {
		sentences.push(
			`Times without an offset, such as ${quote(localTime)}, are read in the time zone of the workflow, ${timeZone}.`,
		);
	}
	if (html > 0) {
		sentences.push(`${of(html)} have texts that look like HTML: see the option "Text Format".`);
	}
	if (cards > 0) {
		sentences.push(`${of(cards)} have card numbers in texts: see the option "Remove Patterns".`);
	}
	return sentences;
}

const CARDS: ReadonlySet<Pattern> = new Set(['card']);

function hasCard(text: string): boolean {
	return removePatterns(text, CARDS).count > 0;
}

function hasTextWith(isIn: (text: string) => boolean, preview: Preview): boolean {
	if (preview.body !== undefined && isIn(preview.body)) return true;
	const parts = 'conversation_parts' in preview ? preview.conversation_parts : undefined;
	return parts?.some(({ body }) => isIn(body)) ?? false;
}
