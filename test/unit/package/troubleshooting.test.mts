import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { addressErrors, failures, hints, reasons } from './shown-messages.mts';
import { useEmulator } from '../../support/emulator.mts';
import { credentialsFor, reviews, run } from '../../../tools/engine/feedback.mts';
import { loadCredentialType } from '../../../tools/engine/loading.mts';
import { packageRoot } from '../../../tools/shared/folders.mts';

const emulator = useEmulator();
/** The headings that the page explains texts under, with `…` for what varies. */
let keys: string[];
/** All messages that were shown in these tests. */
const shown: string[] = [];

beforeAll(async () => {
	const page = await readFile(join(packageRoot, 'docs', 'troubleshooting.md'), 'utf8');
	keys = [...page.matchAll(/^(?:###|-) `([^`]+)`/gm)].map(([, key = '']) => key);
});

/** Messages in an array, with one condition that has no property. */
function custom(messageFields: INodeParameters): INodeParameters {
	return {
		messages: 'array',
		messageArray: '={{ [] }}',
		messageFormat: 'custom',
		messageFields,
		messageFilter: { conditions: [{ property: '', operator: 'is', value: '' }] },
	};
}

/** Whether a text begins like a heading of the page. */
function matches(text: string, key: string): boolean {
	const parts = key.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}`, 's').test(text);
}

/** Returns the texts that the page does not explain. */
function unexplained(texts: readonly string[]): string[] {
	shown.push(...texts);
	return texts.filter((text) => !keys.some((key) => matches(text, key)));
}

describe('docs/troubleshooting.md', () => {
	test('explains every reason of a row', () => {
		expect(unexplained(reasons())).toStrictEqual([]);
	});

	test('explains every failure of a run', () => {
		expect(unexplained(failures())).toStrictEqual([]);
	});

	test('explains every error of a base URL', () => {
		expect(unexplained(addressErrors())).toStrictEqual([]);
	});

	test('explains every hint', () => {
		expect(unexplained(hints())).toStrictEqual([]);
	});

	test('explains every result of the credential test', () => {
		const rules = loadCredentialType().test?.rules ?? [];
		const messages = rules.map(({ properties }) => properties.message);
		expect(messages.length).toBeGreaterThan(0);
		expect(unexplained(messages)).toStrictEqual([]);
	});

	test('explains what a run says about a wrong setup', async () => {
		const credentials = { ...credentialsFor(emulator()), baseUrl: '' };
		const failed = await Promise.all([
			run(emulator(), reviews(1), { options: { batchSize: 1000 } }),
			run(emulator(), reviews(1), {}, { credentials }),
			run(emulator(), reviews(1), { messages: 'csv' }),
			run(emulator(), reviews(1), custom({ unique_id: 'id' })),
			run(emulator(), reviews(1), custom({ body: 'text' })),
			run(emulator(), reviews(1), {
				additionalFields: { fields: [{ name: 'body', value: 'x' }] },
			}),
			run(emulator(), [{ unique_id: 'x' }, { unique_id: 'y' }], {
				options: { onRejectedRows: 'stop' },
			}),
		]);
		const messages = failed.map(({ failure }) => failure?.message ?? '');

		expect(unexplained(messages)).toStrictEqual([]);
	});

	test('explains nothing that is never shown', () => {
		const neverShown = keys.filter((key) => !shown.some((text) => matches(text, key)));
		expect(neverShown).toStrictEqual([]);
	});
});
