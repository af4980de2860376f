import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { SOURCE } from '../../../tools/engine/feedback.mts';
import type { Row } from './invariants.mts';
import { attempt } from './scenario.mts';

/** A request's body is under the documented 5 MB; an emulator that takes not a byte more. */
const LIMIT = 4_999_999;
const emulator = useEmulator({ maxBytes: LIMIT });

const bytesOf = (items: Row[]) => Buffer.byteLength(JSON.stringify({ source_id: SOURCE, items }));

/** Fills the empty text of the last item so that the request has so many bytes. */
function filled(items: Row[], text: string, bytes: number): Row[] {
	const each = Buffer.byteLength(JSON.stringify(text)) - 2;
	const room = bytes - bytesOf(items);
	const body = text.repeat(Math.floor(room / each)) + 'x'.repeat(room % each);
	const last = items.at(-1)!;
	const [first, ...parts] = last.conversation_parts ?? [];
	const full = first
		? { ...last, conversation_parts: [{ ...first, body: first.body + body }, ...parts] }
		: { ...last, body };
	return [...items.slice(0, -1), full];
}

const texts: [string, string][] = [
	['letters', 'x'],
	['letters of two bytes', 'é'],
	['emoji', '😀'],
	['families of emoji', '👩‍👩‍👧'],
	['lone high surrogates', '\ud83d'],
	['lone low surrogates', '\ude00'],
	['surrogates in the wrong order', '\ude00\ud83d '],
	['control characters', '\u0001'],
];

describe.each(texts)('a row of %s', (_name, text) => {
	test.each([LIMIT - 1, LIMIT])('that makes %i bytes lands as it is', async (bytes) => {
		const rows = filled([{ unique_id: 'big', body: '' }], text, bytes);
		const { told, requests } = await attempt(emulator(), rows);

		expect(told).toStrictEqual({ ingested: 1 });
		expect(requests.map((request) => request.bytes)).toStrictEqual([bytes]);
	});

	test('that is a byte over the limit is rejected with its size, and not sent', async () => {
		const rows = filled([{ unique_id: 'big', body: '' }], text, LIMIT + 1);
		const { told, requests, result } = await attempt(emulator(), rows);

		expect(told).toStrictEqual({ rejected: 1 });
		expect(requests).toHaveLength(0);
		expect(result.raw[0]?.json.reason).toMatch(/^Row 1: /);
		expect(result.raw[0]?.json).not.toHaveProperty('attempts');
	});

	test('that fills up a request goes with the others, and alone if it is a byte longer', async () => {
		const start = [
			{ unique_id: 'small', body: `A ${text}` },
			{ unique_id: 'big', body: '' },
		];
		const together = await attempt(emulator(), filled(start, text, LIMIT));
		expect(together.requests.map((request) => request.bytes)).toStrictEqual([LIMIT]);
		emulator().reset();
		const apart = await attempt(emulator(), filled(start, text, LIMIT + 1));

		expect(together.told).toStrictEqual({ ingested: 2 });
		expect(apart.told).toStrictEqual({ ingested: 2 });
		expect(apart.requests.map(({ items }) => items)).toStrictEqual([1, 1]);
	});

	test('that is a conversation is split if it is a byte over the limit', async () => {
		const start = [
			{
				unique_id: 'call',
				conversation_parts: [
					{ unique_id: 'm-1', body: `A ${text}` },
					{ unique_id: 'm-2', body: `B ${text}` },
				],
			},
		];
		const whole = await attempt(emulator(), filled(start, text, LIMIT));
		expect(whole.requests.map((request) => request.bytes)).toStrictEqual([LIMIT]);
		emulator().reset();
		const split = await attempt(emulator(), filled(start, text, LIMIT + 1));

		expect(whole.told).toStrictEqual({ ingested: 1 });
		expect(split.told).toStrictEqual({ ingested: 1 });
		expect(split.requests.map(({ partIds }) => partIds)).toStrictEqual([['m-1'], ['m-2']]);
	});
});
