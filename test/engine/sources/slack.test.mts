import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { items, messages, newReply, part } from '../../fixtures/sources/slack.mts';
import { byHand, run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import {
	deliverTwice,
	exampleParameters,
	hints,
	messageStatuses,
	remap,
	without,
} from './delivering.mts';
import { filter, rowsOf } from './upstream.mts';

const emulator = useEmulator();
// The example takes the channel from the reaction that starts it.
const ingest = remap(exampleParameters('slack-thread'), 'message', {
	url: "=https://example.slack.com/archives/C024BE91L/p{{ $json.ts.replace('.', '') }}",
});
const append = {
	operation: 'appendReplies',
	replies: 'rows',
	// Not the bare `ts`, which is the id of the thread's first message.
	itemId: '=thread-{{ $json.thread_ts || $json.ts }}',
	message: ingest.message,
};
const upstream = [rowsOf('Slack'), filter(({ subtype }) => subtype !== 'tombstone')];

describe('Slack threads', () => {
	test('each message is a row of its thread, and "ts" keeps all its decimals', async () => {
		const { result, stored } = await deliverTwice(emulator(), messages, ingest, { upstream });

		expect(stored).toStrictEqual(items);
		expect(messageStatuses(result)).toStrictEqual([
			['1773133200.000100', 'ingested'],
			['1773133201.000200', 'ingested'],
			['1773133202.000300', 'skipped'],
			['1773133300.000400', 'skipped'],
			['1773134100.123400', 'ingested'],
			['1773134400.123450', 'ingested'],
			['1773140000.000000', 'ingested'],
		]);
		expect(hints(result)).toStrictEqual(['5 of 7 rows ingested in 1 request; 2 skipped.']);
	});

	test('the text of a message that has blocks only can be taken from its first block', async () => {
		const body = '={{ $json.text || $json.blocks?.[0]?.text?.text }}';
		const result = await run(
			emulator(),
			[messages[2]!, messages[3]!],
			remap(ingest, 'message', { body }),
		);

		expect(statuses(result)).toStrictEqual(['ingested', 'skipped']);
		expect(emulator().store.items(SOURCE)[0]?.conversation_parts).toStrictEqual([
			part('1773133202.000300', 'U0BOTUSER', 'Ticket *456* is assigned.', '2026-03-10T09:00:02Z'),
		]);
	});

	test('a reply from the Slack Trigger is appended to its thread', async () => {
		await run(emulator(), messages, ingest, { upstream });
		const { result, stored } = await deliverTwice(emulator(), [newReply], append);

		expect(statuses(result)).toStrictEqual(['ingested']);
		const [thread, alone] = items;
		const { ts, user, text } = newReply as Record<'ts' | 'user' | 'text', string>;
		const reply = part(ts, user, text, '2026-03-11T09:06:40.001Z');
		expect(stored).toStrictEqual([
			{ ...thread, conversation_parts: [...thread!.conversation_parts, reply] },
			alone,
		]);
	});

	test('a thread in an array gives the same messages, without deleted ones and with its characters', async () => {
		const thread = messages.filter(({ thread_ts }) => thread_ts === messages[0]!.ts);
		const { result, stored } = await deliverTwice(emulator(), [{ ts: thread[0]!.ts!, thread }], {
			messages: 'array',
			item: byHand({ unique_id: '=thread-{{ $json.ts }}', created_at: '={{ $json.ts }}' }),
			messageArray: '={{ $json.thread }}',
			messageFormat: 'slack',
		});

		const said = items[0]!.conversation_parts.map((message) => without(message, 'url'));
		const [first, bot, answer, last] = said;
		const app = {
			unique_id: '1773133202.000300',
			body: 'Ticket *456* is assigned.',
			author: 'U0BOTUSER',
			created_at: '2026-03-10T09:00:02Z',
		};
		const escaped = { ...answer, body: 'Under Settings > Data Export.' };
		expect(stored).toStrictEqual([
			{ ...items[0], conversation_parts: [first, bot, app, escaped, last] },
		]);
		expect(hints(result)).toStrictEqual([
			'1 of 1 row ingested in 1 request; 1 message without text left out; 1 message left out by the format.',
		]);
	});
});
