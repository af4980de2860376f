import { BLOCK_NAMES, UNSEEN_NAMES } from './htmlTags';

const TAG = /<(\/?)([A-Za-z][\w:-]*)[^<>]*>?/y;
const COMMENT = '<!--';

/**
 * Takes the tags out of HTML that is too deep or too long for a parser, in time that grows with its
 * length alone. It knows lines, lists, cells, scripts and comments, but neither hidden elements nor
 * preformatted text.
 *
 * @returns text with its entities
 */
export function stripTags(html: string): string {
	const parts: string[] = [];
	const searched = new Map<string, number>();
	/** Finds a text, and notes where there is none, so that the rest is not searched again and again. */
	const find = (text: string, from: number): number => {
		if (searched.get(text) === -1) return -1;
		const found = html.indexOf(text, from);
		searched.set(text, found);
		return found;
	};
	let position = 0;
	while (position < html.length) {
		const start = html.indexOf('<', position);
		parts.push(html.slice(position, start < 0 ? html.length : start).replace(/[ \t\r\n]+/g, ' '));
		if (start < 0) break;
		position = start + 1;
		if (html.startsWith(COMMENT, start)) {
			const end = find('-->', start);
			position = end < 0 ? start + COMMENT.length : end + 3;
			continue;
		}
		TAG.lastIndex = start;
		const [tag, slash, name = ''] = TAG.exec(html) ?? [];
		if (tag === undefined) {
			const end = find('>', start);
			if (end >= 0) position = end + 1;
			continue;
		}
		position = start + tag.length;
		const element = name.toLowerCase();
		if (slash === '' && UNSEEN_NAMES.has(element)) {
			const end = find(`</${name}`, position);
			if (end >= 0) position = end;
		} else {
			parts.push(separatorOf(element, slash === ''));
		}
	}
	return parts.join('');
}

function separatorOf(element: string, isStart: boolean): string {
	if (element === 'td' || element === 'th') return isStart ? '' : ' ';
	if (element === 'li') return isStart ? '\n- ' : '';
	if (element === 'p') return '\n\n';
	return element === 'br' || BLOCK_NAMES.has(element) ? '\n' : '';
}
