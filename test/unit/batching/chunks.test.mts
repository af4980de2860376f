import { describe, expect, test } from '@jest/globals';
import type { FeedbackItem } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import {
	splitMessages,
	toChunks,
	type Chunk,
} from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';
import { collected, jsonBytes } from './arbitraries.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

const message = (id: string, letters: number) => ({ unique_id: id, body: 'x'.repeat(letters) });
const ticket = { unique_id: 'ticket', body: 'Help', author: 'Jane Doe' };
/** Without a text of its own, as the API allows for an item that has messages. */
const call = { unique_id: 'call', url: 'https://example.com/calls/1' };

function cut(item: FeedbackItem, maxBytes: number) {
	return atOnce(toChunks(collected(item), maxBytes));
}

describe('an item that fits into a request', () => {
	test('is one chunk, the item itself', () => {
		const item = { ...ticket, conversation_parts: [message('1', 3), message('2', 3)] };
		const { chunks, item: outgoing } = cut(item, jsonBytes(item));
		expect(chunks).toHaveLength(1);
		expect(chunks[0]).toBe(item);
		expect(outgoing).toEqual({
			sourceId: 'source',
			id: 'ticket',
			sourceRows: [{ row: 0 }],
			chunkCount: 1,
			oversizedMessages: new Map(),
		});
	});
});

describe('an item that does not fit into a request', () => {
	test('is cut for one byte: its own fields and what fits first, then what is left', () => {
		const item = { ...ticket, conversation_parts: [message('1', 3), message('2', 3)] };
		expect(cut(item, jsonBytes(item) - 1).chunks).toEqual([
			{ ...ticket, conversation_parts: [message('1', 3)] },
			{ unique_id: 'ticket', conversation_parts: [message('2', 3)] },
		]);
	});

	test('sends its text alone when no message fits beside it', () => {
		const later = { unique_id: 'ticket', conversation_parts: [message('1', 100)] };
		const item = { ...ticket, conversation_parts: later.conversation_parts };
		expect(cut(item, jsonBytes(later)).chunks).toEqual([ticket, later]);
	});

	test('keeps the other messages when one fits into no request', () => {
		const messages = [message('1', 3), message('long', 500), message('2', 3)];
		const { chunks, item } = cut({ ...ticket, conversation_parts: messages }, 300);
		expect(chunks).toEqual([{ ...ticket, conversation_parts: [messages[0], messages[2]] }]);
		expect(item.oversizedMessages).toEqual(new Map([['long', jsonBytes(messages[1])]]));
	});
});

describe('an item without a text of its own', () => {
	test('is not sent when none of its messages can be', () => {
		const long = message('long', 500);
		const { chunks, item } = cut({ ...call, conversation_parts: [long] }, 300);
		expect(chunks).toEqual([]);
		expect(item.oversizedMessages).toEqual(new Map([['long', jsonBytes(long)]]));
		expect(item.oversizedFields).toBeUndefined();
	});

	test('is sent with the first message that fits beside its own fields', () => {
		const messages = [message('1', 100), message('2', 3)];
		// The first one would only fit beside the id.
		const limit = jsonBytes({ unique_id: 'call', conversation_parts: messages.slice(0, 1) });
		const { chunks } = cut({ ...call, conversation_parts: messages }, limit);
		expect(chunks).toEqual([{ ...call, conversation_parts: [messages[1]] }]);
	});

	test('is cut into chunks that each hold messages', () => {
		const messages = ['1', '2', '3'].map((id) => message(id, 100));
		const limit = jsonBytes({ unique_id: 'call', conversation_parts: messages.slice(1) });
		const { chunks } = cut({ unique_id: 'call', conversation_parts: messages }, limit);
		expect(chunks).toEqual([
			{ unique_id: 'call', conversation_parts: messages.slice(0, 2) },
			{ unique_id: 'call', conversation_parts: messages.slice(2) },
		]);
	});
});

test('a chunk splits in half: with a text of its own the smaller half stays with it', () => {
	const ids = ({ conversation_parts = [] }: Chunk) =>
		conversation_parts.map(({ unique_id }) => unique_id).join('');
	const conversation_parts = ['1', '2', '3'].map((id) => message(id, 3));
	expect(splitMessages({ ...ticket, conversation_parts }).map(ids)).toEqual(['1', '23']);
	expect(splitMessages({ ...call, conversation_parts }).map(ids)).toEqual(['12', '3']);
});
