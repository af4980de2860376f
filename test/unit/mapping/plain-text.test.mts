import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
	loadPlainText,
	type ToPlainText,
} from '../../../nodes/AmplitudeAiFeedback/mapping/plainText.ts';

let toPlainText: ToPlainText;

beforeAll(async () => {
	toPlainText = await loadPlainText();
});

describe('a text without HTML stays as it is', () => {
	test.each([
		'a < b and b > c',
		'a<b && c>d',
		'if a <b and c> d then',
		'I <3 this app',
		'List<String>, Map<String, Object> and List<T>',
		'Jane <jane@example.com> wrote in <https://example.com/p>:',
		'the field <name> and <your title here>',
		'<-- this one -->',
		'x <br',
		'AT&T, R&D; fish & chips',
		'&unknown; &;',
		' two  spaces\n\n\nand lines \t',
		'',
	])('%j', (text) => {
		expect(toPlainText(text)).toBe(text);
	});

	test('whatever it is', () => {
		const noHtml = fc.string({ unit: 'grapheme' }).filter((text) => !/[<&]/.test(text));
		fc.assert(fc.property(noHtml, (text) => expect(toPlainText(text)).toBe(text)));
	});
});

describe('HTML becomes text:', () => {
	test.each([
		['paragraphs', '<p>One</p><p>Two</p>', 'One\n\nTwo'],
		['line breaks', 'One<br>two<BR/>three<Br>four', 'One\ntwo\nthree\nfour'],
		['blocks', '<div>One</div><div>Two <b>bold</b></div>', 'One\nTwo bold'],
		['headings', '<h1>Title</h1><p>Text</p>', 'Title\n\nText'],
		['lists', '<ul><li>One<ul><li>in</li></ul></li><li>Two</li></ul>', '- One\n  - in\n- Two'],
		[
			'numbered lists',
			'<p>Steps</p><ol><li>One</li><li>Two</li></ol>',
			'Steps\n\n 1. One\n 2. Two',
		],
		['tables', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
		['quotes', '<p>Yes.</p><blockquote>Is it?<br>Now?</blockquote>', 'Yes.\n\n> Is it?\n> Now?'],
		['preformatted text', '<pre>a\n  b</pre>', 'a\n  b'],
		['the texts of links', 'See <a href="https://example.com">our page</a>.', 'See our page.'],
		['entities', '<p>Tom &amp; J&eacute;r&#244;me &lt;3&nbsp;x</p>', 'Tom & Jérôme <3 x'],
		['line breaks of the source', '<p>one\n  two</p>', 'one two'],
		[
			'line breaks of a text with marked words',
			'one\ntwo <b>x</b>\n\nthree',
			'one\ntwo x\n\nthree',
		],
		['other vocabularies', '<p>One<o:p></o:p> <my-tag>two</my-tag></p>', 'One two'],
		['CDATA of feeds', '<![CDATA[<p>One</p>]]>', 'One'],
		['text behind the body', '<html><body><p>One</p></body></html>\n-- \nlist', 'One\n\n-- list'],
		['an element that is never closed', '<p>One <b>two<p>three', 'One two\n\nthree'],
	])('%s', (_name, html, text) => {
		expect(toPlainText(html)).toBe(text);
	});

	test.each([
		['scripts', '<p>One</p><script>if (a < b) alert("x")</script>'],
		['styles', '<style>p > b { color: red }</style><p>One</p>'],
		['a title', '<html><head><title>Mail</title></head><body>One</body></html>'],
		['comments', '<!-- <p>old</p> --><p>One</p><!--[if mso]><p>Outlook</p><![endif]-->'],
		['images', '<p><img src="x.png" alt="A logo">One</p>'],
		['a hidden preheader', '<div style="color:#fff; DISPLAY: none">Peek</div><p>One</p>'],
		['one for Outlook', '<span style="mso-hide:all;max-height:0px">Peek</span><p>One</p>'],
		['what is marked as hidden', '<p hidden>Peek</p><p>One</p>'],
	])('left out are %s', (_name, html) => {
		expect(toPlainText(html)).toBe('One');
	});

	test.each([
		['<p>a < b, <3 and a<b</p>', 'a < b, <3 and a<b'],
		['<p>List<String> and List<Object></p>', 'List<String> and List<Object>'],
		['From Jane <jane@example.com><br>Hello', 'From Jane <jane@example.com>\nHello'],
		['See <https://example.com><br>Hello', 'See <https://example.com>\nHello'],
		['I <? do not know <!important><br>Hello', 'I <? do not know <!important>\nHello'],
		['<p>One</p><!-- never closed <p>Two</p>', 'One\n\n<!-- never closed\n\nTwo'],
		['<p>One</p> and <b', 'One\n\nand <b'],
	])('other angle brackets in it stay: %j', (html, text) => {
		expect(toPlainText(html)).toBe(text);
	});

	test('an entity is decoded in a text without tags, which keeps its lines', () => {
		expect(toPlainText(' Tom &amp; Jerry \n\n\n &lt;b&gt; &#8364;5 ')).toBe(
			' Tom & Jerry \n\n\n <b> €5 ',
		);
	});

	test.each(['<p></p>', '<div>&nbsp;<br></div>', '<img src="x.png">', '<script>x()</script>'])(
		'nothing remains of %j',
		(html) => {
			expect(toPlainText(html)).toBe('');
		},
	);

	test('a hidden element that is never closed does not hide everything', () => {
		expect(toPlainText('<div style="display:none">Peek<p>One</p>')).toBe('Peek\n\nOne');
	});

	test('each of its words survives, in any nesting', () => {
		const word = fc.stringMatching(/^[a-z]{3,8}$/).map((text) => `x${text}`);
		const element = fc.constantFrom('p', 'div', 'b', 'td', 'li', 'a', 'o:p', 'blockquote', 'h2');
		const { node } = fc.letrec<{ node: string }>((tie) => ({
			node: fc.oneof(
				{ maxDepth: 6 },
				word,
				fc
					.tuple(element, fc.array(tie('node'), { minLength: 1, maxLength: 4 }), fc.boolean())
					.map(
						([name, nodes, isClosed]) =>
							`<${name} class="c">${nodes.join(' ')}${isClosed ? `</${name}>` : ''}`,
					),
			),
		}));
		fc.assert(
			fc.property(node, (html) => {
				const words = html.match(/\bx[a-z]{3,8}\b/g) ?? [];
				expect(toPlainText(html).match(/\bx[a-z]{3,8}\b/g) ?? []).toStrictEqual(words);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('HTML that would overflow the stack or take long only loses its tags', () => {
	const SIZE = 300_000;
	const filled = (part: string) => part.repeat(Math.ceil(SIZE / part.length));

	test.each([
		'<div>',
		'<b></i>',
		'<table><tr><td>',
		'<blockquote>',
		'<ul><li>',
		'<p class="a">',
		'<!--',
		'<p><!--',
		'<p a="',
		'<a ',
		'<a =',
		'<',
		'<p>&',
		'&amp',
		'&x1;',
		'</div>',
		'<![CDATA[',
		'<svg><path d="M0 0"/>',
		'<p> \n',
	])('and what stands behind it stays: %j', (part) => {
		const text = toPlainText(`<p>Before</p>${filled(part)}<p>After</p>`);
		expect([text.slice(0, 6), text.slice(-5)]).toStrictEqual(['Before', 'After']);
	});

	test('with its lines, lists, cells and entities, and without scripts and comments', () => {
		const html =
			'<p>One &amp; two<br>three</p><ul><li>a</li><li>b</li></ul><table><tr><td>c</td><td>d</td></tr></table><script>x < y</script><!-- no -->';
		expect(toPlainText(`${'<i>'.repeat(1000)}${html}`)).toBe('One & two\nthree\n\n- a\n- b\n\nc d');
	});
});
