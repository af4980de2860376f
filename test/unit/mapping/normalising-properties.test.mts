import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { FIELD_NAMES } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import {
	mapRow,
	type MappedRow,
	type MappingPlan,
	type MessageLayout,
	type RawRow,
} from '../../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';
import { API_PATHS } from '../../../nodes/AmplitudeAiFeedback/mapping/messages.ts';
import { RowError } from '../../../nodes/AmplitudeAiFeedback/mapping/rowError.ts';
import { toUtc } from '../../../nodes/AmplitudeAiFeedback/mapping/time.ts';
import {
	ancientTime,
	anyTime,
	digits,
	empty,
	text,
	textual,
	time,
	type Values,
	values,
	zone,
} from './raw-values.mts';

const LAYOUTS: readonly MessageLayout[] = ['none', 'array', 'rows'];
const messageLayout = fc.constantFrom(...LAYOUTS);

function planOf(given: Partial<MappingPlan> = {}): MappingPlan {
	const plan = {
		operation: 'items',
		messageLayout: 'none',
		generateIds: false,
		timeZone: 'UTC',
	} as const;
	return { ...plan, paths: API_PATHS, ...given };
}

function rawOf(item: Values, message: Values, place: MessageLayout): RawRow {
	const sourceId = 'source-1';
	if (place === 'rows') return { sourceId, item, message };
	if (place === 'array') return { sourceId, item, messageArray: [message] };
	return { sourceId, item: { ...item, conversation_parts: [message] } };
}

/** The row is mapped, or refused for a reason that is known. */
function mapped(raw: RawRow, plan: MappingPlan): MappedRow | undefined {
	try {
		return mapRow(raw, plan);
	} catch (error) {
		if (error instanceof RowError) return undefined;
		throw error;
	}
}

function saysSomething({ item, parts }: MappedRow): boolean {
	return item.body !== undefined || parts.length > 0;
}

/** Every text that would be sent. */
function sentTexts({ item, parts }: MappedRow): string[] {
	return [item, ...parts].flatMap((fields) => Object.values(fields) as string[]);
}

describe('what mapping gives', () => {
	test('is mapped to itself, wherever its messages were and whatever the time zone', () => {
		let tried = 0;
		fc.assert(
			fc.property(
				values,
				values,
				messageLayout,
				zone,
				zone,
				(item, message, place, first, second) => {
					const plan = planOf({ messageLayout: place, timeZone: first, generateIds: true });
					const once = mapped(rawOf(item, message, place), plan);
					if (once === undefined || !saysSomething(once)) return;
					tried++;
					const { sourceId, item: sent, parts } = once;
					const fedBack = { sourceId, item: { ...sent, conversation_parts: parts } };
					const again = mapRow(fedBack, planOf({ timeZone: second }));
					expect([again.item, again.parts]).toEqual([sent, parts]);
				},
			),
			{ numRuns: 1000 },
		);
		expect(tried).toBeGreaterThan(500);
	});

	test('is, for a time in any form, read as the same time', () => {
		fc.assert(
			fc.property(time, zone, zone, (given, first, second) => {
				const once = toUtc(given, first);
				expect(once).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
				expect(toUtc(once, second)).toBe(once);
			}),
			{ numRuns: 1000 },
		);
	});

	test('is, for a time of the first century, nothing or read as the same time', () => {
		fc.assert(
			fc.property(ancientTime, zone, zone, (given, first, second) => {
				const once = toUtc(given, first);
				if (once !== undefined) expect(toUtc(once, second)).toBe(once);
			}),
		);
	});
});

test('text is sent code unit by code unit', () => {
	fc.assert(
		fc.property(text, text, messageLayout, (body, said, place) => {
			const raw = rawOf({ unique_id: '1', body }, { unique_id: '2', body: said }, place);
			const { item, parts } = mapRow(raw, planOf({ messageLayout: place }));
			// Not as strings, which a comparison might normalise.
			expect(unitsOf(item.body)).toEqual(unitsOf(body));
			expect(unitsOf(parts[0]?.body)).toEqual(unitsOf(said));
		}),
		{ numRuns: 500 },
	);
});

