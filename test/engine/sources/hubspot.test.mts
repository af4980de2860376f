import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { engagements, items, tickets } from '../../fixtures/sources/hubspot.mts';
import { run, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters, hints, messageStatuses, remap } from './delivering.mts';

const emulator = useEmulator();
const ingest = exampleParameters('hubspot-tickets', 'Send Tickets');
const append = exampleParameters('hubspot-tickets', 'Append E-mails');

describe('HubSpot tickets', () => {
	test('each ticket is an item; one without a text is its subject', async () => {
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
				/^Row 2: Text \(Body\), from {{ \$json.properties.content.value }}, is missing in this row, .* The row has "objectType"/,
			),
		});
	});

	test('e-mails are appended to their ticket, notes are skipped', async () => {
		await run(emulator(), tickets, ingest);
		const { result, stored } = await deliverTwice(emulator(), engagements, append);

		expect(messageStatuses(result)).toStrictEqual([
			['29090716', 'ingested'],
			['29090717', 'skipped'],
			['29090718', 'ingested'],
		]);
		expect(hints(result)).toStrictEqual(['2 of 3 rows ingested in 1 request; 1 skipped.']);
		expect(stored).toStrictEqual(items);
	});
});
