import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ResourceMapperField } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../tools/shared/folders.mts';
import { resourceMapperFields } from '../../../tools/engine/harness.mts';
import { expectations, typed } from '../../fixtures/example-expectations.mts';
import { exampleNames, exampleText, readExample } from '../../fixtures/examples.mts';
import {
	deadLinks,
	lastNodes,
	mapperProblems,
	sharingProblems,
	typedExpressions,
	undocumentedExpressions,
	wiringProblems,
} from './file-checks.mts';

/** Examples whose end-to-end tests need more than their sample rows. */
const WITH_OWN_TESTS = [
	'ai-agent-tool',
	'alert-on-problems',
	'large-backfill',
	'nightly-redelivery',
];

const read = (...path: string[]) => readFileSync(join(packageRoot, ...path), 'utf8');
const { homepage } = JSON.parse(read('package.json')) as { homepage: string };

test('every example has an expectation, a place in the gallery, and a picture there', () => {
	expect(exampleNames()).toEqual([...Object.keys(expectations), ...WITH_OWN_TESTS].sort());
	const gallery = read('examples', 'README.md');
	const named = (pattern: RegExp) => [...gallery.matchAll(pattern)].map(([, name]) => name).sort();
	expect(named(/\]\(([\w-]+)\.json\)/g)).toEqual(exampleNames());
	expect(named(/screenshots\/examples\/([\w-]+)\.png\)/g)).toEqual(exampleNames());
});

describe.each(exampleNames())('the example %s', (name) => {
	const example = readExample(name);
	let fields: ResourceMapperField[];
	beforeAll(async () => {
		({ fields } = await resourceMapperFields({ parameter: 'item' }));
	});

	test('holds nothing that must not be shared, and its links lead somewhere', () => {
		expect(sharingProblems(exampleText(name), example)).toEqual([]);
		expect(deadLinks(exampleText(name), homepage, read)).toEqual([]);
	});

	test('has no node that a run cannot reach', () => {
		expect(wiringProblems(example)).toEqual([]);
	});

	test('is made by dragging, except for what a vendor or n8n asks for', () => {
		expect(typedExpressions(example)).toEqual(typed[name] ?? []);
	});

	test("has our node's fields as the editor saves them", () => {
		expect(mapperProblems(example, fields)).toEqual([]);
	});
});

describe.each(Object.entries(expectations))('the example %s', (name, expected) => {
	const example = readExample(name);

	test('maps as docs/mapping.md says', () => {
		expect(undocumentedExpressions(example, read('docs', 'mapping.md'))).toEqual([]);
	});

	test('ends in the nodes at which the end-to-end test looks', () => {
		expect(lastNodes(example).sort()).toEqual(Object.keys(expected.ends).sort());
	});

	test('holds the sample rows that the mappings are proven with', () => {
		const pinned = Object.entries(example.pinData).map(([node, rows]) => [
			node,
			rows.map(({ json }) => json),
		]);
		expect(Object.fromEntries(pinned)).toEqual(expected.pinned);
	});
});
