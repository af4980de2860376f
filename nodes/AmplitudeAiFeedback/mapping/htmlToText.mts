/**
 * HTML to text by `html-to-text`. The published package has no dependencies, so the build bundles this
 * file with what it imports into one module; `plainText.ts` loads it when it is first needed.
 */
import { compile, type HtmlToTextOptions, type SelectorDefinition } from 'html-to-text';

/** How emails hide their preview line and other invisible parts. */
const HIDDEN_STYLES = [
	'display:none',
	'display: none',
	'visibility:hidden',
	'visibility: hidden',
	'mso-hide:all',
	'mso-hide: all',
	'max-height:0;',
	'max-height: 0;',
	'max-height:0px',
	'max-height: 0px',
];
const LEFT_OUT = [
	...HIDDEN_STYLES.map((style) => `[style*="${style}" i]`),
	...['[hidden]', 'title', 'style', 'script', 'img'],
];
const LINE = { leadingLineBreaks: 1, trailingLineBreaks: 1 };
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

const leftOut = LEFT_OUT.map((selector): SelectorDefinition => ({ selector, format: 'skip' }));
const headings = HEADINGS.map((selector): SelectorDefinition => ({
	selector,
	format: 'heading',
	options: { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 1 },
}));
const options: HtmlToTextOptions = {
	wordwrap: false,
	// All of it: mailing lists add their lines behind the body.
	baseElements: { selectors: ['no-such-element'], returnDomByDefault: true },
	selectors: [
		...leftOut,
		...headings,
		{ selector: 'a', options: { ignoreHref: true } },
		{ selector: 'p', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
		{ selector: 'ul', options: { itemPrefix: '- ' } },
		// Most tables of mails only make the layout, so a row is a line and a cell a part of it.
		{ selector: 'table', format: 'block', options: LINE },
		{ selector: 'tr', format: 'block', options: LINE },
		{ selector: 'td', format: 'inlineSurround', options: { suffix: ' ' } },
		{ selector: 'th', format: 'inlineSurround', options: { suffix: ' ' } },
		{ selector: 'hr', format: 'block', options: LINE },
	],
};

const convertFlowing = compile(options);
const convertKeepingLines = compile({ ...options, preserveNewlines: true });

export function convert(html: string, keepLines: boolean): string {
	return keepLines ? convertKeepingLines(html) : convertFlowing(html);
}
