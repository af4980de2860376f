import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
	FIELD_NAMES,
	type Fields,
} from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import { generatedId } from '../../../nodes/AmplitudeAiFeedback/mapping/generatedId.ts';

const fields: fc.Arbitrary<Fields> = fc.record(
	Object.fromEntries(FIELD_NAMES.map((name) => [name, fc.string()])),
	{ requiredKeys: [] },
);
const parts = fc.array(fc.record({ unique_id: fc.string(), body: fc.string() }), { maxLength: 3 });
const scope = fc.array(fc.string(), { minLength: 1, maxLength: 2 });
const content = fc.tuple(scope, fields, parts);

describe('a generated id', () => {
	// Amplitude keeps the ids: if a release changed them, its first run would add everything again.
	test('is the same in every release', () => {
		const review = { body: 'The search feature is broken on mobile', author: 'Jane Doe' };
		const part = { unique_id: 'part-1', body: 'Hello' };
		expect(generatedId(['source'], review)).toBe('gen-ebbca6d54ca96ea44e354c09986ae925');
		expect(generatedId(['source'], review, [part])).toBe('gen-0e9a0d3f904ad1ac8ee8b7ade53ff183');
	});

	test('has 36 characters: gen- and hexadecimal digits', () => {
		fc.assert(
			fc.property(content, (arguments_) => {
				expect(generatedId(...arguments_)).toMatch(/^gen-[0-9a-f]{32}$/);
			}),
		);
	});

	test('does not depend on the order in which fields were mapped', () => {
		fc.assert(
			fc.property(content, ([within, values, messages]) => {
				const reversed = Object.fromEntries(Object.entries(values).reverse());
				const id = generatedId(within, values, messages);
				expect(generatedId(within, reversed, messages)).toBe(id);
			}),
		);
	});

	test('differs when anything in it differs', () => {
		fc.assert(
			fc.property(content, content, (one, other) => {
				const isSame = JSON.stringify(normalised(one)) === JSON.stringify(normalised(other));
				expect(generatedId(...one) === generatedId(...other)).toBe(isSame);
			}),
		);
	});

	test.each([
		['the scope', generatedId(['other'], { body: 'a' })],
		['where the scope ends and the content begins', generatedId(['source', 'a'], {})],
		['the value of a field', generatedId(['source'], { body: 'b' })],
		['which field holds a text', generatedId(['source'], { author: 'a' })],
		['an additional field', generatedId(['source'], { body: 'a', url: 'https://example.com' })],
		['a message', generatedId(['source'], { body: 'a' }, [{ unique_id: '1', body: 'b' }])],
	])('differs by %s', (_, id) => {
		expect(id).not.toBe(generatedId(['source'], { body: 'a' }));
	});

	test('differs by the order of messages', () => {
		const one = { unique_id: '1', body: 'a' };
		const two = { unique_id: '2', body: 'b' };
		expect(generatedId(['s'], {}, [one, two])).not.toBe(generatedId(['s'], {}, [two, one]));
	});
});

/** The content without the order of its keys. */
function normalised([within, ...contents]: [string[], Fields, Fields[]]): unknown {
	const inOrder = (values: Fields) => FIELD_NAMES.map((name) => values[name] ?? null);
	return [within, contents.flat().map(inOrder)];
}
