import type { Sliced } from '../slices';
import type { ConversationPart, Fields } from './feedbackItem';
import { isBlank, isEmpty, property, requireId, toFields, type MappingContext } from './fields';
import { generatedId, numbered } from './generatedId';
import { hasOneOf, isSent, readFields, type HtmlToText, type MessageFormat } from './messageFormat';
import { detailsOf, RowError, type RowErrorDetails, type Subject } from './rowError';

/** What mapping messages needs to know. */
export interface MessageContext extends MappingContext {
	/** Generate ids for messages that have none; without it they are refused. */
	generateIds: boolean;
	/** What generated ids are unique within: the source id and the item's id. */
	idScope: readonly string[];
	/** Makes plain text of HTML, for formats that have some. Generated IDs are those of the HTML. */
	htmlToText?: HtmlToText;
	/** The JSON of the row, which may list the authors of its messages. */
	row: object;
}

/** The messages of an array. */
export interface MappedMessages {
	messages: readonly ConversationPart[];
	/** How many were left out because they have no text. */
	omittedMessages: number;
	/** How many were left out because their format or the filter says so. */
	filteredMessages: number;
	/** Why others cannot be sent, in their order. Each says which message it is about. */
	messageErrors: readonly RowErrorDetails[];
}

/** Shared, since most feedback has no messages. */
export const NO_MESSAGES: MappedMessages = {
	messages: [],
	omittedMessages: 0,
	filteredMessages: 0,
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
	if (isBlank(property(raw, 'body'))) return undefined;
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
 * @throws RowError when it is not an array, or when no message has the property that the text is read
 *   from: then it is mapped wrongly, and every message would be lost
 */
export function* mapMessages(
	value: unknown,
	format: MessageFormat,
	context: MessageContext,
): Sliced<MappedMessages> {
	if (isEmpty(value)) return NO_MESSAGES;
	if (!Array.isArray(value)) throw new RowError({ kind: 'notAnArray', value });
	const messages: ConversationPart[] = [];
	const messageErrors: RowErrorDetails[] = [];
	const sent: object[] = [];
	const idCounts = new Map<string, number>();
	let omittedMessages = 0;
	let filteredMessages = 0;
	for (const [index, element] of (value as unknown[]).entries()) {
		yield;
		if (isRecord(element)) {
			if (!isSent(element, format)) {
				filteredMessages++;
				continue;
			}
			sent.push(element);
		}
		try {
			const message = mapElement(element, index, format, context, idCounts);
			if (message === undefined) omittedMessages++;
			else messages.push(message);
		} catch (error) {
			messageErrors.push(detailsOf(error));
		}
	}
	if (messages.length + messageErrors.length === 0) requireText(value, sent, format);
	return { messages, omittedMessages, filteredMessages, messageErrors };
}

function mapElement(
	element: unknown,
	index: number,
	format: MessageFormat,
	context: MessageContext,
	idCounts: Map<string, number>,
): ConversationPart | undefined {
	if (!isRecord(element)) throw new RowError({ kind: 'notAMessage', index, value: element });
	const nested = property(element, 'conversation_parts');
	if (Array.isArray(nested) && nested.length > 0)
		throw new RowError({ kind: 'nestedParts', index });
	const { row, htmlToText } = context;
	const raw = readFields(element, row, format);
	const message = mapMessage(raw, { of: 'message', index }, context);
	if (message === undefined) return undefined;
	if (isEmpty(raw.unique_id)) message.unique_id = numbered(message.unique_id, idCounts);
	if (htmlToText === undefined || !format.fields.body.isHtml?.(element, row)) return message;
	const body = htmlToText(message.body);
	return isBlank(body) ? undefined : { ...message, body };
}

/**
 * Tells messages without text from an array that is read in the wrong format.
 *
 * @param sent those of the array that are not left out by their format or the filter
 * @throws RowError where none has the property that the text is read from, or by which their source
 *   tells what is public
 */
function requireText(
	array: readonly unknown[],
	sent: readonly object[],
	{ fields, source }: MessageFormat,
): void {
	const records = array.filter(isRecord);
	if (records.length === 0) return;
	if (source !== undefined && !records.some((one) => hasOneOf(one, source.marks))) {
		throw new RowError({
			kind: 'otherFormat',
			format: source.name,
			marks: source.marks,
			properties: propertiesOf(records),
		});
	}
	const { paths } = fields.body;
	if (sent.length > 0 && !sent.some((one) => hasOneOf(one, paths))) {
		throw new RowError({ kind: 'noTextProperty', paths, properties: propertiesOf(sent) });
	}
}

/** Elements whose properties are named; later ones seldom have others. */
const MAX_NAMED_ELEMENTS = 20;

function propertiesOf(records: readonly object[]): string[] {
	return [...new Set(records.slice(0, MAX_NAMED_ELEMENTS).flatMap((one) => Object.keys(one)))];
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
