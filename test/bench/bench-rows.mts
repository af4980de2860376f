/** The rows that every way sends, made the same each time. */

/** How long the texts are: all short, or up to 200 kB with bytes as the limit of a request. */
export type Bodies = 'small' | 'mixed';

/** A row as a query or a form would give it; seven of its values are mapped. */
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
/** In bytes; one row in a hundred is as long as the last. */
const MIXED = [150, 1_000, 2_000, 5_000, 20_000];
const LONGEST = 200_000;

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

/** A row under the API's names: what mapping makes of it. */
export function toItem({ id, text, name, email, user, at, link }: BenchRow) {
	const created_at = at.replace('.000Z', 'Z');
	return { unique_id: id, body: text, author: name, email, user_id: user, created_at, url: link };
}

function lengthOf(index: number, bodies: Bodies): number {
	if (bodies === 'small') return 150;
	return index % 100 === 99 ? LONGEST : (MIXED[index % MIXED.length] as number);
}

function textOf(length: number, index: number): string {
	const start = `Row ${index}: `;
	return start + SENTENCE.repeat(Math.ceil(length / SENTENCE.length)).slice(start.length, length);
}
