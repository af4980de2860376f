import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addressErrors, failures, hints, KINDS, reasons } from '../../../tools/docs/said.mts';
import { useEmulator } from '../../support/emulator.mts';
import { credentialsFor, reviews, run } from '../../../tools/engine/feedback.mts';
import { loadCredentialType } from '../../../tools/engine/loading.mts';
import { packageRoot } from '../../../tools/shared/realm.mts';

const emulator = useEmulator();
/** The texts that the page explains, with `…` for what differs. */
let keys: string[];
/** What the node was made to say in these tests. */
const said: string[] = [];

beforeAll(async () => {
	const page = await readFile(join(packageRoot, 'docs', 'troubleshooting.md'), 'utf8');
	keys = [...page.matchAll(/^(?:###|-) `([^`]+)`/gm)].map(([, key = '']) => key);
});

/** Whether a text begins as the page has it. */
function isTold(text: string, key: string): boolean {
	const parts = key.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}`, 's').test(text);
}

/** The texts that the page does not explain. */
function untold(texts: readonly string[]): string[] {
	said.push(...texts);
	return texts.filter((text) => !keys.some((key) => isTold(text, key)));
}

describe('the page about troubleshooting', () => {
	test.each(Object.entries(KINDS))('is asked about every kind of %s', async (file, kinds) => {
		const path = join(packageRoot, 'nodes', 'AmplitudeAiFeedback', file);
		const code = await readFile(path, 'utf8');
		const cases = [...code.matchAll(/^\t\tcase '(\w+)':/gm)].map(([, kind]) => kind);
		expect(cases.length).toBeGreaterThan(0);
		expect([...kinds].sort()).toStrictEqual(cases.sort());
	});

	test('explains every reason of a row', () => {
		expect(untold(reasons())).toStrictEqual([]);
	});

	test('explains every failure of a run', () => {
		expect(untold(failures())).toStrictEqual([]);
	});

	test('explains what is wrong with a base URL', () => {
		expect(untold(addressErrors())).toStrictEqual([]);
	});

	test('explains the hints', () => {
		expect(untold(hints())).toStrictEqual([]);
	});

	test('explains the results of the credential test', () => {
		const rules = loadCredentialType().test?.rules ?? [];
		const messages = rules.map(({ properties }) => properties.message);
		expect(messages.length).toBeGreaterThan(0);
		expect(untold(messages)).toStrictEqual([]);
	});

	test('explains what is said about the way the node is set up, and about rows without text', async () => {
		const credentials = { ...credentialsFor(emulator()), baseUrl: '' };
		const failed = await Promise.all([
			run(emulator(), reviews(1), { options: { batchSize: 1000 } }),
			run(emulator(), reviews(1), {}, { credentials }),
			run(emulator(), [{ unique_id: 'x' }, { unique_id: 'y' }], {
				options: { onRejectedRows: 'stop' },
			}),
		]);
		const messages = failed.map(({ failure }) => failure?.message ?? '');
		const silent = await run(emulator(), [{ unique_id: 'x', said: [{ id: 1 }] }], {
			messages: 'array',
			messageArray: '={{ $json.said }}',
		});
		const [reason = ''] = silent.success.map(({ json }) => String(json.reason));

		expect(untold([...messages, reason.replace(/^Row 1: /, '')])).toStrictEqual([]);
	});

	test('explains nothing that is never said', () => {
		const unsaid = keys.filter((key) => !said.some((text) => isTold(text, key)));
		expect(unsaid).toStrictEqual([]);
	});
});
