import { describe, expect, test } from '@jest/globals';
import { toOutgoingItem } from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';
import { conversation, jsonBytes } from './arbitraries.mts';

const part = (id: string, letters: number) => ({ unique_id: id, body: 'x'.repeat(letters) });
const head = { unique_id: 'ticket', body: 'Help', author: 'Jane Doe' };

/** The sent items of a unit, read back. */
function sent({ chunks: pieces }: ReturnType<typeof toOutgoingItem>): unknown[] {
	return pieces.map(({ item }) => item);
}

describe('a conversation that fits', () => {
	test('is one piece, serialised as it is', () => {
		const item = { ...head, conversation_parts: [part('1', 3), part('2', 3)] };
		expect(toOutgoingItem(conversation(item), jsonBytes(item))).toEqual({
			sourceId: 'source',
			id: 'ticket',
			answers: [{ row: 0 }],
			pieces: [{ item, partIds: ['1', '2'], hasText: true }],
			oversized: new Map(),
		});
	});
});

describe('a conversation that does not fit', () => {
	test('is split by one byte: the head and what fits first, then what is left', () => {
		const item = { ...head, conversation_parts: [part('1', 3), part('2', 3)] };
		expect(sent(toOutgoingItem(conversation(item), jsonBytes(item) - 1))).toEqual([
			{ ...head, conversation_parts: [part('1', 3)] },
			{ unique_id: 'ticket', conversation_parts: [part('2', 3)] },
		]);
	});

	test('sends the head alone when no message fits beside it', () => {
		const long = part('1', 100);
		const limit = jsonBytes({ unique_id: 'ticket', conversation_parts: [long] });
		const item = { ...head, conversation_parts: [long] };
		expect(sent(toOutgoingItem(conversation(item), limit))).toEqual([
			head,
			{ unique_id: 'ticket', conversation_parts: [long] },
		]);
	});

	test('keeps the other messages when one fits into no request', () => {
		const parts = [part('1', 3), part('long', 500), part('2', 3)];
		const unit = toOutgoingItem(conversation({ ...head, conversation_parts: parts }), 300);
		expect(sent(unit)).toEqual([{ ...head, conversation_parts: [parts[0], parts[2]] }]);
		expect(unit.oversized).toEqual(new Map([['long', jsonBytes(parts[1])]]));
	});
});

describe('an item without a text of its own', () => {
	test('is not sent when none of its messages can be', () => {
		const long = part('long', 500);
		const unit = toOutgoingItem(
			conversation({ unique_id: 'call', conversation_parts: [long] }),
			300,
		);
		expect(unit.chunks).toEqual([]);
		expect(unit.oversized).toEqual(new Map([['long', jsonBytes(long)]]));
		expect(unit.oversizedHead).toBeUndefined();
	});

	test('is sent with the first message that can be', () => {
		const parts = [part('long', 500), part('1', 3)];
		const unit = toOutgoingItem(
			conversation({ unique_id: 'call', conversation_parts: parts }),
			300,
		);
		expect(sent(unit)).toEqual([{ unique_id: 'call', conversation_parts: [parts[1]] }]);
	});

	test('continues over pieces that each hold messages', () => {
		const parts = ['1', '2', '3'].map((id) => part(id, 100));
		const limit = jsonBytes({ unique_id: 'call', conversation_parts: parts.slice(1) });
		const unit = toOutgoingItem(
			conversation({ unique_id: 'call', conversation_parts: parts }),
			limit,
		);
		expect(unit.chunks.map(({ messageIds: partIds }) => partIds)).toEqual([['1', '2'], ['3']]);
	});

	// Documented: `body` may be left out of an item that carries conversation parts.
	test('is never sent without any message, also when the first fits not beside its details', () => {
		const first = part('1', 100);
		const call = { unique_id: 'call', url: 'https://example.com/calls/1' };
		const limit = jsonBytes({ unique_id: 'call', conversation_parts: [first] });
		const parts = [first, part('2', 3)];
		for (const piece of toOutgoingItem(conversation({ ...call, conversation_parts: parts }), limit)
			.chunks) {
			expect(piece.messageIds).not.toEqual([]);
		}
	});
});
