import { createHash } from 'node:crypto';
import { FIELD_NAMES, type ConversationPart, type Fields } from './feedbackItem';

/**
 * Generates an id from content, so that sending the same rows again updates them instead of adding
 * them twice. Rows whose mapped values are all the same are the same feedback. Messages of one
 * conversation may repeat; `numbered` tells them apart.
 *
 * @param scope the source id; for a message the source id and its item's id
 * @param messages of an item, which tell apart two calls without a text of their own
 * @returns 36 characters, the same for the same content
 */
export function generatedId(
	scope: readonly string[],
	fields: Fields,
	messages: readonly ConversationPart[] = [],
): string {
	const content = [fields, ...messages].map((values) =>
		FIELD_NAMES.map((name) => values[name] ?? null),
	);
	const hash = createHash('sha256')
		.update(JSON.stringify([scope, content]))
		.digest('hex');
	return `gen-${hash.slice(0, 32)}`;
}

/**
 * Numbers repeated ids: "Yes." said three times in a call is three messages, although they generate
 * the same id.
 *
 * @param counts how often each id has come up in the conversation; updated here
 */
export function numbered(id: string, counts: Map<string, number>): string {
	const count = (counts.get(id) ?? 0) + 1;
	counts.set(id, count);
	return count === 1 ? id : `${id}-${count}`;
}
