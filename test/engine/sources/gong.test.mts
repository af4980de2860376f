import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { calls } from '../../fixtures/sources/gong.mts';
import { byHand, run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { rowsOf, splitOut } from './steps.mts';
import { runTwice } from './twice.mts';

const emulator = useEmulator();

const INGEST = {
	messages: 'rows',
	item: byHand({
		unique_id: "={{ $('Call').item.json.metaData.id }}",
		created_at: "={{ $('Call').item.json.metaData.started }}",
		url: "={{ $('Call').item.json.metaData.url }}",
	}),
	message: byHand({
		unique_id:
			"={{ $('Call').item.json.metaData.id }}-{{ $json.speakerId }}-{{ $json.sentences[0].start }}",
		body: "={{ $json.sentences.map(sentence => sentence.text).join(' ') }}",
		author:
			"={{ $('Call').item.json.parties.find(party => party.speakerId === $json.speakerId)?.name }}",
		email:
			"={{ $('Call').item.json.parties.find(party => party.speakerId === $json.speakerId)?.emailAddress }}",
		created_at:
			"={{ DateTime.fromISO($('Call').item.json.metaData.started).plus({ milliseconds: $json.sentences[0].start }) }}",
	}),
};
const upstream = [rowsOf('Call'), splitOut('transcript')];

const CALL = {
	unique_id: '17782342274025937895',
	created_at: '2026-03-12T14:00:12.500Z',
	url: 'https://app.gong.io/call?id=17782342274025937895',
};
const BUYER = { author: 'Jane Doe', email: 'jane.doe@example.com' };
const REP = { author: 'Sales Rep', email: 'rep@example.com' };

describe('Gong calls', () => {
	test('each turn of the transcript is a message at the time it was spoken', async () => {
		const { result, stored } = await runTwice(emulator(), calls, INGEST, { upstream });

		expect(stored).toStrictEqual([
			{
				...CALL,
				conversation_parts: [
					{
						unique_id: '17782342274025937895-6432345678555530067-5500',
						body: 'How does that compare on pricing? We have a small team.',
						...BUYER,
						created_at: '2026-03-12T14:00:18Z',
					},
					{
						unique_id: '17782342274025937895-6432345678555530068-12000',
						body: 'Great question. Our base tier starts at ten seats.',
						...REP,
						created_at: '2026-03-12T14:00:24.500Z',
					},
					{
						unique_id: '17782342274025937895-6432345678555530067-20000',
						body: 'Yes.',
						...BUYER,
						created_at: '2026-03-12T14:00:32.500Z',
					},
					{
						unique_id: '17782342274025937895-6432345678555530068-20000',
						body: 'Yes.',
						...REP,
						created_at: '2026-03-12T14:00:32.500Z',
					},
					// Not among the participants, so there is no name.
					{
						unique_id: '17782342274025937895-6432345678555530099-460230',
						body: 'Thanks, everyone.',
						created_at: '2026-03-12T14:07:52.730Z',
					},
				],
			},
		]);
		expect(statuses(result)).toStrictEqual(Array(5).fill('ingested'));
		expect(result.success.map(({ json }) => json.unique_id)).toStrictEqual(
			Array(5).fill('17782342274025937895'),
		);
		expect(result.hints).toStrictEqual([]);
	});

	test('without names and times, the sentences of a call are its messages under ids made for them', async () => {
		const { result, stored } = await runTwice(emulator(), calls, {
			messages: 'array',
			item: byHand({
				unique_id: '={{ $json.metaData.id }}',
				created_at: '={{ $json.metaData.started }}',
				url: '={{ $json.metaData.url }}',
			}),
			messageArray: '={{ $json.transcript.flatMap(turn => turn.sentences) }}',
			messageFields: { body: 'text' },
			options: { generateIds: true },
		});
		const ids = stored[0]!.conversation_parts.map(({ unique_id }) => unique_id);

		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(stored).toStrictEqual([
			{
				...CALL,
				conversation_parts: [
					{ unique_id: ids[0], body: 'How does that compare on pricing?' },
					{ unique_id: ids[1], body: 'We have a small team.' },
					{ unique_id: ids[2], body: 'Great question.' },
					{ unique_id: ids[3], body: 'Our base tier starts at ten seats.' },
					{ unique_id: ids[4], body: 'Yes.' },
					{ unique_id: `${ids[4]}-2`, body: 'Yes.' },
					{ unique_id: ids[6], body: 'Thanks, everyone.' },
				],
			},
		]);
		expect(new Set(ids).size).toBe(7);
	});

	test('milliseconds from the start of the call are no time, and are refused with their value', async () => {
		const result = await run(emulator(), calls, {
			messages: 'array',
			item: byHand({ unique_id: '={{ $json.metaData.id }}' }),
			messageArray: '={{ $json.transcript.flatMap(turn => turn.sentences) }}',
			messageFields: { body: 'text', created_at: 'start' },
			options: { generateIds: true },
		});

		expect(statuses(result)).toStrictEqual(['rejected']);
		expect(result.success[0]?.json.reason).toMatch(
			/^Row 1: "created_at" of message 1 of the array.*5500/,
		);
		expect(emulator().store.items(SOURCE)).toStrictEqual([]);
	});
});
