/** The rows that every way sends, the same each time. */

/** Documented as 5 MB, taken as decimal megabytes: the smaller reading. */
export const MAX_BYTES = 5_000_000;

/**
 * How long the texts are: those of a form, those of a help desk with some long threads, or long enough
 * that a request reaches the size limit before it has 100 rows.
 */
export type Bodies = keyof typeof LENGTHS;

/** A row as a query or a form gives it; all seven values are mapped. */
export interface BenchRow {
	id: string;
	text: string;
	name: string;
	email: string;
	user: string;
	at: string;
	link: string;
}

const SENTENCE = 'The search feature is broken on mobile, and the export takes far too long. ';
/** In bytes, in turn. */
const LENGTHS = {
	small: [150],
	medium: [150, 1_000, 2_000, 5_000, 20_000],
	mixed: [150, 5_000, 20_000, 100_000, 200_000],
};

/** @param amount how many @param bodies see `Bodies` */
export function benchRows(amount: number, bodies: Bodies): BenchRow[] {
	return Array.from({ length: amount }, (_, index) => ({
		id: `review-${index}`,
		text: textOf(lengthOf(index, bodies), index),
		name: 'Jane Doe',
		email: `jane.doe.${index}@example.com`,
		user: `user-${index}`,
		at: new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString(),
		link: `https://feedback.example.com/reviews/${index}`,
	}));
}

/** What mapping makes of a row. */
export function toItem({ id, text, name, email, user, at, link }: BenchRow) {
	const created_at = at.replace('.000Z', 'Z');
	return { unique_id: id, body: text, author: name, email, user_id: user, created_at, url: link };
}

function lengthOf(index: number, bodies: Bodies): number {
	const lengths = LENGTHS[bodies];
	return lengths[index % lengths.length] as number;
}

function textOf(length: number, index: number): string {
	const start = `Row ${index}: `;
	return start + SENTENCE.repeat(Math.ceil(length / SENTENCE.length)).slice(start.length, length);
}
