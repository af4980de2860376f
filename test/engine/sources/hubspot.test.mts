import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { engagements, tickets } from '../../fixtures/sources/hubspot.mts';
import { byHand, run, statuses } from '../../../tools/engine/feedback.mts';
import { runTwice } from './twice.mts';

const emulator = useEmulator();

const INGEST = {
	messages: 'none',
	item: byHand({
		unique_id: '={{ $json.objectId }}',
		body: '={{ $json.properties.content?.value || $json.properties.subject.value }}',
		created_at: '={{ $json.properties.createdate.value }}',
		url: '=https://app.hubspot.com/contacts/{{ $json.portalId }}/ticket/{{ $json.objectId }}',
	}),
};
const APPEND = {
	operation: 'appendReplies',
	replies: 'rows',
	itemId: '={{ $json.associations.ticketIds[0] }}',
	message: byHand({
		unique_id: '={{ $json.engagement.id }}',
		body: '={{ $json.metadata.text }}',
		author: '={{ $json.metadata.from.firstName || $json.metadata.from.email }}',
		email: '={{ $json.metadata.from.email }}',
		created_at: '={{ $json.engagement.timestamp }}',
	}),
};

const EXPORT = {
	unique_id: '176602',
	body: 'I need to export my dashboard data to Excel.\nWhere is the option?',
	created_at: '2026-03-10T09:00:00Z',
	url: 'https://app.hubspot.com/contacts/62515/ticket/176602',
	conversation_parts: [],
};
const CALL_BACK = {
	unique_id: '176603',
	body: 'Please call me back',
	created_at: '2026-03-10T10:00:00.456Z',
	url: 'https://app.hubspot.com/contacts/62515/ticket/176603',
	conversation_parts: [],
};

describe('HubSpot tickets', () => {
	test('each ticket is an item; one without a text is its subject', async () => {
		const { result, stored } = await runTwice(emulator(), tickets, INGEST);

		expect(stored).toStrictEqual([EXPORT, CALL_BACK]);
		expect(result.success.map(({ json }) => json)).toStrictEqual([
			{ unique_id: '176602', status: 'ingested', request: 1, attempts: 1 },
			{ unique_id: '176603', status: 'ingested', request: 1, attempts: 1 },
		]);
		expect(result.hints).toStrictEqual([]);
	});

	test('a ticket without a text is refused by name when its text alone is mapped', async () => {
		const item = byHand({
			unique_id: '={{ $json.objectId }}',
			body: '={{ $json.properties.content.value }}',
		});
		const result = await run(emulator(), tickets, { item });

		expect(statuses(result)).toStrictEqual(['ingested', 'rejected']);
		expect(result.success[1]?.json).toStrictEqual({
			unique_id: '176603',
			status: 'rejected',
			reason:
				'Row 2: the item has no "body" and no messages, so there is nothing to send. Map its text to "body".',
		});
	});

	test('e-mails are appended to their ticket, notes are skipped', async () => {
		await run(emulator(), tickets, INGEST);
		const { result, stored } = await runTwice(emulator(), engagements, APPEND);

		expect(result.success.map(({ json }) => [json.message_id, json.status])).toStrictEqual([
			['29090716', 'ingested'],
			['29090717', 'skipped'],
			['29090718', 'ingested'],
		]);
		expect(result.hints.map(({ message }) => message)).toStrictEqual([
			'2 of 3 rows ingested in 1 request; 1 skipped.',
		]);
		expect(stored).toStrictEqual([
			{
				...EXPORT,
				conversation_parts: [
					{
						unique_id: '29090716',
						body: 'It only exports CSV.',
						author: 'Jane',
						email: 'jane.doe@example.com',
						created_at: '2026-03-10T10:10:00Z',
					},
					{
						unique_id: '29090718',
						body: 'Excel is planned for May.',
						author: 'agent@example.com',
						email: 'agent@example.com',
						created_at: '2026-03-10T11:10:00Z',
					},
				],
			},
			CALL_BACK,
		]);
	});
});
