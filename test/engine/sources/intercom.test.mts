import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { conversations, items, replied } from '../../fixtures/sources/intercom.mts';
import { run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters, hints } from './delivering.mts';

const emulator = useEmulator();

const INGEST = exampleParameters('intercom-conversations');
const APPEND = {
	operation: 'appendReplies',
	replies: 'array',
	itemId: '={{ $json.body.data.item.id }}',
	messageArray: '={{ $json.body.data.item.conversation_parts.conversation_parts }}',
	messageFormat: 'intercom',
};

describe('Intercom conversations', () => {
	test('the first message is the item, the others its conversation, without notes and events', async () => {
		const { result, stored } = await deliverTwice(emulator(), conversations, INGEST);

		expect(stored).toStrictEqual(items);
		expect(result.success.map(({ json }) => json)).toMatchObject([
			{ unique_id: '215473840', status: 'ingested', request: 1, attempts: 1 },
			{ unique_id: '215473841', status: 'ingested', request: 1, attempts: 1 },
		]);
		expect(hints(result)).toStrictEqual([
			'2 of 2 rows ingested in 1 request; 3 messages left out by the format.',
		]);
	});

	test('an answer that a webhook brings is appended', async () => {
		await run(emulator(), conversations, INGEST);
		const { result, stored } = await deliverTwice(emulator(), [replied], APPEND);

		expect(statuses(result)).toStrictEqual(['ingested']);
		const reply = {
			unique_id: '1007',
			body: 'Any news on Excel?',
			author: 'Jane Doe',
			email: 'jane.doe@example.com',
			created_at: '2026-03-11T09:06:40Z',
		};
		const [answered, other] = items;
		expect(stored).toStrictEqual([
			{ ...answered, conversation_parts: [...answered!.conversation_parts, reply] },
			other,
		]);
	});

	test('an author that is mapped as a whole is named in the reason, and the rest is sent', async () => {
		const result = await run(emulator(), [conversations[0]!], {
			...INGEST,
			messageFormat: 'custom',
			messageFields: { unique_id: 'id', body: 'body', author: 'author' },
			messageFilter: {
				conditions: [{ property: 'part_type', operator: 'is', value: 'comment' }],
			},
		});

		expect(result.success[0]?.json).toMatchObject({ unique_id: '215473840', status: 'partial' });
		expect(result.success[0]?.json.reason).toMatch(
			/3 messages cannot be sent\. Author of message 1 of the array/,
		);
		expect(emulator().store.items(SOURCE)).toStrictEqual([{ ...items[0], conversation_parts: [] }]);
	});
});
