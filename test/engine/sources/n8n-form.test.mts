import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { filledIn, items, sameWords, withoutText } from '../../fixtures/sources/n8n-form.mts';
import { byHand, run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters, remap } from './delivering.mts';

const emulator = useEmulator();
const parameters = exampleParameters('n8n-form');

describe('n8n Form', () => {
	test('a submission has no id, so it is made from the answers and the time', async () => {
		const { result, stored } = await deliverTwice(emulator(), [filledIn, sameWords], parameters);

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual(items);
	});

	test('without the time, the same words of two people are one item', async () => {
		const { result, stored } = await deliverTwice(emulator(), [filledIn, sameWords], {
			item: byHand({ body: "={{ $json['What can we do better?'] }}" }),
			options: { generateIds: true },
		});

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toHaveLength(1);
	});

	test('the id of the execution can be the id: one submission is one execution', async () => {
		const { stored } = await deliverTwice(
			emulator(),
			[filledIn],
			remap({ ...parameters, options: {} }, 'item', { unique_id: '={{ $execution.id }}' }),
		);

		expect(stored).toStrictEqual([{ ...items[0], unique_id: '1' }]);
	});

	test('a rating is an additional field, and is left out where nobody gave one', async () => {
		const value = "={{ $json['Satisfaction (1-5)'] }}";
		const result = await run(emulator(), [filledIn, sameWords], {
			...parameters,
			additionalFields: { fields: [{ name: 'rating', value }] },
			options: { generateIds: true, dryRun: true },
		});

		const sent = result.success.map(({ json }) => json.item);
		expect(sent).toEqual([expect.objectContaining({ rating: 2 }), expect.anything()]);
		expect(sent[1]).not.toHaveProperty('rating');
	});

	test('an answer that was left open is skipped, and the others arrive', async () => {
		const result = await run(emulator(), [withoutText, filledIn], parameters);

		expect(statuses(result)).toStrictEqual(['skipped', 'ingested']);
		expect(result.success[0]?.json.reason).toContain('it has no text');
		expect(emulator().store.items(SOURCE)).toHaveLength(1);
	});
});
