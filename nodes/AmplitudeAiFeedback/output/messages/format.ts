/** Longer values are cut in a sentence. */
const MAX_QUOTED = 300;
/** The same for values of rows, which are often whole texts. */
const MAX_QUOTED_VALUE = 80;

/**
 * Returns a value in quotes for a sentence, short enough to read. Objects are shown as JSON.
 *
 * @example quote('next Tuesday') // "next Tuesday"
 */
export function quote(value: unknown, maxLength = MAX_QUOTED_VALUE): string {
	return `"${cut(typeof value === 'string' ? value : shown(value), maxLength)}"`;
}

/** Names that a sentence lists. */
const MAX_LISTED = 12;

/** @example list(['id', 'text']) // "id", "text" */
export function list(names: readonly string[], separator = ', '): string {
	if (names.length === 0) return 'no properties';
	const listed = names.slice(0, MAX_LISTED).map((name) => quote(name));
	const more = names.length - listed.length;
	return `${listed.join(separator)}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
}

/** Returns the API's own words in quotes. */
export function quoteWords(words: string): string {
	return quote(words, MAX_QUOTED);
}

export function cut(text: string, maxLength = MAX_QUOTED_VALUE): string {
	return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

/** Objects never by `String`: it gives "[object Object]", and fails on what is nested too deep. */
function shown(value: unknown): string {
	if (typeof value !== 'object' || value === null) return String(value);
	const json = toJson(value);
	// JSON writes an invalid date so.
	if (json === 'null') return String(value);
	return json ?? (Array.isArray(value) ? '[…]' : '{…}');
}

function toJson(value: unknown): string | undefined {
	try {
		return JSON.stringify(value);
	} catch {
		return undefined;
	}
}

/** @example formatCount(39998) // 39,998 */
export function formatCount(amount: number): string {
	return amount.toLocaleString('en-US');
}

/** @example count(1, 'row') // 1 row @example count(39998, 'row') // 39,998 rows */
export function count(amount: number, noun: string): string {
	return `${formatCount(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

/** @example times(1) // once @example times(12) // 12 times */
export function times(amount: number): string {
	return amount === 1 ? 'once' : `${formatCount(amount)} times`;
}

/** @example megabytes(5_200_000) // 5.2 MB */
export function megabytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Begins a sentence that describes something in the middle of another. */
export function capitalize(sentence: string): string {
	return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** @param row index of the input row, from 0; people count from 1 */
export function atRow(row: number, sentence: string): string {
	return `Row ${row + 1}: ${sentence}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
};

/** Escapes a text for places that n8n's editor shows as HTML: hints, and descriptions of errors. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>]/g, (character) => ENTITIES[character] as string);
}
