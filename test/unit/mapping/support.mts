/** What the tests of mapping share: a plan, the error that a row is refused with, and random values. */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { FIELD_NAMES } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import type { MappingPlan, RawRow } from '../../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';
import { toUtc as convert } from '../../../nodes/AmplitudeAiFeedback/mapping/time.ts';
import { API_FORMAT } from '../../../nodes/AmplitudeAiFeedback/mapping/messageFormat.ts';
import {
	RowError,
	type RowErrorDetails,
} from '../../../nodes/AmplitudeAiFeedback/mapping/rowError.ts';

/** An item's or a message's values by field name. */
export type Values = Record<string, unknown>;

/** When the tests take place: epochs are read up to the day after. */
export const NOW = Date.UTC(2026, 5, 1);

/** Converts a time as a workflow in this zone does. */
export function toUtc(value: unknown, timeZone: string, dateFormat?: string): string | undefined {
	return convert(value, { timeZone, dateFormat, now: NOW });
}

/** A plan for whole items without messages, unless it is told otherwise. */
export function planOf(plan: Partial<MappingPlan> = {}): MappingPlan {
	return {
		operation: 'items',
		messageLayout: 'none',
		messageFormat: API_FORMAT,
		generateIds: false,
		timeZone: 'UTC',
		now: NOW,
		patterns: new Set(),
		...plan,
	};
}

/** A row with its messages where the plan has them. The layout `rows` has the first one only. */
export function rawRow(
	{ messageLayout }: MappingPlan,
	sourceId: string,
	item: Values,
	messages: Values[],
): RawRow {
	if (messageLayout === 'rows') return { sourceId, item, message: messages[0] };
	if (messageLayout === 'array') return { sourceId, item, messageArray: messages };
	return { sourceId, item: { ...item, conversation_parts: messages } };
}

/** Runs a mapping that is to fail. @returns why the row is refused @throws where it is not */
export function errorOf(map: () => unknown): RowErrorDetails {
	const error = attempt(map);
	if (error instanceof RowError) return error.details;
	throw new Error('The row was expected to be refused, and was not.');
}

/** Runs a mapping. @returns its result, or its RowError @throws any other error */
export function attempt<T>(map: () => T): T | RowError {
	try {
		return map();
	} catch (error) {
		if (error instanceof RowError) return error;
		throw error;
	}
}

/** East and west of UTC, with and without daylight saving time. */
export const zone = fc.constantFrom('UTC', 'America/St_Johns', 'Europe/Berlin', 'Pacific/Apia');

const unit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code));
/** Emoji and other clusters, controls, and halves of surrogate pairs, with any white space around. */
export const text = fc
	.oneof(
		fc.string({ unit: 'grapheme', minLength: 1 }),
		fc.string({ unit, minLength: 1 }),
		fc.constantFrom('\u0000', '\ufeffx', 'e\u0301', '\u00e9', ' \r\n x \u2028', '<b>\u202e</b>'),
	)
	.filter((given) => given.trim() !== '');
const digit = fc.constantFrom(...'0123456789');
/** Up to 40 digits, often all of them, and often with zeros in front. */
export const digits = fc
	.tuple(fc.constantFrom('', '0', '000'), fc.integer({ min: 1, max: 37 }))
	.chain(([zeros, length]) =>
		fc.array(digit, { minLength: length, maxLength: length }).map((rest) => zeros + rest.join('')),
	);
export const empty = fc.constantFrom(undefined, null, '');
/** Values that become text. */
export const textual = fc.oneof(
	text,
	digits,
	fc.maxSafeInteger(),
	fc.bigInt(),
	fc.boolean(),
	fc.double({ noNaN: true, noDefaultInfinity: true }).filter((given) => !Number.isInteger(given)),
);

/** A moment that an epoch can name, in every form. */
const epochForms = fc
	.tuple(fc.integer({ min: Date.UTC(2000, 0), max: NOW }), fc.nat({ max: 999 }), zone)
	.chain(([moment, micros, timeZone]) => {
		const seconds = Math.floor(moment / 1000);
		const fraction = String((moment % 1000) * 1000 + micros).padStart(6, '0');
		return fc.constantFrom<unknown>(
			moment,
			moment / 1000,
			seconds,
			String(moment),
			String(seconds),
			`${seconds}.${fraction}`,
			`${moment}${String(micros).padStart(3, '0')}`,
			{ seconds, nanos: (moment % 1000) * 1e6 },
			{ $date: moment },
			`/Date(${moment})/`,
			...dateForms(moment, timeZone),
		);
	});
/** Any moment between two years, in the forms that are not epochs. */
function datesBetween(firstYear: string, lastYear: string): fc.Arbitrary<unknown> {
	const min = Date.parse(`${firstYear}-01-02T00:00:00Z`);
	const max = Date.parse(`${lastYear}-12-28T00:00:00Z`);
	return fc
		.tuple(fc.integer({ min, max }), zone)
		.chain(([moment, timeZone]) => fc.constantFrom(...dateForms(moment, timeZone)));
}
/** Times in all forms that mapping reads. */
export const time = fc.oneof(epochForms, datesBetween('0101', '9999'));
/** What .NET and others write for "no date". It may be refused. */
export const ancientTime = datesBetween('0000', '0101');
export const anyTime = fc.oneof(
	{ weight: 6, arbitrary: time },
	{ weight: 1, arbitrary: ancientTime },
);

function dateForms(moment: number, timeZone: string): unknown[] {
	const local = DateTime.fromMillis(moment, { zone: timeZone });
	return [
		new Date(moment),
		local,
		new Date(moment).toISOString(),
		local.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZZ"),
		local.toFormat('yyyy-MM-dd HH:mm:ss'),
		local.toFormat('yyyy-MM-dd'),
		local.toISOWeekDate(),
		local.toFormat("yyyyMMdd'T'HHmmssZZZ"),
		local.toRFC2822(),
	];
}

/** Values of all fields, each of them empty or absent at times. */
export const values: fc.Arbitrary<Values> = fc.record(
	Object.fromEntries(
		FIELD_NAMES.map((name) => [
			name,
			fc.oneof(
				{ weight: 3, arbitrary: name === 'created_at' ? anyTime : textual },
				{ weight: 1, arbitrary: empty },
			),
		]),
	),
	{ requiredKeys: [] },
);
