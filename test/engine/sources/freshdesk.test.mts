import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import {
	conversationsOf,
	items,
	tickets,
	ticketsWithConversations,
} from '../../fixtures/sources/freshdesk.mts';
import { statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters, hints, messageStatuses, without } from './delivering.mts';
import { filter, httpRequest, rowsOf } from './upstream.mts';

const emulator = useEmulator();
const ingest = exampleParameters('freshdesk-tickets', 'Send Tickets');
const append = exampleParameters('freshdesk-tickets', 'Append Messages');
const upstream = [
	rowsOf('Tickets'),
	httpRequest('Conversations', ({ id }) => conversationsOf[String(id)]!),
	filter((message) => message.private === false),
];

describe('Freshdesk tickets', () => {
	test('tickets are ingested, also those without messages; messages are appended', async () => {
		const ingested = await deliverTwice(emulator(), tickets, ingest);
		const { result, stored } = await deliverTwice(emulator(), tickets, append, { upstream });

		expect(ingested.stored).toStrictEqual(
			items.map((item) => ({ ...item, conversation_parts: [] })),
		);
		expect(hints(ingested.result)).toStrictEqual([]);
		expect(stored).toStrictEqual(items);
		expect(messageStatuses(result)).toStrictEqual([
			['43018001', 'ingested'],
			['43018003', 'skipped'],
			['43018004', 'ingested'],
		]);
		expect(hints(result)).toStrictEqual(['2 of 3 rows ingested in 1 request; 1 skipped.']);
	});

	test('messages inside of their ticket go with it', async () => {
		const { result, stored } = await deliverTwice(emulator(), ticketsWithConversations, {
			...ingest,
			messages: 'array',
			messageArray: '={{ $json.conversations }}',
			messageFormat: 'freshdesk',
		});

		const [ticket, ...others] = items;
		const [answer, question] = ticket!.conversation_parts;
		// A ticket names the person who asked, and nobody else.
		const unnamed = without(answer!, 'author');
		const named = { ...question!, email: 'jane.doe@example.com' };
		expect(stored).toStrictEqual([{ ...ticket, conversation_parts: [unnamed, named] }, ...others]);
		expect(result.success.map(({ json }) => json.unique_id)).toStrictEqual(['20', '21']);
		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(hints(result)).toStrictEqual([
			'2 of 2 rows ingested in 1 request; 1 message without text left out; 1 message left out by the format.',
		]);
	});
});
