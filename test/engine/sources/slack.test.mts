import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { messages, newReply } from '../../fixtures/sources/slack.mts';
import { byHand, run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { filter, rowsOf } from './steps.mts';
import { runTwice } from './twice.mts';

const emulator = useEmulator();

const FIELDS = {
	unique_id: '={{ $json.ts }}',
	body: '={{ $json.text }}',
	author: '={{ $json.username || $json.user }}',
	created_at: '={{ $json.ts }}',
	url: "=https://example.slack.com/archives/C024BE91L/p{{ $json.ts.replace('.', '') }}",
};
/** Not the bare `ts`, which is the id of the thread's first message. */
const THREAD_ID = '=thread-{{ $json.thread_ts || $json.ts }}';

const INGEST = {
	messages: 'rows',
	item: byHand({
		unique_id: THREAD_ID,
		created_at: '={{ $json.thread_ts || $json.ts }}',
	}),
	message: byHand(FIELDS),
};
const APPEND = {
	operation: 'appendReplies',
	replies: 'rows',
	itemId: THREAD_ID,
	message: byHand(FIELDS),
};
const upstream = [rowsOf('Slack'), filter(({ subtype }) => subtype !== 'tombstone')];

function part(unique_id: string, body: string, author: string, created_at: string) {
	const url = `https://example.slack.com/archives/C024BE91L/p${unique_id.replace('.', '')}`;
	return { unique_id, body, author, created_at, url };
}

const THREAD = {
	unique_id: 'thread-1773133200.000100',
	created_at: '2026-03-10T09:00:00Z',
	conversation_parts: [
		part('1773133200.000100', 'Where is the Excel export?', 'U0G9QF9C6', '2026-03-10T09:00:00Z'),
		part('1773133201.000200', 'A ticket was opened.', 'Help Bot', '2026-03-10T09:00:01Z'),
		part(
			'1773134100.123400',
			'Under Settings &gt; Data Export.',
			'U061F7AUR',
			'2026-03-10T09:15:00.123Z',
		),
		part('1773134400.123450', 'It only exports CSV :cry:', 'U0G9QF9C6', '2026-03-10T09:20:00.123Z'),
	],
};
const ALONE = {
	unique_id: 'thread-1773140000.000000',
	created_at: '2026-03-10T10:53:20Z',
	conversation_parts: [
		part('1773140000.000000', 'The new charts are great!', 'U0G9QF9C6', '2026-03-10T10:53:20Z'),
	],
};

describe('Slack threads', () => {
	test('each message is a row of its thread, and "ts" keeps all its decimals', async () => {
		const { result, stored } = await runTwice(emulator(), messages, INGEST, { upstream });

		expect(stored).toStrictEqual([THREAD, ALONE]);
		expect(result.success.map(({ json }) => [json.message_id, json.status])).toStrictEqual([
			['1773133200.000100', 'ingested'],
			['1773133201.000200', 'ingested'],
			['1773133202.000300', 'skipped'],
			['1773133300.000400', 'skipped'],
			['1773134100.123400', 'ingested'],
			['1773134400.123450', 'ingested'],
			['1773140000.000000', 'ingested'],
		]);
		expect(result.hints.map(({ message }) => message)).toStrictEqual([
			'5 of 7 rows ingested in 1 request; 2 skipped.',
		]);
	});

	test('the text of a message that has blocks only can be taken from its first block', async () => {
		const body = '={{ $json.text || $json.blocks?.[0]?.text?.text }}';
		const result = await run(emulator(), [messages[2]!, messages[3]!], {
			...INGEST,
			message: byHand({ ...FIELDS, body }),
		});

		expect(statuses(result)).toStrictEqual(['ingested', 'skipped']);
		expect(emulator().store.items(SOURCE)[0]?.conversation_parts).toStrictEqual([
			part('1773133202.000300', 'Ticket *456* is assigned.', 'U0BOTUSER', '2026-03-10T09:00:02Z'),
		]);
	});

	test('a reply from the Slack Trigger is appended to its thread', async () => {
		await run(emulator(), messages, INGEST, { upstream });
		const { result, stored } = await runTwice(emulator(), [newReply], APPEND);

		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(stored).toStrictEqual([
			{
				...THREAD,
				conversation_parts: [
					...THREAD.conversation_parts,
					part(
						'1773220000.000900',
						'Excel export is live now.',
						'U061F7AUR',
						'2026-03-11T09:06:40.001Z',
					),
				],
			},
			ALONE,
		]);
	});
});
