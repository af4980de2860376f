import { describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../../nodes/AmplitudeAiFeedback/output/outcome.ts';
import { toRows } from '../../../nodes/AmplitudeAiFeedback/output/rows.ts';
import { COMMAND, reference, REFERENCE_PATH } from '../../../tools/docs/reference.mts';
import { OUTPUT_TEXTS } from '../../../tools/docs/texts.mts';
import { packageRoot } from '../../../tools/shared/realm.mts';

describe('the node reference', () => {
	test('is what the built node says of itself', async () => {
		const written = await readFile(join(packageRoot, REFERENCE_PATH), 'utf8');
		if (written !== (await reference())) {
			throw new Error(`${REFERENCE_PATH} is out of date. Write it anew: ${COMMAND}`);
		}
	});

	test('names every key of an output row, and no other', () => {
		const outcome: Required<Outcome> = {
			status: 'rejected',
			uniqueId: 'ticket-456',
			messageId: 'ticket-456-1',
			reason: 'because.',
			request: 1,
			attempts: 1,
		};
		const form = { includeInputFields: false, errorOutput: false };
		const [row] = toRows([{ json: {} }], [outcome], form);
		expect(Object.keys(OUTPUT_TEXTS)).toStrictEqual(Object.keys(row?.json ?? {}));
	});
});
