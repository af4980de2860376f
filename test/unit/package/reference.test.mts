import { describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toOutputItems } from '../../../nodes/AmplitudeAiFeedback/output/outputItems.ts';
import { OPERATIONS } from '../../../nodes/AmplitudeAiFeedback/operations/index.ts';
import type { RowResult } from '../../../nodes/AmplitudeAiFeedback/output/rowResult.ts';
import { COMMAND, reference, REFERENCE_PATH } from '../../../tools/docs/reference.mts';
import { OUTPUT_KEYS } from '../../../tools/docs/meanings.mts';
import { packageRoot } from '../../../tools/shared/folders.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

describe('docs/node-reference.md', () => {
	test('is up to date with the built node', async () => {
		const written = await readFile(join(packageRoot, REFERENCE_PATH), 'utf8');
		if (written !== (await reference())) {
			throw new Error(`${REFERENCE_PATH} is out of date. Run: ${COMMAND}`);
		}
	});

	test('names every key of an output row, and no other', () => {
		const result: Required<RowResult> = {
			status: 'rejected',
			uniqueId: 'ticket-456',
			messageId: 'ticket-456-1',
			reason: 'because.',
			request: 1,
			attempts: 1,
			preview: { unique_id: 'ticket-456-1', body: 'x' },
		};
		const form = { output: 'rows', includeInputFields: false, errorOutput: false } as const;
		const [row] = atOnce(toOutputItems([{ json: {} }], [result], form, () => ({})));
		const keys = Object.keys(row?.json ?? {});
		expect(Object.keys(OUTPUT_KEYS)).toStrictEqual([...keys.slice(0, -1), 'item']);
		expect(keys.at(-1)).toBe('message');
	});
});

describe("n8n's preview of the output", () => {
	test.each(OPERATIONS.map(({ value }) => value))(
		'of %s has the keys of a row that is a whole item',
		async (operation) => {
			const path = `nodes/AmplitudeAiFeedback/__schema__/v1.0.0/feedback/${operation}.json`;
			const { properties } = JSON.parse(await readFile(join(packageRoot, path), 'utf8')) as {
				properties: object;
			};
			// Rows that are messages, and dry runs, have these too.
			const others = ['message_id', 'item'];
			const keys = Object.keys(OUTPUT_KEYS).filter((key) => !others.includes(key));
			expect(Object.keys(properties)).toStrictEqual(keys);
		},
	);
});
