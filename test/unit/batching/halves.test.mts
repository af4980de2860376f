import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FeedbackItem } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import { batchItems } from '../../../nodes/AmplitudeAiFeedback/batching/batches.ts';
import {
	halves,
	isDivisible,
	type Chunk,
} from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';

const items = fc.record({
	body: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
	messages: fc.array(fc.string({ minLength: 1, unit: 'binary' }), { maxLength: 9 }),
});

function itemOf({ body, messages }: { body?: string; messages: string[] }): FeedbackItem {
	const parts = messages.map((text, index) => ({ unique_id: `m-${index}`, body: text }));
	return {
		unique_id: 'call',
		author: 'Jane Doe',
		...(body !== undefined && { body }),
		...(parts.length > 0 && { conversation_parts: parts }),
	};
}

function pieceOf(item: FeedbackItem): Chunk {
	const { items: units } = batchItems([{ sourceId: 's', item, sourceRows: [] }], 100);
	return units[0]!.chunks[0]!;
}

/** Divides until nothing is left to divide. */
function atoms(piece: Chunk): Chunk[] {
	return isDivisible(piece) ? halves(piece).flatMap(atoms) : [piece];
}

test('a divided conversation is the same, piece after piece, and each piece says something', () => {
	fc.assert(
		fc.property(items, (given) => {
			const item = itemOf(given);
			fc.pre(item.body !== undefined || item.conversation_parts !== undefined);
			const pieces = atoms(pieceOf(item));
			const sent = pieces.map(({ item }) => item as FeedbackItem);
			const { conversation_parts: parts = [], ...head } = item;

			expect(sent.flatMap((one) => one.conversation_parts ?? [])).toStrictEqual(parts);
			for (const [index, { conversation_parts: own = [], ...details }] of sent.entries()) {
				expect(details).toStrictEqual(index === 0 ? head : { unique_id: 'call' });
				expect(own.length + (details.body === undefined ? 0 : 1)).toBe(1);
			}
			for (const { item, messageIds: partIds } of pieces) {
				const ids = item?.conversation_parts?.map((p) => p.unique_id);
				expect(partIds).toStrictEqual(ids ?? []);
			}
		}),
	);
});
