/**
 * Removes patterns from texts: email addresses, phone numbers, card numbers and bank accounts that have
 * their usual form. It is not anonymization: names, addresses and numbers in other forms stay.
 */

export const PATTERNS = ['email', 'phone', 'card', 'iban'] as const;

export type Pattern = (typeof PATTERNS)[number];

/** A text without the patterns, and how many were replaced. */
export interface Removed {
	text: string;
	count: number;
}

/** An email address before its sign, of 64 characters at most (RFC 5321), and behind it. */
const LOCAL_CHARACTER = /[\p{L}\p{N}._%+-]/u;
const MAX_LOCAL_LENGTH = 64;
const DOMAIN = /(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/uy;
/** E.164 has at most 15 digits behind the plus sign. Two zeros are one only before a separator. */
const PHONE =
	/(?<![\w+]|\d[ -])(?:\+[1-9]|00[1-9]\d{0,2}(?=[ ./(\u00a0-]))(?:[ ./()\u00a0-]{0,3}\d){6,14}(?!\d)/g;
const DIGIT_GROUPS = /\d+(?:[ \u00a0-]\d+)*/g;
const IBAN_START = /(?<![A-Za-z\d])[A-Za-z]{2}\d{2}/g;
/** Letters and digits to the end of the word, with the space before them; longer words are no part of one. */
const GROUP = / ?([A-Za-z\d]{1,34})(?![A-Za-z\d])/y;

/**
 * Replaces patterns by their name in brackets, such as `[email]`, in time that grows with the text alone.
 *
 * @param patterns which ones; a card number passes Luhn's check, an IBAN has its checksum, and a phone
 *   number is in international form, with a plus sign or two zeros
 */
export function removePatterns(text: string, patterns: ReadonlySet<Pattern>): Removed {
	let count = 0;
	const counted = (name: Pattern) => () => {
		count++;
		return `[${name}]`;
	};
	let result = text;
	if (patterns.has('email')) result = replaceEmails(result, counted('email'));
	if (patterns.has('iban')) result = replaceIbans(result, counted('iban'));
	if (patterns.has('card')) result = replaceCards(result, counted('card'));
	if (patterns.has('phone')) result = result.replace(PHONE, counted('phone'));
	return { text: result, count };
}

function replaceEmails(text: string, replacement: () => string): string {
	const parts: string[] = [];
	let position = 0;
	for (let sign = text.indexOf('@'); sign >= 0; sign = text.indexOf('@', sign + 1)) {
		const earliest = Math.max(position, sign - MAX_LOCAL_LENGTH);
		let start = sign;
		while (start > earliest && LOCAL_CHARACTER.test(text.charAt(start - 1))) start--;
		DOMAIN.lastIndex = sign + 1;
		if (start === sign || !DOMAIN.test(text)) continue;
		parts.push(text.slice(position, start), replacement());
		position = DOMAIN.lastIndex;
	}
	return parts.join('') + text.slice(position);
}

function replaceCards(text: string, replacement: () => string): string {
	return text.replace(DIGIT_GROUPS, (sequence) => {
		if (sequence.length < 13) return sequence;
		const groups = [...sequence.matchAll(/\d+/g)];
		const parts: string[] = [];
		let position = 0;
		for (let first = 0; first < groups.length; first++) {
			const last = cardEnd(groups, first);
			if (last === undefined) continue;
			parts.push(sequence.slice(position, groups[first]?.index), replacement());
			position = endOf(groups[last]);
			first = last;
		}
		return parts.join('') + sequence.slice(position);
	});
}

/** Finds the last of the groups of digits that make a card number with the first one. */
function cardEnd(groups: readonly RegExpExecArray[], first: number): number | undefined {
	let digits = '';
	let end: number | undefined;
	for (let last = first; last < groups.length; last++) {
		digits += groups[last]?.[0] ?? '';
		if (digits.length > 19) break;
		if (isCard(digits)) end = last;
	}
	return end;
}

function endOf(match: RegExpExecArray | undefined): number {
	return match === undefined ? 0 : match.index + match[0].length;
}

/** Cards of all companies begin with 2 to 6. A tenth of all other numbers pass Luhn's check, too. */
function isCard(digits: string): boolean {
	if (!/^[2-6]\d{12,18}$/.test(digits)) return false;
	let sum = 0;
	for (let index = 0; index < digits.length; index++) {
		const digit = Number(digits[digits.length - 1 - index]);
		const doubled = index % 2 === 1 ? digit * 2 : digit;
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return sum % 10 === 0;
}

function replaceIbans(text: string, replacement: () => string): string {
	const parts: string[] = [];
	let position = 0;
	IBAN_START.lastIndex = 0;
	for (let start = IBAN_START.exec(text); start !== null; start = IBAN_START.exec(text)) {
		const end = ibanEnd(text, start.index);
		if (end === undefined) continue;
		parts.push(text.slice(position, start.index), replacement());
		position = IBAN_START.lastIndex = end;
	}
	return parts.join('') + text.slice(position);
}

/**
 * Finds where an IBAN ends: behind a word, and with 15 to 34 letters and digits in groups. Its checksum
 * is that of ISO 7064: with the first four characters at the end, the number that it makes is 1 modulo 97.
 */
function ibanEnd(text: string, start: number): number | undefined {
	let end: number | undefined;
	let length = 0;
	let account = 0;
	GROUP.lastIndex = start;
	for (let group = GROUP.exec(text); group !== null; group = GROUP.exec(text)) {
		const [, characters = ''] = group;
		account = appended(account, length === 0 ? characters.slice(4) : characters);
		length += characters.length;
		if (length > 34) break;
		const isIban = length >= 15 && appended(account, text.slice(start, start + 4)) === 1;
		if (isIban) end = GROUP.lastIndex;
	}
	return end;
}

/** Appends characters to a number, letters as 10 to 35. Takes and returns it modulo 97. */
function appended(rest: number, characters: string): number {
	let sum = rest;
	for (let index = 0; index < characters.length; index++) {
		const code = characters.charCodeAt(index);
		const isDigit = code <= NINE;
		// In small letters, which come 32 after the capitals.
		sum = isDigit ? sum * 10 + code - ZERO : sum * 100 + (code | 32) - SMALL_A + 10;
		sum %= 97;
	}
	return sum;
}

const [ZERO, NINE, SMALL_A] = ['0', '9', 'a'].map((one) => one.charCodeAt(0)) as [
	number,
	number,
	number,
];
