import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { calls, items } from '../../fixtures/sources/gong.mts';
import { run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters, hints } from './delivering.mts';

const emulator = useEmulator();
const call = exampleParameters('gong-call');

describe('Gong calls', () => {
	test('each turn of the transcript is a message at the time it was spoken', async () => {
		const { result, stored } = await deliverTwice(emulator(), calls, call);

		expect(stored).toStrictEqual(items);
		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(result.success[0]?.json.unique_id).toBe('17782342274025937895');
		expect(hints(result)).toStrictEqual([]);
	});

	test('milliseconds from the start of the call are no time, and are refused with their value', async () => {
		const result = await run(emulator(), calls, {
			...call,
			messageFormat: 'custom',
			messageFields: { body: 'sentences[0].text', created_at: 'sentences[0].start' },
			options: { generateIds: true },
		});

		expect(statuses(result)).toStrictEqual(['rejected']);
		expect(result.success[0]?.json.reason).toMatch(
			/^Row 1: Created At of message 1 of the array, from "sentences\.0\.start", is "5500"/,
		);
		expect(emulator().store.items(SOURCE)).toStrictEqual([]);
	});
});