function unitsOf(given = ''): number[] {
	return Array.from({ length: given.length }, (_, index) => given.charCodeAt(index));
}

test('ids keep every digit, as text of up to 40 and as any whole number that is exact', () => {
	const id = fc.oneof(digits, fc.bigInt(), fc.maxSafeInteger());
	fc.assert(
		fc.property(id, id, id, messageLayout, (itemId, messageId, user, place) => {
			const item = { unique_id: itemId, body: 'x', user_id: user };
			const message = { unique_id: messageId, body: 'y', user_id: user };
			const { item: sent, parts } = mapRow(
				rawOf(item, message, place),
				planOf({ messageLayout: place }),
			);
			expect(sent).toEqual({ unique_id: asDigits(itemId), body: 'x', user_id: asDigits(user) });
			expect(parts).toEqual([
				{ unique_id: asDigits(messageId), body: 'y', user_id: asDigits(user) },
			]);
		}),
		{ numRuns: 500 },
	);
});

function asDigits(id: string | number | bigint): string {
	return typeof id === 'string' ? id : BigInt(id).toString();
}

describe('whatever the values are', () => {
	const WORDS = ['', 'undefined', 'null', 'NaN', 'Infinity', '[object Object]', 'Invalid Date'];
	const structures = { withBigInt: true, withDate: true, withMap: true, withNullPrototype: true };
	const anything = fc.oneof(
		empty,
		textual,
		anyTime,
		fc.anything({ ...structures, withSet: true, withSparseArray: true, withTypedArray: true }),
		fc.constantFrom(NaN, Infinity, new Date(NaN), Symbol('x'), () => 'x', DateTime.invalid('x')),
	);
	const anyValues = fc.dictionary(fc.constantFrom(...FIELD_NAMES), anything);

	test('they are sent as text that says something, or refused by name', () => {
		const seen = new Set<string>();
		fc.assert(
			fc.property(
				anyValues,
				anyValues,
				messageLayout,
				fc.boolean(),
				(item, message, place, kind) => {
					const plan = planOf({
						messageLayout: place,
						generateIds: true,
						operation: kind ? 'items' : 'replies',
					});
					const row = mapped(rawOf({ unique_id: '1', ...item }, message, place), plan);
					seen.add(row === undefined ? 'refused' : 'sent');
					if (row === undefined) return;
					const given = [...Object.values(item), ...Object.values(message)];
					for (const sent of sentTexts(row)) {
						expect(typeof sent).toBe('string');
						if (sent === '' || !given.includes(sent)) expect(WORDS).not.toContain(sent);
					}
				},
			),
			{ numRuns: 1000 },
		);
		expect([...seen].sort()).toEqual(['refused', 'sent']);
	});

	test('a row is the same with its empty values as without them', () => {
		fc.assert(
			fc.property(values, values, messageLayout, (item, message, place) => {
				const plan = planOf({ messageLayout: place, generateIds: true });
				const withAll = mapped(rawOf(item, message, place), plan);
				const without = mapped(rawOf(withoutEmpty(item), withoutEmpty(message), place), plan);
				expect(withAll).toEqual(without);
				// Not undefined either: `toEqual` would not tell.
				for (const fields of withAll ? [withAll.item, ...withAll.parts] : []) {
					expect(Object.values(fields)).not.toContain(undefined);
				}
			}),
			{ numRuns: 500 },
		);
	});

	function withoutEmpty(given: Values): Values {
		const isGiven = ([, value]: [string, unknown]) =>
			![undefined, null, ''].includes(value as string);
		return Object.fromEntries(Object.entries(given).filter(isGiven));
	}
});
