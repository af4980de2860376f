import type { ConversationPart, Fields } from './feedbackItem';
import { isEmpty, property, requireId, toFields, type MappingContext } from './fields';
import { generatedId, numbered } from './generatedId';
import { readElement, type MessagePaths } from './messagePaths';
import { detailsOf, RowError, type RowErrorDetails, type Subject } from './rowError';

/** What mapping messages needs to know. */
export interface MessageContext extends MappingContext {
	/** Generate ids for messages that have none; without it they are refused. */
	generateIds: boolean;
	/** What generated ids are unique within: the source id and the item's id. */
	idScope: readonly string[];
}

/** The messages of an array. */
export interface MappedMessages {
	messages: readonly ConversationPart[];
	/** How many were left out because they have no text. */
	omittedMessages: number;
	/** Why others cannot be sent, in their order. Each says which message it is about. */
	messageErrors: readonly RowErrorDetails[];
}

/** Shared, since most feedback has no messages. */
export const NO_MESSAGES: MappedMessages = {
	messages: [],
	omittedMessages: 0,
	messageErrors: [],
};

/**
 * Maps one message.
 *
 * @param raw values by the API's field names
 * @returns undefined for a message without text, such as an assignment or a change of status
 * @throws RowError naming the field and value that cannot be sent
 */
export function mapMessage(
	raw: Readonly<Record<string, unknown>>,
	subject: Subject,
	context: MessageContext,
): ConversationPart | undefined {
	if (isEmpty(property(raw, 'body'))) return undefined;
	const fields = toFields(raw, subject, context) as Fields & { body: string };
	if (fields.unique_id === undefined && context.generateIds) {
		fields.unique_id = generatedId(context.idScope, fields);
	}
	return requireId(fields, subject);
}

/**
 * Maps an array of messages, in its order. A missing array has no messages. A message that cannot be
 * sent does not keep back the others.
 *
 * @throws RowError when it is not an array
 */
export function mapMessages(
	value: unknown,
	paths: MessagePaths,
	context: MessageContext,
): MappedMessages {
	if (isEmpty(value)) return NO_MESSAGES;
	if (!Array.isArray(value)) throw new RowError({ kind: 'notAnArray', value });
	const messages: ConversationPart[] = [];
	const messageErrors: RowErrorDetails[] = [];
	const idCounts = new Map<string, number>();
	for (const [index, element] of (value as unknown[]).entries()) {
		try {
			const message = mapElement(element, index, paths, context, idCounts);
			if (message !== undefined) messages.push(message);
		} catch (error) {
			messageErrors.push(detailsOf(error));
		}
	}
	const omittedMessages = value.length - messages.length - messageErrors.length;
	return { messages, omittedMessages, messageErrors };
}

function mapElement(
	element: unknown,
	index: number,
	paths: MessagePaths,
	context: MessageContext,
	idCounts: Map<string, number>,
): ConversationPart | undefined {
	if (!isRecord(element)) throw new RowError({ kind: 'notAMessage', index, value: element });
	const nested = property(element, 'conversation_parts');
	if (Array.isArray(nested) && nested.length > 0)
		throw new RowError({ kind: 'nestedParts', index });
	const raw = readElement(element, paths);
	const message = mapMessage(raw, { of: 'message', index }, context);
	if (message === undefined || !isEmpty(raw.unique_id)) return message;
	return { ...message, unique_id: numbered(message.unique_id, idCounts) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
