import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { edited, reviews } from '../../fixtures/sources/google-play.mts';
import { byHand, run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { runTwice } from './twice.mts';

const emulator = useEmulator();

const ITEM = byHand({
	unique_id: '={{ $json.reviewId }}',
	body: '={{ $json.comments[0].userComment.text }}',
	author: '={{ $json.authorName }}',
	created_at: '={{ $json.comments[0].userComment.lastModified.seconds }}',
});

/** The developer's answers are messages; they have no ids. */
const WITH_ANSWERS = {
	messages: 'array',
	item: ITEM,
	messageArray: '={{ $json.comments }}',
	messageFields: {
		body: 'developerComment.text',
		created_at: 'developerComment.lastModified.seconds',
	},
	options: { generateIds: true },
};

const ANSWERED = {
	unique_id: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
	body: 'Broken search\tIt finds nothing.',
	author: 'Jane Doe',
	created_at: '2026-03-15T10:30:00Z',
};
const WITHOUT_ANSWER = {
	unique_id: '1b2c3d4e-5f6a-4b7c-8d9e-0f1a2b3c4d5e',
	body: '\tGern benutzt',
	created_at: '2026-03-15T18:40:00Z',
	conversation_parts: [],
};

describe('Google Play reviews', () => {
	test('the text and time of a review are in its first comment', async () => {
		const { result, stored } = await runTwice(emulator(), reviews, { item: ITEM });

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual([{ ...ANSWERED, conversation_parts: [] }, WITHOUT_ANSWER]);
	});

	test('the answer of the developer is a message of the review, with a generated id', async () => {
		const { result, stored } = await runTwice(emulator(), reviews, WITH_ANSWERS);

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		// The comments of the users, which are the items themselves.
		expect(result.hints[0]?.message).toContain('2 messages without text left out');
		expect(stored).toStrictEqual([
			{
				...ANSWERED,
				conversation_parts: [
					{
						unique_id: expect.stringMatching(/^gen-[0-9a-f]{32}$/),
						body: 'Sorry! This is mended in 4.2.2.',
						created_at: '2026-03-15T12:40:00Z',
					},
				],
			},
			WITHOUT_ANSWER,
		]);
	});

	test('an edited review is updated, an edited answer is one message more', async () => {
		await run(emulator(), reviews.slice(0, 1), WITH_ANSWERS);
		await run(emulator(), [edited], WITH_ANSWERS);

		const [item, ...others] = emulator().store.items(SOURCE);
		expect(others).toStrictEqual([]);
		expect(item?.body).toBe('Works again\tThank you.');
		expect(item?.created_at).toBe('2026-03-16T10:30:00Z');
		expect(item?.conversation_parts.map(({ body }) => body)).toStrictEqual([
			'Sorry! This is mended in 4.2.2.',
			'Sorry! This is mended since 4.2.2.',
		]);
	});

	test('without generated ids the answer is rejected, and its review with it', async () => {
		const result = await run(emulator(), reviews, { ...WITH_ANSWERS, options: {} });

		expect(statuses(result)).toStrictEqual(['rejected', 'ingested']);
		expect(result.success[0]?.json.reason).toContain('message 2 of the array has no "unique_id"');
		expect(emulator().store.items(SOURCE)).toStrictEqual([WITHOUT_ANSWER]);
	});
});
