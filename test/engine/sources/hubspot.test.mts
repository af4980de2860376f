import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { engagements, items, tickets } from '../../fixtures/sources/hubspot.mts';
import { run, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters, hints, messageStatuses, remap } from './delivering.mts';
import { filter } from './upstream.mts';

const emulator = useEmulator();
const ingest = exampleParameters('hubspot-tickets', 'Send Tickets');
const append = exampleParameters('hubspot-tickets', 'Append Emails');
/** As the example's filter has it. */
const EMAILS = /^(INCOMING_)?EMAIL$/;

describe('HubSpot tickets', () => {
	test('each ticket is an item of its subject and its text, if it has one', async () => {
		const { result, stored } = await deliverTwice(emulator(), tickets, ingest);

		expect(stored).toStrictEqual(items.map((item) => ({ ...item, conversation_parts: [] })));
		expect(result.success.map(({ json }) => json)).toMatchObject([
			{ unique_id: '176602', status: 'ingested', request: 1, attempts: 1 },
			{ unique_id: '176603', status: 'ingested', request: 1, attempts: 1 },
		]);
		expect(hints(result)).toStrictEqual([]);
	});

	test('a ticket without a text is refused by name when its text alone is mapped', async () => {
		const body = '={{ $json.properties.content.value }}';
		const result = await run(emulator(), tickets, remap(ingest, 'item', { body }));

		expect(statuses(result)).toStrictEqual(['ingested', 'rejected']);
		expect(result.success[1]?.json).toMatchObject({
			unique_id: '176603',
			status: 'rejected',
			reason: expect.stringMatching(
				/^Row 2: Text, from {{ \$json.properties.content.value }}, has no value in this row, .* The row has "objectType"/,
			),
		});
	});

	test('e-mails are appended to their ticket, and notes are not', async () => {
		await run(emulator(), tickets, ingest);
		const { result, stored } = await deliverTwice(emulator(), engagements, append, {
			upstream: [filter(({ engagement }) => EMAILS.test((engagement as { type: string }).type))],
		});

		expect(messageStatuses(result)).toStrictEqual([
			['29090716', 'ingested'],
			['29090718', 'ingested'],
		]);
		expect(hints(result)).toStrictEqual([]);
		expect(stored).toStrictEqual(items);
	});
});
