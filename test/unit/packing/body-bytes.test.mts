import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bodyBytes, toBody } from '../../../nodes/AmplitudeAiFeedback/packing/batches.ts';

test('the bytes of a body are known before it is made', () => {
	const text = fc.string({ unit: 'binary' });
	fc.assert(
		fc.property(text, fc.array(text), (sourceId, texts) => {
			const pieces = texts.map((body) => {
				const item = { unique_id: '1', body };
				return { item, bytes: Buffer.byteLength(JSON.stringify(item)), partIds: [], hasText: true };
			});
			expect(bodyBytes(sourceId, pieces)).toBe(toBody(sourceId, pieces).length);
		}),
	);
});
