import { describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toOutputItems } from '../../../nodes/AmplitudeAiFeedback/output/outputItems.ts';
import type { RowResult } from '../../../nodes/AmplitudeAiFeedback/output/rowResult.ts';
import { COMMAND, reference, REFERENCE_PATH } from '../../../tools/docs/reference.mts';
import { OUTPUT_KEYS } from '../../../tools/docs/meanings.mts';
import { packageRoot } from '../../../tools/shared/folders.mts';

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
		};
		const form = { includeInputFields: false, errorOutput: false };
		const [row] = toOutputItems([{ json: {} }], [result], form);
		expect(Object.keys(OUTPUT_KEYS)).toStrictEqual(Object.keys(row?.json ?? {}));
	});
});
