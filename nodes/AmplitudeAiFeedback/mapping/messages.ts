import { FIELD_NAMES, type ConversationPart, type FieldName, type Fields } from './feedbackItem';
import { isEmpty, toFields, type MappingContext } from './fields';
import { generatedId, numbered } from './generatedId';
import { RowError, type Subject } from './rowError';
import { checkPart } from './rules';

/** For each field the property of an array element that holds it: a name, or a path with dots. */
export type MessagePaths = Readonly<Record<FieldName, string>>;

/** What mapping messages needs to know. */
export interface MessageContext extends MappingContext {
	/** Makes ids for messages that have none; without it they are refused. */
	generateIds: boolean;
	/** What generated ids are unique in: the source id and the item's id. */
	idScope: readonly string[];
}

/** The messages of an array that have a text, and how many had none. */
export interface Messages {
	parts: readonly ConversationPart[];
	omittedMessages: number;
}

/** Shared, since most feedback has no messages. */
const NO_MESSAGES: Messages = { parts: [], omittedMessages: 0 };

/** The API's own names, for rows that already have its shape. */
export const API_PATHS: MessagePaths = Object.fromEntries(
	FIELD_NAMES.map((name) => [name, name]),
) as Record<FieldName, string>;

/**
 * One mapped message to a conversation part.
 *
 * @returns undefined for a message without text: an assignment or a status change, nothing to send
 * @throws RowProblem naming the field and value that cannot be sent
 */
export function toPart(
	raw: Readonly<Record<string, unknown>>,
	subject: Subject,
	context: MessageContext,
): ConversationPart | undefined {
	if (isEmpty(property(raw, 'body'))) return undefined;
	const fields = toFields(raw, subject, context) as Fields & { body: string };
	if (fields.unique_id === undefined && context.generateIds) {
		fields.unique_id = generatedId(context.idScope, fields);
	}
	return checkPart(fields, subject);
}

/**
 * An array of messages to conversation parts, in the array's order. A missing array has no messages.
 *
 * @throws RowProblem when it is not an array of objects, or a message cannot be sent
 */
export function toParts(value: unknown, paths: MessagePaths, context: MessageContext): Messages {
	if (isEmpty(value)) return NO_MESSAGES;
	if (!Array.isArray(value)) throw new RowError({ kind: 'notAnArray', value });
	const parts: ConversationPart[] = [];
	const generated = new Map<string, number>();
	for (const [index, element] of (value as unknown[]).entries()) {
		if (!isRecord(element)) throw new RowError({ kind: 'notAMessage', index, value: element });
		const nested = property(element, 'conversation_parts');
		if (Array.isArray(nested) && nested.length > 0) {
			throw new RowError({ kind: 'nestedParts', index });
		}
		const raw = Object.fromEntries(FIELD_NAMES.map((name) => [name, atPath(element, paths[name])]));
		const part = toPart(raw, { of: 'message', index }, context);
		if (part === undefined) continue;
		if (isEmpty(raw.unique_id)) part.unique_id = numbered(part.unique_id, generated);
		parts.push(part);
	}
	return { parts, omittedMessages: value.length - parts.length };
}

/** A property whose name is the whole path comes first; an empty path reads nothing. */
function atPath(element: Record<string, unknown>, path: string): unknown {
	if (path === '') return undefined;
	if (Object.hasOwn(element, path)) return element[path];
	let current: unknown = element;
	for (const name of path.split('.')) {
		if (!isRecord(current) && !Array.isArray(current)) return undefined;
		current = property(current, name);
	}
	return current;
}

/** Own properties only: a path such as `constructor.name` must not find what no row contains. */
export function property(value: object, name: string): unknown {
	return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
