import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bodyBytes, toBody } from '../../../nodes/AmplitudeAiFeedback/packing/batches.ts';

test('the bytes of a body are known before it is made', () => {
	const text = fc.string({ unit: 'binary' });
	fc.assert(
		fc.property(text, fc.array(text), (sourceId, texts) => {
			const pieces = texts.map((body) => {
				const json = JSON.stringify({ body });
				return { json, bytes: Buffer.byteLength(json), partIds: [], hasText: true };
			});
			expect(bodyBytes(sourceId, pieces)).toBe(toBody(sourceId, pieces).length);
		}),
	);
});
