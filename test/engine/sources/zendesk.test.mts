import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import {
	commentsOf,
	items,
	itemsWithLaterComments,
	laterComments,
	tickets,
} from '../../fixtures/sources/zendesk.mts';
import { run, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters, hints } from './delivering.mts';
import { httpRequest, rowsOf } from './upstream.mts';

const emulator = useEmulator();
const ingest = exampleParameters('zendesk-tickets');
const append = exampleParameters('zendesk-new-comments');

const upstream = [rowsOf('Tickets'), httpRequest('Comments', ({ id }) => commentsOf[String(id)]!)];

describe('Zendesk tickets', () => {
	test('public comments become the conversation of their ticket, with the names of their authors', async () => {
		const { result, stored } = await deliverTwice(emulator(), tickets, ingest, { upstream });

		expect(stored).toStrictEqual(items);
		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(hints(result)).toStrictEqual([
			'2 of 2 rows ingested in 1 request; 1 message without text left out; 2 messages left out by the format.',
		]);
	});

	test('later comments are appended, and the ticket keeps what it has', async () => {
		await run(emulator(), tickets, ingest, { upstream });
		const later = httpRequest('Comments', () => laterComments);
		const { result, stored } = await deliverTwice(emulator(), [tickets[0]!], append, {
			upstream: [rowsOf('Tickets'), later],
		});

		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(stored).toStrictEqual(itemsWithLaterComments);
	});
});
