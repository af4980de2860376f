import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
	PATTERNS,
	removePatterns,
	type Pattern,
} from '../../../nodes/AmplitudeAiFeedback/mapping/patterns.ts';

const ALL = new Set(PATTERNS);
const remove = (text: string, ...patterns: Pattern[]) =>
	removePatterns(text, patterns.length === 0 ? ALL : new Set(patterns)).text;

describe('removed are', () => {
	test.each([
		['Write to jane.doe+news@mail.example.co.uk.', 'Write to [email].'],
		['<jane@example.com>,joe@example.com', '<[email]>,[email]'],
		['jürgen@bücher.example', '[email]'],
		['Call +49 170 1234567!', 'Call [phone]!'],
		['+1 (212) 555-0100 or +12125550100', '[phone] or [phone]'],
		['+49 (0) 30 / 123 456-78', '[phone]'],
		['0049 170 1234567', '[phone]'],
		['Card 4111 1111 1111 1111, 12/27', 'Card [card], 12/27'],
		['4111-1111-1111-1111', '[card]'],
		['378282246310005 and 5555555555554444', '[card] and [card]'],
		['Order 12 4111 1111 1111 1111 123', 'Order 12 [card] 123'],
		['IBAN DE89 3704 0044 0532 0130 00 please', 'IBAN [iban] please'],
		['GB82WEST12345698765432', '[iban]'],
		['ab12 is my IBAN de89370400440532013000.', 'ab12 is my IBAN [iban].'],
		['FR14 2004 1010 0505 0001 3M02 606', '[iban]'],
	])('%j gives %j', (text, expected) => {
		expect(remove(text)).toBe(expected);
	});
});

describe('stay do', () => {
	test.each([
		'jane@localhost, @jane, a@b, 10 @ 5.00',
		'Version 1.2.3, 2026-03-15T10:30:00+01:00, 15/03/2026',
		'Call 030 123456 or (212) 555-0100',
		'+1, C++11 and 2+2=4',
		'Order 1773570600123, ticket 20260315103000, 0012345678',
		// Luhn's check and the checksum fail.
		'4111 1111 1111 1112',
		'DE88 3704 0044 0532 0130 00',
		'4111 1111',
		'1111 1111 1111 1117',
	])('%j', (text) => {
		expect(removePatterns(text, ALL)).toStrictEqual({ text, count: 0 });
	});

	test('patterns that are not chosen', () => {
		const text = 'jane@example.com +49 170 1234567 4111111111111111 GB82WEST12345698765432';
		expect(removePatterns(text, new Set())).toStrictEqual({ text, count: 0 });
		expect(remove(text, 'email')).toBe(text.replace('jane@example.com', '[email]'));
		expect(remove(text, 'phone')).toBe(text.replace('+49 170 1234567', '[phone]'));
		expect(remove(text, 'card')).toBe(text.replace('4111111111111111', '[card]'));
		expect(remove(text, 'iban')).toBe(text.replace('GB82WEST12345698765432', '[iban]'));
	});
});

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const groups = (text: string, gap: string) => text.replace(/(.{4})(?=.)/g, `$1${gap}`);

const email = fc
	.tuple(fc.stringMatching(/^[a-z]\w{0,8}(\.\w{1,5})?$/), fc.stringMatching(/^[a-z]{1,9}$/))
	.map(([local, domain]) => `${local}@${domain}.com`);
const card = fc
	.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 11, max: 17 }).chain(digits))
	.chain(([first, rest]) =>
		fc.constantFrom('', ' ', '-').map((gap) => groups(withLuhnDigit(`${first}${rest}`), gap)),
	);
const iban = fc
	.tuple(fc.stringMatching(/^[A-Z]{2}$/), fc.stringMatching(/^[A-Z\d]{11,30}$/))
	.chain(([country, account]) =>
		fc.constantFrom('', ' ').map((gap) => groups(withChecksum(country, account), gap)),
	);
const phone = fc
	.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 7, max: 13 }).chain(digits))
	.chain(([first, rest]) => fc.constantFrom('', ' ').map((gap) => `+${first}${groups(rest, gap)}`));

/** The digit that makes the sum of all, every second one doubled, a multiple of ten. */
function withLuhnDigit(digits: string): string {
	const sum = [...digits].reverse().reduce((total, digit, index) => {
		const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
		return total + (value > 9 ? value - 9 : value);
	}, 0);
	return `${digits}${(10 - (sum % 10)) % 10}`;
}

function withChecksum(country: string, account: string): string {
	const asDigits = [...`${account}${country}00`].map((one) => parseInt(one, 36)).join('');
	return `${country}${String(98n - (BigInt(asDigits) % 97n)).padStart(2, '0')}${account}`;
}

describe('any', () => {
	test.each<[Pattern, fc.Arbitrary<string>]>([
		['email', email],
		['card', card],
		['iban', iban],
		['phone', phone],
	])('%s between other words is removed, and they stay', (pattern, value) => {
		const words = fc
			.string({ unit: 'grapheme' })
			.filter((text) => !/[\p{L}\p{N}@+.%_-]/u.test(text));
		fc.assert(
			fc.property(words, value, words, (before, given, after) => {
				expect(removePatterns(`${before} ${given}, ${after}`, new Set([pattern]))).toStrictEqual({
					text: `${before} [${pattern}], ${after}`,
					count: 1,
				});
			}),
			{ numRuns: 500 },
		);
	});

	test('text is the same after a second time', () => {
		const part = fc.oneof(email, card, iban, phone, digits(4));
		fc.assert(
			fc.property(fc.array(part), (parts) => {
				const once = remove(parts.join('; '));
				expect(remove(once)).toBe(once);
			}),
		);
	});
});

// Each would take minutes if patterns were tried from every character to the end.
test.each([
	'a',
	'a.',
	'a.b@',
	'a@b.1.',
	'a@',
	'a@a.',
	'@',
	'a-',
	'1',
	'1 ',
	'1-',
	'4111 ',
	'+',
	'+1 ',
	'+1( ',
	'00 1',
	'001 ',
	'AB12',
	'AB12 ',
	'AB12 C',
	'ä',
	' ',
])('a text of 1 MB is done at once: %j repeated', (part) => {
	const text = `a@b.c ${part.repeat(1_000_000 / part.length)}`;
	expect(removePatterns(text, ALL).text.length).toBeGreaterThan(100);
});
