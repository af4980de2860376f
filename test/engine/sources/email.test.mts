import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { gmail, imap } from '../../fixtures/sources/email.mts';
import { byHand, run, statuses } from '../../../tools/engine/feedback.mts';
import { runTwice } from './twice.mts';

const emulator = useEmulator();

const GMAIL = {
	unique_id: '={{ $json.id }}',
	body: '={{ $json.text }}',
	author: '={{ $json.from.value[0].name }}',
	email: '={{ $json.from.value[0].address }}',
	created_at: '={{ $json.date }}',
};
const MAILS = [
	{
		unique_id: '18e41f0c2a7b9d01',
		body: 'Search finds nothing on mobile.\n\n-- \nJane\n',
		author: 'Jane Doe',
		email: 'jane@example.com',
		created_at: '2026-03-15T10:30:00Z',
	},
	{
		unique_id: '18e41f9d3b8cae12',
		body: 'Thank you, we look into it.\n',
		author: 'Feedback',
		email: 'feedback@example.com',
		created_at: '2026-03-15T11:00:00Z',
	},
];

const IMAP = {
	unique_id: "={{ $json.metadata['message-id'] }}",
	body: '={{ $json.subject }}\n\n{{ $json.textPlain }}',
	author: '={{ $json.from }}',
	email: '={{ $json.from.extractEmail() }}',
	created_at: '={{ DateTime.fromRFC2822($json.date) }}',
};

describe('Gmail', () => {
	test('each mail is an item', async () => {
		const { result, stored } = await runTwice(emulator(), gmail, { item: byHand(GMAIL) });

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual(MAILS.map((mail) => ({ ...mail, conversation_parts: [] })));
	});

	test('each thread is an item, each mail a message of it', async () => {
		const { result, stored } = await runTwice(emulator(), gmail, {
			messages: 'rows',
			item: byHand({ unique_id: '={{ $json.threadId }}' }),
			message: byHand(GMAIL),
		});

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual([{ unique_id: '18e41f0c2a7b9d01', conversation_parts: MAILS }]);
	});
});

describe('IMAP', () => {
	test('the date of a mail is read by its form', async () => {
		const { result, stored } = await runTwice(emulator(), imap, { item: byHand(IMAP) });

		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(stored).toStrictEqual([
			{
				unique_id: '<CAB1234@mail.example.com>',
				body: 'Search is broken\n\nSearch finds nothing on mobile.\r\n',
				author: 'Jane Doe <jane@example.com>',
				email: 'jane@example.com',
				created_at: '2026-03-15T10:30:00Z',
				conversation_parts: [],
			},
		]);
	});

	test('the date of a mail as it is, is rejected', async () => {
		const result = await run(emulator(), imap, {
			item: byHand({ ...IMAP, created_at: '={{ $json.date }}' }),
		});

		expect(statuses(result)).toStrictEqual(['rejected']);
		expect(result.success[0]?.json.reason).toMatch(
			/^Row 1: "created_at" \(from {{ \$json.date }}\) is "Sun, 15 Mar 2026 11:30:00 \+0100", which cannot be read as a date/,
		);
	});
});
