import { createHash } from 'node:crypto';
import { FIELD_NAMES, type ConversationPart, type Fields } from './feedbackItem';

/**
 * An id for feedback that has none: a hash of where it goes and what it says, so that sending the
 * same rows again updates them instead of adding them twice. Two rows are the same feedback when all
 * of their mapped values are the same; messages of one conversation are then counted, see `numbered`.
 *
 * @param scope the source id; for a message the source id and its item's id
 * @param parts messages of an item, which tell two calls without a text of their own apart
 * @returns 36 characters, the same for the same content
 */
export function generatedId(
	scope: readonly string[],
	fields: Fields,
	parts: readonly ConversationPart[] = [],
): string {
	const content = [fields, ...parts].map((part) => FIELD_NAMES.map((name) => part[name] ?? null));
	const hash = createHash('sha256')
		.update(JSON.stringify([scope, content]))
		.digest('hex');
	return `gen-${hash.slice(0, 32)}`;
}

/**
 * "Yes." said three times in a call is three messages, though their generated ids are the same: the
 * later ones get a number.
 *
 * @param seen how often each id came up in the conversation, counted on here
 */
export function numbered(id: string, seen: Map<string, number>): string {
	const count = (seen.get(id) ?? 0) + 1;
	seen.set(id, count);
	return count === 1 ? id : `${id}-${count}`;
}
