/** Values as rows hold them, in every form that mapping reads. */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { FIELD_NAMES } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';

/** An item's or a message's values by field name. */
export type Values = Record<string, unknown>;

/** East and west of UTC, with and without summer time. */
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
export const textual = fc.oneof(
	text,
	digits,
	fc.maxSafeInteger(),
	fc.bigInt(),
	fc.boolean(),
	fc.double({ noNaN: true, noDefaultInfinity: true }).filter((given) => !Number.isInteger(given)),
);

/** A moment that epochs can name, in every form of it. */
const epochForms = fc
	.tuple(fc.integer({ min: 1e11, max: Date.UTC(2100, 0) - 1 }), fc.nat({ max: 999 }), zone)
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
			...formsOf(moment, timeZone),
		);
	});
/** Any moment between two years, in the forms that are no epochs. */
function otherForms(firstYear: string, lastYear: string): fc.Arbitrary<unknown> {
	const min = Date.parse(`${firstYear}-01-02T00:00:00Z`);
	const max = Date.parse(`${lastYear}-12-28T00:00:00Z`);
	return fc
		.tuple(fc.integer({ min, max }), zone)
		.chain(([moment, timeZone]) => fc.constantFrom(...formsOf(moment, timeZone)));
}
export const time = fc.oneof(epochForms, otherForms('0101', '9999'));
/** What .NET and others write for "no date" may be refused. */
export const ancientTime = otherForms('0000', '0101');
export const anyTime = fc.oneof(
	{ weight: 6, arbitrary: time },
	{ weight: 1, arbitrary: ancientTime },
);

function formsOf(moment: number, timeZone: string): unknown[] {
	const local = DateTime.fromMillis(moment, { zone: timeZone });
	return [
		new Date(moment),
		local,
		new Date(moment).toISOString(),
		local.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZZ"),
		local.toFormat('yyyy-MM-dd HH:mm:ss'),
		local.toFormat('yyyy-MM-dd'),
	];
}

export const values = fc.record(
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
