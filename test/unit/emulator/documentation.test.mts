import { describe, expect, test } from '@jest/globals';
import {
	ADDED_REPLY,
	CALL_TRANSCRIPT,
	INGEST_EXAMPLE,
	SIMPLE_FEEDBACK,
	SUPPORT_TICKET,
} from './documentation-examples.mts';
import { accepted, ingest, useEmulator } from '../../support/emulator.mts';

const SOURCE = 'YOUR_SOURCE_ID';
const emulator = useEmulator();

describe("of the API's documentation, verbatim,", () => {
	test('the request at the head of the page is accepted', async () => {
		const response = await ingest(emulator(), INGEST_EXAMPLE);
		expect(response).toMatchObject({ status: 200, json: accepted(1) });
		expect(emulator().store.items(SOURCE)).toEqual([
			{
				unique_id: 'review-789',
				body: 'The search feature is broken on mobile',
				author: 'Jane Doe',
				user_id: 'user-123',
				created_at: '2026-03-15T10:30:00Z',
				conversation_parts: [],
			},
		]);
	});

	test('the simple feedback is accepted', async () => {
		const response = await ingest(emulator(), SIMPLE_FEEDBACK);
		expect(response).toMatchObject({ status: 200, json: accepted(2) });
		expect(emulator().store.item(SOURCE, 'nps-response-4822')).toEqual({
			unique_id: 'nps-response-4822',
			body: 'The onboarding flow was confusing and I almost gave up.',
			author: 'Bob Johnson',
			created_at: '2026-03-20T15:00:00Z',
			conversation_parts: [],
		});
	});

	test('the support ticket is accepted, and then the reply to it', async () => {
		expect(await ingest(emulator(), SUPPORT_TICKET)).toMatchObject({ json: accepted(1) });
		const before = emulator().store.item(SOURCE, 'ticket-456');
		expect(before?.conversation_parts.map(({ author }) => author)).toEqual([
			'Support Agent',
			'Jane Doe',
		]);
		expect(await ingest(emulator(), ADDED_REPLY)).toMatchObject({ json: accepted(1) });
		expect(emulator().store.items(SOURCE)).toEqual([
			{
				...before,
				conversation_parts: [
					...(before?.conversation_parts ?? []),
					{
						unique_id: 'ticket-456-3',
						body: 'We have added Excel export in the latest release. Can you try again?',
						author: 'Support Agent',
						email: 'agent@company.com',
						created_at: '2026-03-11T10:00:00Z',
					},
				],
			},
		]);
	});

	test('the call transcript, whose item has no body, is accepted', async () => {
		const response = await ingest(emulator(), CALL_TRANSCRIPT);
		expect(response).toMatchObject({ status: 200, json: accepted(1) });
		const call = emulator().store.item(SOURCE, 'call-123');
		expect(call).not.toHaveProperty('body');
		expect(call?.conversation_parts.map(({ unique_id }) => unique_id)).toEqual([
			'call-123-1',
			'call-123-2',
		]);
	});

	test('the response to a partly failed request has the documented shape', async () => {
		emulator().settings.maxBodyLength = 5;
		const response = await ingest(emulator(), {
			source_id: 's',
			items: [
				{ unique_id: 'ticket-1', body: 'short' },
				{ unique_id: 'ticket-9999', body: 'longer' },
			],
		});
		expect(response.json).toEqual({
			ingested: 1,
			failed: 1,
			errors: [{ unique_id: 'ticket-9999', error: 'Body text exceeds maximum length' }],
		});
	});
});
