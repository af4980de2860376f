import { describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';
import { useEmulator } from '../../support/emulator.mts';
import { items, newReply, part, thread } from '../../fixtures/sources/slack.mts';
import { byHand, run, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters, hints } from './delivering.mts';
import { httpRequest, rowsOf } from './upstream.mts';

const emulator = useEmulator();
const ingest = exampleParameters('slack-thread');
const reaction: IDataObject = { item: { channel: 'C024BE91L', ts: '1773133200.000100' } };
const upstream = [rowsOf('Reaction Added'), httpRequest('Thread', () => thread)];

describe('Slack threads', () => {
	test('a thread is an item, its messages keep all decimals of "ts", and deleted ones are left out', async () => {
		const { result, stored } = await deliverTwice(emulator(), [reaction], ingest, { upstream });

		expect(stored).toStrictEqual(items);
		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(hints(result)).toStrictEqual([
			'1 of 1 row ingested in 1 request; 1 message without text left out; 1 message left out by the format.',
		]);
	});

	test('a thread that Slack does not give is rejected', async () => {
		const refused = httpRequest('Thread', () => ({ ok: false, error: 'not_in_channel' }));
		const result = await run(emulator(), [reaction], ingest, {
			upstream: [rowsOf('Reaction Added'), refused],
		});

		expect(statuses(result)).toStrictEqual(['rejected']);
	});

	test('a reply from the Slack Trigger is appended to its thread', async () => {
		await run(emulator(), [reaction], ingest, { upstream });
		const { result, stored } = await deliverTwice(emulator(), [newReply], {
			operation: 'appendReplies',
			replies: 'rows',
			itemId: '=thread-{{ $json.thread_ts }}',
			message: byHand({
				unique_id: '={{ $json.ts }}',
				body: '={{ $json.text }}',
				author: '={{ $json.user }}',
				created_at: '={{ $json.ts }}',
			}),
		});

		expect(statuses(result)).toStrictEqual(['ingested']);
		const { ts, user, text } = newReply as Record<'ts' | 'user' | 'text', string>;
		const reply = part(ts, user, text, '2026-03-11T09:06:40.001Z');
		const [item] = items;
		expect(stored).toStrictEqual([
			{ ...item, conversation_parts: [...item!.conversation_parts, reply] },
		]);
	});
});
