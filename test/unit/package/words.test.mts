import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../tools/shared/folders.mts';

/** Words that the project does not use, by what to write instead. */
const RETIRED: Readonly<Record<string, RegExp>> = {
	'concurrency limit': /\b(lanes?|rooms?)\b/i,
	'delivery state': /\b(ledgers?|the books)\b/i,
	'probe from the end': /\b(witness(es)?|ask_?witness)\b/i,
	'classify, response class': /\b(verdicts?|judg(e[sd]?|ing|ement)|hopeless|unattributable)\b/i,
	'retry context, next step': /\b(situations?|decide(Next)?Action)\b/i,
	bisect: /narrow(s|ed|ing)?[ _]?down\b/i,
	'possibly applied, unresolved': /may_?Have_?Arrived|settle_?Open/i,
	'row error': /\b(row_?problem|RowReader)\b/i,
	'unsent rows': /\b(set_?aside|withoutText|messagesLeftOut)\b/,
	'transport failure': /\bno_?answer\b/i,
	'abort, run failure': /\bgive_?up\b/,
	redact: /\breworded\b/i,
	fixes: /\bmend(s|ed|ing)?\b/i,
	'valid response': /\b(believable|is no (answer|refusal))\b/i,
	'a response with 429': /\banswer(s|ed)? (with|by) (an? )?\d{3}\b/i,
	'was saved; is in': /\bstands?\b(?! (out|for|alone)\b)/i,
	'goes in': /\bbelongs? into\b/i,
	'this many': /\bso many\b/i,
	unchanged: /\bas (it is|they are)(?=[.,;:)]|$)/im,
	'with (replace … with)':
		/\breplac(e[sd]?|ing)\b[^.\n]{0,60} by (your|the|an?)\b(?! (text|check))/i,
	'Map Each Column Manually': /\bmap(ped|s)? by hand\b/i,
	again: /\banew\b/i,
	'no one': /\b([Nn]obody|[Aa]nybody|[Ee]verybody|[Ss]omebody)\b/,
};

const FOLDERS = ['*.md', '.github', 'credentials', 'docs', 'examples', 'nodes', 'tools'];

const TEXTS = execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...FOLDERS], {
	cwd: packageRoot,
	encoding: 'utf8',
})
	.trim()
	.split('\n')
	.filter((file) => /\.(md|json|ya?ml|[cm]?[jt]s)$/.test(file))
	.filter((file) => existsSync(join(packageRoot, file)))
	.map((file) => ({ file, lines: readFileSync(join(packageRoot, file), 'utf8').split('\n') }));

describe('documentation, code, examples, and every text that they show', () => {
	test.each(Object.entries(RETIRED))('say "%s", not another word', (_instead, retired) => {
		const uses = TEXTS.flatMap(({ file, lines }) =>
			lines.flatMap((text, index) => {
				const [use] = retired.exec(text) ?? [];
				return use === undefined ? [] : [`${file}:${index + 1}: ${use}`];
			}),
		);
		expect(uses).toStrictEqual([]);
	});
});

test('batching has no other name', () => {
	const uses = TEXTS.filter(({ file }) => /^(nodes|credentials)\//.test(file)).flatMap(
		({ file, lines }) =>
			lines.filter((text) => /\bpack(s|ed|ing)?\b/i.test(text)).map((text) => `${file}: ${text}`),
	);
	expect(uses).toStrictEqual([]);
});
