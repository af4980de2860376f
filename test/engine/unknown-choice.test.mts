import { describe, expect, test } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';
import { useEmulator } from '../support/emulator.mts';
import { reviews, run, statuses } from '../../tools/engine/feedback.mts';

const emulator = useEmulator();

const OPERATIONS = '"Append Replies", "Ingest Items"';
const LAYOUTS = '"In an Array", "None", "One per Row"';

describe('an operation or layout that a workflow edited by hand made up', () => {
	test.each<[string, INodeParameters, string]>([
		['Operation', { operation: 'deleteItems' }, OPERATIONS],
		['Operation', { operation: '' }, OPERATIONS],
		// What n8n saves for "Custom API Call".
		['Operation', { operation: '__CUSTOM_API_CALL__' }, OPERATIONS],
		['Messages', { messages: 'csv' }, LAYOUTS],
	])(
		'in %s, as %j, stops the node, naming the value and the choices',
		async (name, given, choices) => {
			const { failure } = await run(emulator(), reviews(2), given);

			const [value] = Object.values(given);
			expect(failure?.message).toBe(
				`The parameter "${name}" has the unknown value "${String(value)}". Choose one of ${choices}.`,
			);
			expect(emulator().requests).toHaveLength(0);
		},
	);

	test('rejects every row where the node is to continue on errors', async () => {
		const onError = 'continueErrorOutput';
		const given = { operation: 'deleteItems' };
		const result = await run(emulator(), reviews(2), given, { onError });

		expect(result.failure).toBeUndefined();
		expect(statuses(result)).toEqual([]);
		expect(result.error).toHaveLength(2);
		expect(JSON.stringify(result.error[0]?.json)).toContain('unknown value \\"deleteItems\\"');
	});
});
