import { describe, expect, test } from '@jest/globals';
import GithubSlugger from 'github-slugger';
import MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../../tools/shared/folders.mts';

const parser = new MarkdownIt({ html: true });

/** Every page that git knows, including those not committed yet. */
const PAGES = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
	cwd: packageRoot,
	encoding: 'utf8',
})
	.trim()
	.split('\n')
	.filter((page) => existsSync(join(packageRoot, page)));

function tokensOf(page: string): Token[] {
	const tokens = parser.parse(readFileSync(join(packageRoot, page), 'utf8'), {});
	return tokens.flatMap((token) => [token, ...(token.children ?? [])]);
}

/** The links and pictures of a page's own HTML. */
function htmlLinks({ type, content }: Token): string[] {
	if (!type.startsWith('html_')) return [];
	return [...content.matchAll(/\b(?:href|src|srcset)="([^"]*)"/g)].map(([, link = '']) => link);
}

/** The page's links and pictures within the project. */
function localLinks(page: string): string[] {
	return tokensOf(page)
		.flatMap((token) => [token.attrGet('href'), token.attrGet('src'), ...htmlLinks(token)])
		.filter((link): link is string => typeof link === 'string' && !/^[a-z]+:/.test(link))
		.map(decodeURI);
}

const PATH = /(?<![\w./-])(?:credentials|docs|examples|nodes|test|tools)\/[\w./-]*\w/g;

/** The paths of the project that the page names in code and commands. */
function namedPaths(page: string): string[] {
	return tokensOf(page)
		.filter(({ type }) => ['code_inline', 'code_block', 'fence'].includes(type))
		.flatMap(({ content }) => content.match(PATH) ?? []);
}

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(page: string): Set<string> {
	const slugger = new GithubSlugger();
	const tokens = parser.parse(readFileSync(join(packageRoot, page), 'utf8'), {});
	const headings = tokens.flatMap((token, index) =>
		token.type === 'heading_open' ? [tokens[index + 1]] : [],
	);
	const textOf = (heading: Token | undefined) =>
		(heading?.children ?? []).map(({ content }) => content).join('');
	return new Set(headings.map((heading) => slugger.slug(textOf(heading))));
}

test('the documentation has pages to check', () => {
	expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'docs/mapping.md']));
});

test('every picture in docs/screenshots is on a page', () => {
	const shown = new Set(
		PAGES.flatMap((page) => localLinks(page).map((link) => join(dirname(page), link))),
	);
	const pictures = readdirSync(join(packageRoot, 'docs/screenshots'), { recursive: true })
		.map((path) => join('docs/screenshots', String(path)))
		.filter((path) => path.endsWith('.png'));
	expect(pictures).not.toStrictEqual([]);
	expect(pictures.filter((path) => !shown.has(path))).toStrictEqual([]);
});

describe.each(PAGES)('%s', (page) => {
	test('links only to files and headings that exist', () => {
		const broken = localLinks(page).filter((link) => {
			const [path = '', anchor] = link.split('#');
			const target = path === '' ? page : join(dirname(page), path);
			if (!existsSync(join(packageRoot, target))) return true;
			return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor);
		});
		expect(broken).toStrictEqual([]);
	});

	test('names only paths that exist', () => {
		const missing = namedPaths(page).filter((path) => !existsSync(join(packageRoot, path)));
		expect(missing).toStrictEqual([]);
	});
});
