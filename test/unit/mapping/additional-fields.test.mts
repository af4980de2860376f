import { describe, expect, test } from '@jest/globals';
import { DateTime } from 'luxon';
import {
	isReservedName,
	toAdditionalFields,
} from '../../../nodes/AmplitudeAiFeedback/mapping/additionalFields.ts';
import { mapRow } from '../../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';
import { errorOf, planOf } from './support.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

describe('additional fields of an item', () => {
	test('are put beside its own, unchanged', () => {
		const additional = {
			rating: 4.5,
			plan: ' Pro ',
			beta: false,
			tags: ['a', { b: null }],
			meta: JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
			at: DateTime.fromISO('2026-03-15T10:30:00Z', { zone: 'UTC' }),
		};
		const raw = { sourceId: 's', item: { unique_id: '1', body: 'Great' }, additional };
		expect(JSON.stringify(atOnce(mapRow(raw, planOf())).item)).toBe(
			'{"unique_id":"1","body":"Great","rating":4.5,"plan":" Pro ","beta":false,"tags":["a",{"b":null}],"meta":{"__proto__":{"polluted":true}},"at":"2026-03-15T10:30:00.000Z"}',
		);
	});

	test.each([undefined, null, ''])('are left out where the value is %p', (value) => {
		expect(toAdditionalFields({ rating: value })).toEqual({});
	});

	test('do not change a generated ID', () => {
		const plan = planOf({ generateIds: true });
		const raw = { sourceId: 's', item: { body: 'Great' } };
		const { item } = atOnce(mapRow(raw, plan));
		expect(atOnce(mapRow({ ...raw, additional: { rating: 5 } }, plan)).item).toEqual({
			...item,
			rating: 5,
		});
	});

	test.each<[unknown, 'inexact' | 'notJson']>([
		[NaN, 'notJson'],
		[Infinity, 'notJson'],
		[10n, 'notJson'],
		[Symbol('x'), 'notJson'],
		[() => 'x', 'notJson'],
		[2 ** 53, 'inexact'],
	])('are refused by name where the value is %p', (value, cause) => {
		expect(errorOf(() => toAdditionalFields({ rating: value }))).toEqual({
			kind: 'additionalField',
			name: 'rating',
			value,
			cause,
		});
	});

	test('are refused by name where the value refers to itself', () => {
		const value: { self?: unknown } = {};
		value.self = value;
		expect(errorOf(() => toAdditionalFields({ meta: value }))).toMatchObject({ cause: 'notJson' });
	});

	test.each(['unique_id', 'body', 'user_id', 'conversation_parts', '__proto__'])(
		'cannot be named %s',
		(name) => {
			expect(isReservedName(name)).toBe(true);
		},
	);
});
