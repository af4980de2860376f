import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_ITEMS_PER_REQUEST } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import {
	bytesOf,
	MAX_BODY_BYTES,
	maxBytesOf,
} from '../../../nodes/AmplitudeAiFeedback/batching/size.ts';
import { feedbackItem, jsonBytes } from './arbitraries.mts';

test('a request takes 100 items and less than 5 MB, in the smaller sense of the word', () => {
	expect(MAX_ITEMS_PER_REQUEST).toBe(100);
	expect(MAX_BODY_BYTES).toBe(4_999_999);
});

describe('the size of an item', () => {
	test('is the UTF-8 bytes of its JSON, and never more than the bound from its lengths', () => {
		fc.assert(
			fc.property(feedbackItem, (item) => {
				expect(bytesOf(item)).toBe(jsonBytes(item));
				// Greater, because the bound includes a comma after the item.
				expect(maxBytesOf(item)).toBeGreaterThan(jsonBytes(item));
			}),
			{ numRuns: 1_000 },
		);
	});

	test('comes close to the bound where JSON escapes every character', () => {
		const nulls = '\0'.repeat(1_000);
		const all = {
			unique_id: nulls,
			body: nulls,
			author: nulls,
			email: nulls,
			user_id: nulls,
			created_at: nulls,
			url: nulls,
		};
		const item = { ...all, conversation_parts: [all, all] };
		expect(maxBytesOf(item)).toBeGreaterThan(jsonBytes(item));
		expect(maxBytesOf(item) - jsonBytes(item)).toBeLessThan(100);
	});
});
