import { createHash } from 'node:crypto';
import { FIELD_NAMES, type ConversationPart, type Fields } from './feedbackItem';

/**
 * An id for feedback that has none: a hash of where it goes and what it says, so that sending the
 * same rows again updates them instead of adding them twice. Two rows are the same feedback when all
 * of their mapped values are the same.
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
