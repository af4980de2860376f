import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { gmail, gmailMessages, imap, imapItem } from '../../fixtures/sources/email.mts';
import { byHand, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice } from './delivering.mts';

const emulator = useEmulator();

const GMAIL = byHand({
	unique_id: '={{ $json.id }}',
	body: '={{ $json.text }}',
	author: '={{ $json.from.value[0].name }}',
	email: '={{ $json.from.value[0].address }}',
	created_at: '={{ $json.date }}',
});
const IMAP = {
	unique_id: "={{ $json.metadata['message-id'] }}",
	body: '={{ $json.subject }}\n\n{{ $json.textPlain }}',
	author: '={{ $json.from }}',
	email: '={{ $json.from }}',
	created_at: '={{ $json.date }}',
};

describe('Gmail', () => {
	test('each mail is an item', async () => {
		const { result, stored } = await deliverTwice(emulator(), gmail, { item: GMAIL });

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual(
			gmailMessages.map((mail) => ({ ...mail, conversation_parts: [] })),
		);
	});

	test('each thread is an item, each mail a message of it', async () => {
		const { result, stored } = await deliverTwice(emulator(), gmail, {
			messages: 'rows',
			item: byHand({ unique_id: '={{ $json.threadId }}' }),
			message: GMAIL,
		});

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual([
			{ unique_id: '18e41f0c2a7b9d01', conversation_parts: gmailMessages },
		]);
	});
});

describe('IMAP', () => {
	test('the date of a mail is read as it is, in RFC 2822', async () => {
		const { result, stored } = await deliverTwice(emulator(), imap, { item: byHand(IMAP) });

		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(stored).toStrictEqual([imapItem]);
	});

	test('a mail that is HTML alone becomes plain text', async () => {
		const mail = { ...imap[0], textPlain: '', textHtml: '<p>Search finds<br>nothing.</p>' };
		const { stored } = await deliverTwice(emulator(), [mail], {
			item: byHand({ ...IMAP, body: '={{ $json.textHtml }}' }),
			options: { textFormat: 'plainText' },
		});

		expect(stored.map(({ body }) => body)).toStrictEqual(['Search finds\nnothing.']);
	});
});
