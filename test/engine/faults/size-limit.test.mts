import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import type { Row } from '../../support/expected-items.mts';
import { SOURCE } from '../../../tools/engine/feedback.mts';
import { runChecked } from './checked-run.mts';

/** A request's body is under the documented 5 MB; an emulator that takes not a byte more. */
const LIMIT = 4_999_999;
const emulator = useEmulator({ maxBytes: LIMIT });

const bytesOf = (items: Row[]) => Buffer.byteLength(JSON.stringify({ source_id: SOURCE, items }));

/** Extends the last item's text, or its first message, so that the request has so many bytes. */
function filled(items: Row[], text: string, bytes: number): Row[] {
	const each = Buffer.byteLength(JSON.stringify(text)) - 2;
	const free = bytes - bytesOf(items);
	const filling = text.repeat(Math.floor(free / each)) + 'x'.repeat(free % each);
	const last = items.at(-1)!;
	const [first, ...parts] = last.conversation_parts ?? [];
	const full = first
		? { ...last, conversation_parts: [{ ...first, body: first.body + filling }, ...parts] }
		: { ...last, body: `${last.body}${filling}` };
	return [...items.slice(0, -1), full];
}

// How bytes are counted is proven in test/unit/batching; here they are counted where they arrive.
describe.each([
	['letters', 'x'],
	['emoji', '😀'],
	['lone surrogates', '\ude00\ud83d '],
])('a text of %s', (_name, text) => {
	const item = [{ unique_id: 'big', body: 'A' }];

	test.each([LIMIT - 1, LIMIT])('that makes a request of %i bytes is sent whole', async (bytes) => {
		const { counts, requests } = await runChecked(emulator(), filled(item, text, bytes));

		expect(counts).toStrictEqual({ ingested: 1 });
		expect(requests.map((request) => request.bytes)).toStrictEqual([bytes]);
	});

	test('that makes a request a byte too long is rejected, and not sent', async () => {
		const { counts, requests, result } = await runChecked(
			emulator(),
			filled(item, text, LIMIT + 1),
		);

		expect(counts).toStrictEqual({ rejected: 1 });
		expect(requests).toHaveLength(0);
		expect(result.raw[0]?.json.reason).toMatch(/^Row 1: the item is 5\.0 MB in size/);
	});

	test('that makes a request of two items a byte too long goes in a request of its own', async () => {
		const two = [{ unique_id: 'small', body: `A ${text}` }, ...item];
		const together = await runChecked(emulator(), filled(two, text, LIMIT));
		expect(together.requests.map((request) => request.bytes)).toStrictEqual([LIMIT]);
		emulator().reset();
		const apart = await runChecked(emulator(), filled(two, text, LIMIT + 1));

		expect([together.counts, apart.counts]).toStrictEqual([{ ingested: 2 }, { ingested: 2 }]);
		expect(apart.requests.map(({ items }) => items)).toStrictEqual([1, 1]);
	});

	test('that makes a conversation a byte too long has it split', async () => {
		const messages = [
			{ unique_id: 'm-1', body: `A ${text}` },
			{ unique_id: 'm-2', body: `B ${text}` },
		];
		const rows = [{ unique_id: 'call', conversation_parts: messages }];
		const { counts, requests } = await runChecked(emulator(), filled(rows, text, LIMIT + 1));

		expect(counts).toStrictEqual({ ingested: 1 });
		expect(requests.map(({ partIds }) => partIds)).toStrictEqual([['m-1'], ['m-2']]);
	});
});
