import { cleanHtml, hasTag } from './htmlTags';
import { stripTags } from './stripTags';
import type { convert } from './htmlToText';

/** Converts a text that may be HTML. */
export type ToPlainText = (text: string) => string;

const ENTITY = /&(?:#\d{1,7}|#[Xx][\dA-Fa-f]{1,6}|[A-Za-z][A-Za-z\d]{1,30});/g;
/** A character that no text contains. */
const SEPARATOR = '\ue000';
/** The converter recurses for each level; emails have about fifty. */
const MAX_DEPTH = 200;
/** In characters. The converter takes about 0.1 ms for 1,000 of them. */
const MAX_LENGTH = 500_000;

/**
 * Loads what converts HTML to plain text. It is a third of a megabyte, so it is loaded for those who use it.
 *
 * @returns a function that converts texts with a tag or an entity, and returns all others unchanged.
 *   HTML that is nested deeper than 200 levels or longer than 500,000 characters only loses its tags
 *   (see `stripTags`), because converting it could overflow the stack or take long
 */
export async function loadPlainText(): Promise<ToPlainText> {
	const { convert } = await import('./htmlToText.js');
	return (text) => toPlainText(text, convert);
}

function toPlainText(text: string, converter: typeof convert): string {
	const decode = (part: string) => decodeEntities(part, converter);
	if (!hasTag(text)) return decode(text);
	const { html, depth, hasLines } = cleanHtml(text);
	const isTooMuch = depth > MAX_DEPTH || html.length > MAX_LENGTH;
	const converted = isTooMuch ? '' : tidy(converter(html, !hasLines));
	// Also if a hidden element without its end tag hides everything.
	return converted === '' ? tidy(decode(stripTags(html))) : converted;
}

/** Decodes a text's entities and leaves everything else unchanged, including spaces. */
function decodeEntities(text: string, converter: typeof convert): string {
	const entities = [...new Set(text.match(ENTITY))];
	if (entities.length === 0) return text;
	// Within dots, because the converter leaves out line breaks at the ends.
	const all = converter(`<pre>.${entities.join(SEPARATOR)}.</pre>`, true);
	const characters = all.slice(1, -1).split(SEPARATOR);
	if (characters.length !== entities.length) return text;
	const decoded = new Map(entities.map((entity, index) => [entity, characters[index] as string]));
	return text.replace(ENTITY, (entity) => decoded.get(entity) ?? entity);
}

/** Turns similar blanks into one, and removes blanks at the ends of lines and repeated empty lines. */
function tidy(text: string): string {
	const lines = text.replaceAll('\u00a0', ' ').split('\n');
	return lines
		.map((line) => line.trimEnd())
		.join('\n')
		.replace(/\n{3,}/g, '\n\n')
		.trim();
}
