/** A text in quotes, perhaps cut off at the end; a bracket, comma or colon; anything else but space. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|[{}[\],:]|[^\s{}[\],:"]+/gs;
const OPENING = '{[';
const CLOSING = '}]';

/**
 * Lays JSON out in lines and changes nothing but the space between its tokens: numbers, escapes and
 * repeated names stay as they were sent. The text may be cut off anywhere.
 */
export function layOutJson(json: string): string {
	let depth = 0;
	let before = '';
	let text = '';
	for (const [token] of json.matchAll(TOKEN)) {
		const isClosing = CLOSING.includes(token);
		if (isClosing) depth--;
		const isEmpty = isClosing && OPENING.includes(before) && before !== '';
		const startsLine = !isEmpty && (isClosing || (before !== '' && `${OPENING},`.includes(before)));
		if (startsLine) text += `\n${'  '.repeat(Math.max(0, depth))}`;
		text += token === ':' ? ': ' : token;
		if (OPENING.includes(token)) depth++;
		before = token;
	}
	return text;
}

/** A body as the page shows it: JSON in lines, everything else unchanged. */
export function readableBody(body: string, isWhole: boolean): string {
	if (isWhole) return isJson(body) ? layOutJson(body) : body;
	return /^\s*[{[]/.test(body) ? layOutJson(body) : body;
}

function isJson(body: string): boolean {
	try {
		JSON.parse(body);
		return true;
	} catch {
		return false;
	}
}
