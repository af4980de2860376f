import type { Sliced } from '../slices';
import type { ConversationPart, FeedbackItem, Fields } from './feedbackItem';
import { removePatterns, type Pattern } from './patterns';

/** What is done to the texts of items and messages before they are sent. */
export interface BodyRules {
	/** Converts HTML to plain text. Without it, texts stay unchanged. */
	toPlainText?: (text: string) => string;
	/** What is then removed from them. */
	patterns: ReadonlySet<Pattern>;
}

/** The texts of a row. */
interface Texts {
	item: FeedbackItem;
	messages: readonly ConversationPart[];
	/** How many messages of an array were left out because they have no text. */
	omittedMessages: number;
	/** How many patterns were removed from its texts. */
	removedPatterns: number;
}

/**
 * Applies the rules to the texts of a row. Its ids are made before, so the rules never change an id. A
 * text that becomes empty counts as none.
 *
 * @param isOneMessage whether the row is one message, which has a status of its own and is not counted
 */
export function* applyBodyRules<T extends Texts>(
	row: T,
	rules: BodyRules,
	isOneMessage: boolean,
): Sliced<T> {
	if (rules.toPlainText === undefined && rules.patterns.size === 0) return row;
	let removedPatterns = 0;
	const ruled = <F extends Fields>(given: F): F => {
		if (given.body === undefined) return given;
		const plain = rules.toPlainText?.(given.body) ?? given.body;
		const { text, count } = removePatterns(plain, rules.patterns);
		removedPatterns += count;
		const fields: Fields = { ...given, body: text };
		if (text === '') delete fields.body;
		return fields as F;
	};
	const item = ruled(row.item);
	const messages: ConversationPart[] = [];
	for (const given of row.messages) {
		yield;
		const message = ruled(given);
		if (message.body !== undefined) messages.push(message);
	}
	const omitted = isOneMessage ? 0 : row.messages.length - messages.length;
	const omittedMessages = row.omittedMessages + omitted;
	return { ...row, item, messages, omittedMessages, removedPatterns };
}
