import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { filledIn, sameWords, withoutText } from '../../fixtures/sources/n8n-form.mts';
import { byHand, run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { runTwice } from './twice.mts';

const emulator = useEmulator();

const MAPPED = {
	body: "={{ $json['What can we do better?'] }}",
	email: "={{ $json['Your e-mail'] }}",
	created_at: '={{ $json.submittedAt }}',
};
const GENERATED = { item: byHand(MAPPED), options: { generateIds: true } };

describe('n8n Form', () => {
	test('there is no id, so it is made from the answers and the time', async () => {
		const { result, stored } = await runTwice(emulator(), [filledIn, sameWords], GENERATED);

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual([
			{
				unique_id: expect.stringMatching(/^gen-[0-9a-f]{32}$/),
				body: 'Search finds nothing on mobile.',
				email: 'jane@example.com',
				created_at: '2026-03-15T10:30:00Z',
				conversation_parts: [],
			},
			{
				unique_id: expect.stringMatching(/^gen-[0-9a-f]{32}$/),
				body: 'Search finds nothing on mobile.',
				created_at: '2026-03-15T11:45:30.250Z',
				conversation_parts: [],
			},
		]);
	});

	test('without the time, the same words of two people are one item', async () => {
		const { body } = MAPPED;
		const { result, stored } = await runTwice(emulator(), [filledIn, sameWords], {
			item: byHand({ body }),
			options: { generateIds: true },
		});

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toHaveLength(1);
	});

	test('the id of the execution can be the id: one submission is one execution', async () => {
		const { stored } = await runTwice(emulator(), [filledIn], {
			item: byHand({ unique_id: '={{ $execution.id }}', ...MAPPED }),
		});

		expect(stored).toStrictEqual([
			{
				unique_id: '1',
				body: 'Search finds nothing on mobile.',
				email: 'jane@example.com',
				created_at: '2026-03-15T10:30:00Z',
				conversation_parts: [],
			},
		]);
	});

	test('an answer that was left open is rejected by name, and the others arrive', async () => {
		const result = await run(emulator(), [withoutText, filledIn], GENERATED);

		expect(statuses(result)).toStrictEqual(['rejected', 'ingested']);
		expect(result.success[0]?.json.reason).toContain('the item has no "body"');
		expect(emulator().store.items(SOURCE)).toHaveLength(1);
	});
});
