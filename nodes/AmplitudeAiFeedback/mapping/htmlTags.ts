/** Tells HTML tags from other texts in angle brackets: `a < b`, `<3`, `List<String>`, `<jane@example.com>`. */

const BLOCKS =
	'address|article|aside|blockquote|body|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h1|h2|h3|h4|h5|h6|header|hr|html|legend|li|main|nav|ol|p|pre|section|summary|table|tbody|tfoot|thead|tr|ul';
const VOIDS = 'area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr';
/** Elements whose content is not text. Others, such as `iframe` and `head`, often lack their end tag. */
const UNSEEN = 'script|style|title';
const OTHERS =
	'a|abbr|acronym|applet|audio|b|bdi|bdo|big|button|canvas|caption|cite|code|colgroup|data|datalist|del|dfn|em|font|head|i|iframe|ins|kbd|label|map|mark|noscript|object|optgroup|option|output|picture|progress|q|s|samp|select|small|span|strike|strong|sub|sup|svg|td|template|textarea|th|time|tt|u|var|video';
const ALL = `${BLOCKS}|${VOIDS}|${UNSEEN}|${OTHERS}`;
/** Tags that show a text to be HTML even without an attribute or an end tag. */
const TELLING = `${BLOCKS}|br|img|font|span|strong|em|td|th`;

export const BLOCK_NAMES: ReadonlySet<string> = new Set(BLOCKS.split('|'));
export const UNSEEN_NAMES: ReadonlySet<string> = new Set(UNSEEN.split('|'));
const VOID_NAMES: ReadonlySet<string> = new Set(VOIDS.split('|'));
const NAMES: ReadonlySet<string> = new Set(ALL.split('|'));

/** Names are written in small letters or in capitals: `<Object>` is a type. */
const either = (names: string): string => `(?:${names}|${names.toUpperCase()})`;

/** Each part ends at the next angle bracket, so that nothing is searched twice. */
const HTML = new RegExp(
	[
		`<${either(TELLING)}(?:\\s[^<>]*)?/?>`,
		`</${either(ALL)}\\s*>`,
		`<${either(ALL)}\\s[^<>=]*=[^<>]*>`,
		'<!(?:DOCTYPE|doctype|--)',
	].join('|'),
);
/** A left angle bracket with what may be the rest of a tag, up to the next bracket. */
const ANGLE_BRACKET = /<(\/?)([A-Za-z][\w:-]*)?([^<>]*)/g;
const DECLARATION = /^<(?:!doctype|!\[(?:if|endif)|\?xml)/i;
const COMMENT = '<!--';
/** Feeds wrap HTML in these; a parser takes them for a comment. */
const CDATA = /<!\[CDATA\[|\]\]>/g;

/** Whether a text has an HTML tag. */
export function hasTag(text: string): boolean {
	return HTML.test(text);
}

/** HTML in which every angle bracket that remains belongs to a tag or a comment. */
export interface CleanHtml {
	html: string;
	/** How deep its elements are nested at most. Elements without an end tag count as open to the end. */
	depth: number;
	/** Whether it has tags that begin a line. */
	hasLines: boolean;
}

/** Escapes angle brackets that belong to no tag, since a parser would leave out what follows them. */
export function cleanHtml(given: string): CleanHtml {
	const text = given.replace(CDATA, '');
	const lastCommentEnd = text.lastIndexOf('-->');
	const isDeclaration = (at: number) =>
		text.startsWith(COMMENT, at) ? at < lastCommentEnd : DECLARATION.test(text.slice(at, at + 9));
	const nesting = new Nesting();
	let hasLines = false;
	const html = text.replace(
		ANGLE_BRACKET,
		(all: string, slash: string, name: string | undefined, rest: string, at: number) => {
			const escaped = `&lt;${all.slice(1)}`;
			if (name === undefined) return isDeclaration(at) ? all : escaped;
			if (!isTag(slash, name, rest, text[at + all.length])) return escaped;
			const element = name.toLowerCase();
			hasLines ||= element === 'br' || BLOCK_NAMES.has(element);
			if (!VOID_NAMES.has(element)) nesting.add(element, slash === '');
			return all;
		},
	);
	return { html, depth: nesting.depth, hasLines };
}

function isTag(slash: string, name: string, rest: string, next?: string): boolean {
	if (!/^(?:$|[\s/])/.test(rest)) return false;
	// A quoted attribute may hold angle brackets of its own.
	const isComplete = next === '>' || rest.split('"').length % 2 === 0;
	if (!isComplete) return false;
	// Elements of other vocabularies, such as Word's <o:p>.
	if (/[:-]\w/.test(name)) return true;
	const element = name.toLowerCase();
	if (!NAMES.has(element)) return false;
	if (slash !== '' || rest.includes('=')) return true;
	// As in "if a <b and c> d".
	if (/^[abiqsu]$/.test(element) && !/^\s*\/?$/.test(rest)) return false;
	return name === element || name === name.toUpperCase() || VOID_NAMES.has(element);
}

/** Counts open elements. A parser may close more of them at an end tag, never fewer. */
class Nesting {
	depth = 0;
	private current = 0;
	private readonly open = new Map<string, number>();

	add(element: string, isStart: boolean): void {
		const open = this.open.get(element) ?? 0;
		if (!isStart && open === 0) return;
		const change = isStart ? 1 : -1;
		this.open.set(element, open + change);
		this.current += change;
		this.depth = Math.max(this.depth, this.current);
	}
}
