import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { probesFor } from '../../../tools/contract/probes.mts';
import {
	API_FACTS,
	CREDENTIAL_FACTS,
	REQUEST_FACTS,
	RESPONSE_FACTS,
	type ApiFact,
} from '../../../tools/emulator/api-facts.mts';
import {
	describeSetting,
	parseSettings,
	SETTING_NAMES,
} from '../../../tools/emulator/settings.mts';
import { packageRoot } from '../../../tools/shared/folders.mts';

const facts: readonly ApiFact[] = API_FACTS;
/** The settings that play something of the facts. */
const named = facts.flatMap(({ settings = {} }) => Object.keys(settings));
const page = readFileSync(join(packageRoot, 'docs', 'api.md'), 'utf8');

/** The rows of a table of the page, without its head. */
function tableUnder(heading: string): string[][] {
	const section = page.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
	const lines = section.split('\n').filter((line) => line.startsWith('|'));
	return lines.slice(2).map((line) => {
		const cells = line.split('|').slice(1, -1);
		return cells.map((cell) => cell.trim());
	});
}

describe('docs/api.md', () => {
	test.each<[string, readonly ApiFact[]]>([
		['Requests', REQUEST_FACTS],
		['Responses', RESPONSE_FACTS],
		['Keys', CREDENTIAL_FACTS],
	])('has the facts about %s, with grades and what the node does', (heading, expected) => {
		expect(tableUnder(heading)).toStrictEqual(
			expected.map(({ fact, grade, node }) => [fact, grade, node]),
		);
	});

	test('has every claim that the probe checks, with the grade of its fact', () => {
		expect(tableUnder('Try it yourself')).toStrictEqual(
			facts.flatMap(({ grade, claims = [] }) => claims.map((claim) => [claim, grade])),
		);
	});

	test('has every setting that plays another API, with its default', () => {
		const defaults = parseSettings({});
		const rows = SETTING_NAMES.filter((name) => named.includes(name)).map((name) => [
			`\`${name}\``,
			`\`${JSON.stringify(defaults[name])}\``,
			describeSetting(name).text,
		]);
		expect(tableUnder('Play another API')).toStrictEqual(rows);
	});
});

test('the probe checks every claim of the facts once, and no others', () => {
	const noResponse = { status: 0, text: '', json: undefined };
	const findings = probesFor('bin').flatMap((probe) =>
		probe.evaluate(probe.requests.map(() => noResponse)),
	);
	expect(findings.map(({ claim }) => claim).sort()).toStrictEqual(
		facts.flatMap(({ claims = [] }) => claims).sort(),
	);
});

test("the emulator's defaults are what the facts assume", () => {
	const settings = Object.assign({}, ...facts.map((fact) => fact.settings)) as object;
	expect(parseSettings({})).toMatchObject(settings);
});

test('every setting belongs to one fact, those aside that are no property of the API', () => {
	const own = ['port', 'apiKey', 'secretKey', 'responseDelayMs'];
	expect([...own, ...named].sort()).toStrictEqual(Object.keys(parseSettings({})).sort());
});
