import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadNodeType } from '../../../tools/engine/loading.mts';
import { packageRoot } from '../../../tools/shared/folders.mts';
import { deadLinks, endsOf, unfit, unreachable } from './checks/hygiene.mts';
import { untidy } from './checks/layout.mts';
import { undocumented, unlikeTheNode } from './checks/parameters.mts';
import { exampleNames, exampleText, readExample } from './example.mts';
import { expectations } from './expected/index.mts';

/** Examples with tests of their own. */
export const withOwnTests = ['ai-agent-tool', 'nightly-redelivery'];

const read = (...path: string[]) => readFileSync(join(packageRoot(), ...path), 'utf8');

/** The files as such. */
export function fileChecks(): void {
	test('every example has an expectation, and a place in the gallery', () => {
		expect(exampleNames()).toEqual([...Object.keys(expectations), ...withOwnTests].sort());
		const gallery = read('examples', 'README.md');
		const shown = [...gallery.matchAll(/\]\(([\w-]+)\.json\)/g)].map(([, name]) => name);
		expect(shown.sort()).toEqual(exampleNames());
		const pictures = [...gallery.matchAll(/screenshots\/examples\/([\w-]+)\.png\)/g)];
		expect(pictures.map(([, name]) => name).sort()).toEqual(exampleNames());
	});

	describe.each(exampleNames())('%s', (name) => {
		const example = readExample(name);

		test('can be shared', () => {
			const { homepage } = JSON.parse(read('package.json')) as { homepage: string };
			expect(unfit(exampleText(name), example)).toEqual([]);
			expect(deadLinks(exampleText(name), homepage, read)).toEqual([]);
		});

		test('is tidy, and every node is reached', () => {
			expect(untidy(example)).toEqual([]);
			expect(unreachable(example)).toEqual([]);
		});

		test("has our node's fields as the editor saves them", async () => {
			const { methods } = loadNodeType() as unknown as {
				methods: {
					localResourceMapping: {
						getMappingFields(): Promise<{ fields: Parameters<typeof unlikeTheNode>[1] }>;
					};
				};
			};
			const { fields } = await methods.localResourceMapping.getMappingFields();
			expect(unlikeTheNode(example, fields)).toEqual([]);
		});
	});

	describe.each(Object.entries(expectations))('%s', (name, expected) => {
		const example = readExample(name);

		test('maps as docs/mapping.md says, and all its ends are looked at', () => {
			const own = expected.ownExpressions ?? [];
			expect(undocumented(example, read('docs', 'mapping.md')).sort()).toEqual([...own].sort());
			expect(endsOf(example).sort()).toEqual(Object.keys(expected.ends).sort());
		});

		test('holds the sample rows that the mappings are proven with', () => {
			const pinned = Object.entries(example.pinData).map(([node, rows]) => [
				node,
				rows.map(({ json }) => json),
			]);
			expect(Object.fromEntries(pinned)).toEqual(expected.pinned);
		});
	});
}
