import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import {
	commentsOf,
	items,
	itemsWithLaterComments,
	laterComments,
	tickets,
} from '../../fixtures/sources/zendesk.mts';
import { run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters, hints, messageStatuses } from './delivering.mts';
import { filter, httpRequest, rowsOf, splitOut } from './upstream.mts';

const emulator = useEmulator();
const ingest = exampleParameters('zendesk-tickets');
const append = exampleParameters('zendesk-new-comments');

const comments = httpRequest('Comments', ({ id }) => commentsOf[String(id)]!);
const isPublic = filter((comment) => comment.public === true);
const upstream = [rowsOf('Tickets'), comments, splitOut('comments'), isPublic];

describe('Zendesk tickets', () => {
	test('public comments, one per row, become the conversation of their ticket', async () => {
		const { result, stored } = await deliverTwice(emulator(), tickets, ingest, { upstream });

		expect(stored).toStrictEqual(items);
		expect(messageStatuses(result)).toStrictEqual([
			['1274', 'ingested'],
			['1278', 'ingested'],
			['1280', 'skipped'],
			['1282', 'ingested'],
			['1292', 'ingested'],
		]);
		expect(hints(result)).toStrictEqual(['4 of 5 rows ingested in 1 request; 1 skipped.']);
	});

	test('later comments are appended, and the ticket keeps what it has', async () => {
		await run(emulator(), tickets, ingest, { upstream });
		const later = httpRequest('Comments', () => laterComments);
		const { result, stored } = await deliverTwice(emulator(), [tickets[0]!], append, {
			upstream: [rowsOf('Tickets'), later, splitOut('comments'), isPublic],
		});

		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(stored).toStrictEqual(itemsWithLaterComments);
	});

	test('the comments can stay in the array of their ticket, with the names of their authors', async () => {
		const result = await run(
			emulator(),
			tickets,
			{
				...ingest,
				messages: 'array',
				messageArray: '={{ $json.comments }}',
				messageFormat: 'zendesk',
			},
			{ upstream: [rowsOf('Tickets'), comments] },
		);

		expect(emulator().store.items(SOURCE)).toStrictEqual(items);
		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(hints(result)).toStrictEqual([
			'2 of 2 rows ingested in 1 request; 1 message without text left out; 2 messages left out by the format.',
		]);
	});
});
