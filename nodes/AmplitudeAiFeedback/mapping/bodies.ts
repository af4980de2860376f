import type { ConversationPart, FeedbackItem, Fields } from './feedbackItem';

/** What is done to the texts of items and messages before they are sent. */
export interface BodyRules {
	/** Converts HTML to plain text. Without it texts stay as they are. */
	toPlainText?: (text: string) => string;
}

/** The texts of a row. */
interface Texts {
	item: FeedbackItem;
	messages: readonly ConversationPart[];
	/** How many messages of an array were left out because they have no text. */
	omittedMessages: number;
}

/**
 * Applies the rules to the texts of a row. Its ids are made before, so the rules never change an id. A
 * text of which nothing remains counts as none.
 *
 * @param isOneMessage whether the row is one message, which has a status of its own and is not counted
 */
export function applyBodyRules<T extends Texts>(
	row: T,
	rules: BodyRules,
	isOneMessage: boolean,
): T {
	if (rules.toPlainText === undefined) return row;
	const messages = row.messages.map((message) => withRules(message, rules));
	const withText = messages.filter(({ body }) => body !== undefined);
	const omitted = isOneMessage ? 0 : messages.length - withText.length;
	const omittedMessages = row.omittedMessages + omitted;
	return { ...row, item: withRules(row.item, rules), messages: withText, omittedMessages };
}

function withRules<T extends Fields>(given: T, { toPlainText }: BodyRules): T {
	if (given.body === undefined || toPlainText === undefined) return given;
	const body = toPlainText(given.body);
	if (body !== '') return { ...given, body };
	const kept: Fields = { ...given };
	delete kept.body;
	return kept as T;
}
