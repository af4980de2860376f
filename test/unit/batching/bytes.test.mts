import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mostBytesOf } from '../../../nodes/AmplitudeAiFeedback/batching/bytes.ts';
import { item, jsonBytes } from './arbitraries.mts';

test('an item in a request never has more bytes than its lengths say', () => {
	fc.assert(
		fc.property(item, (whole) => {
			expect(mostBytesOf(whole)).toBeGreaterThan(jsonBytes(whole));
		}),
		{ numRuns: 1_000 },
	);
});

test('texts that JSON only escapes are counted at their full length', () => {
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
	expect(mostBytesOf(item)).toBeGreaterThan(jsonBytes(item));
	expect(mostBytesOf(item) - jsonBytes(item)).toBeLessThan(100);
});
