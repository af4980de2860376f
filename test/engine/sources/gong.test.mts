import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { calls, items } from '../../fixtures/sources/gong.mts';
import { byHand, run, SOURCE, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters, hints } from './delivering.mts';
import { rowsOf, splitOut } from './upstream.mts';

const emulator = useEmulator();
const SENTENCES = '={{ $json.transcript.flatMap(turn => turn.sentences) }}';
const CALL = byHand({
	unique_id: '={{ $json.metaData.id }}',
	created_at: '={{ $json.metaData.started }}',
	url: '={{ $json.metaData.url }}',
});

describe('Gong calls', () => {
	test('each turn of the transcript is a message at the time it was spoken', async () => {
		const { result, stored } = await deliverTwice(
			emulator(),
			calls,
			exampleParameters('gong-call'),
			{ upstream: [rowsOf('Call'), splitOut('transcript')] },
		);

		expect(stored).toStrictEqual(items);
		expect(statuses(result)).toStrictEqual(Array(5).fill('ingested'));
		expect(result.success.map(({ json }) => json.unique_id)).toStrictEqual(
			Array(5).fill('17782342274025937895'),
		);
		expect(hints(result)).toStrictEqual([]);
	});

	test('a transcript in its call gives the same messages', async () => {
		const { result, stored } = await deliverTwice(emulator(), calls, {
			messages: 'array',
			item: CALL,
			messageArray: '={{ $json.transcript }}',
			messageFormat: 'gong',
		});

		expect(stored).toStrictEqual(items);
		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(hints(result)).toStrictEqual([]);
	});

	test('without names and times, the sentences of a call are its messages under generated ids', async () => {
		const { result, stored } = await deliverTwice(emulator(), calls, {
			messages: 'array',
			item: CALL,
			messageArray: SENTENCES,
			messageFormat: 'custom',
			messageFields: { body: 'text' },
			options: { generateIds: true },
		});
		const ids = stored[0]!.conversation_parts.map(({ unique_id }) => unique_id);

		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(stored).toStrictEqual([
			{
				...items[0],
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
			messageArray: SENTENCES,
			messageFormat: 'custom',
			messageFields: { body: 'text', created_at: 'start' },
			options: { generateIds: true },
		});

		expect(statuses(result)).toStrictEqual(['rejected']);
		expect(result.success[0]?.json.reason).toMatch(
			/^Row 1: Created At of message 1 of the array, from "start", is "5500"/,
		);
		expect(emulator().store.items(SOURCE)).toStrictEqual([]);
	});
});
