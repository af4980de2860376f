import { z } from 'zod';

/** An entry of `errors`, whatever it looks like. */
export interface ErrorEntry {
	/** As given: text, a number, or undefined where there is none. */
	readonly id?: string;
	/** The API's own words, or '' if it has none. */
	readonly message: string;
}

/** A response that accounts for a request. */
export interface IngestResponse {
	readonly ingested: number;
	readonly failed: number;
	readonly errors: readonly ErrorEntry[];
}

/** Whole numbers, as numbers or as digits. */
const count = z
	.union([z.number(), z.string().regex(/^\s*\d+\s*$/)])
	.transform(Number)
	.pipe(z.number().int().min(0));
const countsSchema = z.object({ ingested: count, failed: count });

/** One object that the response may be wrapped in; assumed, none is documented. */
const WRAPPERS = ['data', 'response', 'result'];
/** Properties that may hold the id of an entry. Documented: `unique_id`. */
const ID_NAMES = ['unique_id', 'uniqueId', 'id'];
/** Properties that may hold a message, in `errors` and in error responses. Documented: `error`. */
const MESSAGE_NAMES = ['error', 'message', 'detail', 'title', 'reason', 'description', 'errors'];

/**
 * Reads a response of the documented shape `{ingested, failed, errors: [{unique_id, error}]}`. Both
 * counts have to be there, as numbers or digits, bare or in one wrapper; anything about the errors
 * may be missing or look different.
 * Source: Amplitude's documentation of the AI Feedback API, "Response".
 *
 * @returns undefined for everything else
 */
export function parseIngestResponse(text: string): IngestResponse | undefined {
	const body = parseJson(text);
	const candidates = isRecord(body) ? [body, ...WRAPPERS.map((name) => body[name])] : [];
	for (const candidate of candidates) {
		const counts = countsSchema.safeParse(candidate);
		if (!counts.success) continue;
		const { errors } = candidate as { errors?: unknown };
		return { ...counts.data, errors: entriesOf(errors) };
	}
	return undefined;
}

/** A list of entries, or an object of messages by id. */
function entriesOf(errors: unknown): ErrorEntry[] {
	if (Array.isArray(errors)) return errors.map(toEntry);
	if (!isRecord(errors)) return [];
	return Object.entries(errors).map(([id, value]) => ({ id, message: messageIn(value) ?? '' }));
}

function toEntry(value: unknown): ErrorEntry {
	if (!isRecord(value)) return { message: messageIn(value) ?? '' };
	const id = ID_NAMES.map((name) => value[name]).find(
		(candidate) => typeof candidate === 'string' || typeof candidate === 'number',
	);
	return { id: id === undefined ? undefined : String(id), message: messageIn(value) ?? '' };
}

/** Whether a text is, or was cut from, a response that accounts for a request. */
export function mentionsCounts(text: string): boolean {
	return /"(?:ingested|failed)"\s*:/.test(text);
}

/** Text beyond this is a page or a dump, not a sentence for a person. */
const MAX_PLAIN_TEXT = 300;
/** Error objects nest this deep at most. */
const MAX_DEPTH = 4;

/**
 * Returns the sentence in an error response, if there is one: the API documents no shape, so the
 * common ones are read, such as `{error}`, `{error: {message}}`, `{detail}`, `{title}` (RFC 9457),
 * `{errors: [...]}`, and short plain text.
 */
export function errorMessage(text: string): string | undefined {
	const body = parseJson(text);
	if (body !== undefined) return messageIn(body);
	const plain = text.trim();
	const isSentence = plain.length <= MAX_PLAIN_TEXT && !/^[<{[]/.test(plain);
	return isSentence && plain !== '' ? plain : undefined;
}

function messageIn(value: unknown, depth = 0): string | undefined {
	if (typeof value === 'string') return value.trim() || undefined;
	if (depth >= MAX_DEPTH) return undefined;
	if (Array.isArray(value)) {
		const messages = value.map((entry) => messageIn(entry, depth + 1)).filter(isText);
		return messages.slice(0, 3).join('; ') || undefined;
	}
	if (!isRecord(value)) return undefined;
	for (const name of MESSAGE_NAMES) {
		const message = messageIn(value[name], depth + 1);
		if (message !== undefined) return message;
	}
	// Rails and Laravel list messages by field: {"errors": {"body": ["is too long"]}}.
	if (depth === 0) return undefined;
	const byField = Object.entries(value).flatMap(([field, entry]) => {
		const message = Array.isArray(entry) ? messageIn(entry, depth + 1) : undefined;
		return message === undefined ? [] : [`${field} ${message}`];
	});
	return byField.slice(0, 3).join('; ') || undefined;
}

function isText(value: string | undefined): value is string {
	return value !== undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const BYTE_ORDER_MARK = /^\uFEFF/;

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text.replace(BYTE_ORDER_MARK, ''));
	} catch {
		return undefined;
	}
}
