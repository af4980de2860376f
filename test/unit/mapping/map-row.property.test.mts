import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { FIELD_NAMES } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import {
	mapRow,
	type MappedRow,
	type MappingPlan,
	type MessageLayout,
} from '../../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';
import { RowError } from '../../../nodes/AmplitudeAiFeedback/mapping/rowError.ts';
import {
	anyTime,
	attempt,
	empty,
	planOf,
	rawRow,
	textual,
	type Values,
	values,
	zone,
} from './support.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

const messageLayout = fc.constantFrom<MessageLayout>('none', 'array', 'rows');

/** Maps a row with one message; undefined where it is refused for a known reason. */
function map(item: Values, message: Values, plan: MappingPlan): MappedRow | undefined {
	const mapped = attempt(() => atOnce(mapRow(rawRow(plan, 'source-1', item, [message]), plan)));
	return mapped instanceof RowError ? undefined : mapped;
}

test('a mapped row maps to itself, wherever its messages were and whatever the time zone', () => {
	let tried = 0;
	fc.assert(
		fc.property(values, values, messageLayout, zone, zone, (item, message, layout, one, other) => {
			const plan = planOf({ messageLayout: layout, timeZone: one, generateIds: true });
			const once = map(item, message, plan);
			if (once === undefined) return;
			const { sourceId, item: sent, messages } = once;
			if (sent.body === undefined && messages.length === 0) return;
			tried++;
			const again = { sourceId, item: { ...sent, conversation_parts: messages } };
			expect(atOnce(mapRow(again, planOf({ timeZone: other })))).toMatchObject({
				item: sent,
				messages,
			});
		}),
		{ numRuns: 1000 },
	);
	expect(tried).toBeGreaterThan(500);
});

test('a row maps the same with its empty values as without them', () => {
	const withoutEmpty = (given: Values): Values =>
		Object.fromEntries(
			Object.entries(given).filter(([, one]) => one !== undefined && one !== null && one !== ''),
		);
	// A message says by an empty text that it has none; without the property its format is another.
	const bodyOf = (given: Values) => ('body' in given ? { body: given.body } : {});
	fc.assert(
		fc.property(values, values, messageLayout, (item, message, layout) => {
			const plan = planOf({ messageLayout: layout, generateIds: true });
			expect(map(item, message, plan)).toStrictEqual(
				map(withoutEmpty(item), { ...withoutEmpty(message), ...bodyOf(message) }, plan),
			);
		}),
		{ numRuns: 500 },
	);
});

test('any value is sent as meaningful text, or its row is refused for a known reason', () => {
	const structures = { withBigInt: true, withDate: true, withMap: true, withNullPrototype: true };
	const anything = fc.oneof(
		empty,
		textual,
		anyTime,
		fc.anything({ ...structures, withSet: true, withSparseArray: true, withTypedArray: true }),
		fc.constantFrom(NaN, Infinity, new Date(NaN), Symbol('x'), () => 'x', DateTime.invalid('x')),
	);
	const anyValues = fc.dictionary(fc.constantFrom(...FIELD_NAMES), anything);
	/** What JavaScript makes of values that are not text. */
	const MEANINGLESS = ['undefined', 'null', 'NaN', 'Infinity', '[object Object]', 'Invalid Date'];
	const operation = fc.constantFrom('items' as const, 'replies' as const);
	const results = new Set<string>();
	fc.assert(
		fc.property(
			anyValues,
			anyValues,
			messageLayout,
			operation,
			(item, message, layout, rowsAre) => {
				const plan = planOf({ messageLayout: layout, operation: rowsAre, generateIds: true });
				const row = map({ unique_id: '1', ...item }, message, plan);
				results.add(row === undefined ? 'refused' : 'sent');
				if (row === undefined) return;
				const given = [...Object.values(item), ...Object.values(message)];
				for (const sent of [row.item, ...row.messages].flatMap((fields) => Object.values(fields))) {
					expect(typeof sent).toBe('string');
					expect(sent).not.toBe('');
					if (!given.includes(sent)) expect(MEANINGLESS).not.toContain(sent);
				}
			},
		),
		{ numRuns: 1000 },
	);
	expect([...results].sort()).toEqual(['refused', 'sent']);
});
