import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { edited, items, reviews } from '../../fixtures/sources/google-play.mts';
import { run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters, hints } from './delivering.mts';

const emulator = useEmulator();
const parameters = exampleParameters('google-play-reviews');

describe('Google Play reviews', () => {
	test('the text and time of a review are in its first comment', async () => {
		const { result, stored } = await deliverTwice(emulator(), reviews, {
			...parameters,
			messages: 'none',
		});

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual(items.map((item) => ({ ...item, conversation_parts: [] })));
	});

	test('the answer of the developer is a message of the review, with a generated id', async () => {
		const { result, stored } = await deliverTwice(emulator(), reviews, parameters);

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		// The comments of the users, which are the items themselves.
		expect(hints(result)[0]).toContain('2 messages left out by the format');
		expect(stored).toStrictEqual(items);
	});

	test('an edited review is updated, an edited answer is one message more', async () => {
		await run(emulator(), reviews.slice(0, 1), parameters);
		await run(emulator(), [edited], parameters);

		const [item, ...others] = emulator().store.items(SOURCE);
		expect(others).toStrictEqual([]);
		expect(item?.body).toBe('Works again\tThank you.');
		expect(item?.created_at).toBe('2026-03-16T10:30:00Z');
		expect(item?.conversation_parts.map(({ body }) => body)).toStrictEqual([
			'Sorry! This is fixed in 4.2.2.',
			'Sorry! This is fixed since 4.2.2.',
		]);
	});

	test('without generated ids the answer cannot be sent, and its review is partial', async () => {
		const result = await run(emulator(), reviews, { ...parameters, options: {} });

		expect(statuses(result)).toStrictEqual(['partial', 'ingested']);
		expect(result.success[0]?.json.reason).toContain('Message 2 of the array has no Unique ID');
		expect(emulator().store.items(SOURCE)).toStrictEqual([
			{ ...items[0], conversation_parts: [] },
			items[1],
		]);
	});
});
