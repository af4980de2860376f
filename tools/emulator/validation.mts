import { readContents, checkEnvelope, checkItem, exceedsLength } from './schema.mts';
import type { RequestContents, ConversationPart, FeedbackItem } from './schema.mts';
import { describeZodError, pathText } from './zod-error.mts';
import type { EmulatorSettings } from './settings.mts';

/** The reason of a refusal for wrong or missing keys. */
export const WRONG_KEYS = 'Invalid API key or secret key';

/** A request as received, as far as the rules look at it. */
export interface ReceivedRequest {
	authorized: boolean;
	contentType: string | undefined;
	bytes: number;
	/** The body as JSON; undefined where it is none. */
	json: unknown;
	contents: RequestContents;
}

/** Why an item, or one part of it, cannot be stored. */
export interface Failure {
	itemId: string;
	/** Set where the fault lies with one part. */
	partId?: string;
	error: string;
	/** False where the response counts the failure without naming the item. */
	named: boolean;
}

/** A request that is refused as a whole. */
export interface Refused {
	kind: 'refused';
	status: number;
	message: string;
}

/** A request that is accepted; `failures` are those of its items that are not. */
export interface Accepted {
	kind: 'accepted';
	sourceId: string;
	/** The id of each item of the request by its position, empty where it has none. */
	itemIds: string[];
	/** Items of the right shape, those of `failures` included. */
	items: FeedbackItem[];
	failures: Failure[];
}

/** Reads a body once: its JSON (undefined where it is none) and what that carries. */
export function readBody(body: Buffer): Pick<ReceivedRequest, 'json' | 'contents'> {
	let json: unknown;
	try {
		json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
	} catch {
		json = undefined;
	}
	return { json, contents: readContents(json) };
}

/** Applies the rules of the ingest endpoint, in the order in which a gateway and an API would. */
export function validate(
	submission: ReceivedRequest,
	settings: EmulatorSettings,
): Refused | Accepted {
	if (!submission.authorized) {
		return refuse(settings.statusBadKeys, WRONG_KEYS);
	}
	if (!/^application\/json\s*(;|$)/i.test(submission.contentType ?? '')) {
		return refuse(settings.statusWrongContentType, 'Content-Type must be application/json');
	}
	if (submission.bytes > settings.maxBytes) {
		return refuse(settings.statusTooLarge, `Payload exceeds ${settings.maxBytes} bytes`);
	}
	if (submission.json === undefined) {
		return refuse(settings.statusBadRequest, 'The body is not valid JSON');
	}
	const envelope = checkEnvelope(submission.json);
	if (!envelope.success) return refuse(settings.statusBadRequest, describeZodError(envelope.error));
	const { source_id, items } = envelope.data;
	if (settings.sourceIds !== null && !settings.sourceIds.includes(source_id)) {
		return refuse(settings.statusUnknownSource, 'Unknown source_id');
	}
	return validateItems(source_id, items, settings);
}

function refuse(status: number, message: string): Refused {
	return { kind: 'refused', status, message };
}

function validateItems(
	sourceId: string,
	given: unknown[],
	settings: EmulatorSettings,
): Refused | Accepted {
	const items: FeedbackItem[] = [];
	const failures: Failure[] = [];
	for (const [index, value] of given.entries()) {
		const checked = checkItem(value, settings.createdAt);
		if (checked.success) {
			items.push(checked.data);
			continue;
		}
		if (settings.invalidItem === 'request') {
			return refuse(settings.statusBadRequest, describeZodError(checked.error, ['items', index]));
		}
		const salvaged = salvage(value, checked.error.issues, settings);
		failures.push(...salvaged.failures);
		if (salvaged.item !== undefined) items.push(salvaged.item);
	}
	if (settings.maxBodyLength !== null) failures.push(...tooLong(items, settings.maxBodyLength));
	const itemIds = given.map(idOf);
	return { kind: 'accepted', sourceId, itemIds, items, failures };
}

interface Issue {
	path: Array<string | number>;
	message: string;
}

/** What is left of an invalid item: its failures, and the item itself if only parts are bad. */
function salvage(
	value: unknown,
	issues: Issue[],
	settings: EmulatorSettings,
): { item?: FeedbackItem; failures: Failure[] } {
	const itemId = idOf(value);
	const failures = new Map<number, Failure>();
	const ofItem: Failure[] = [];
	for (const { path, message } of issues) {
		const failure = { itemId, error: `${pathText(path)}: ${message}`, named: true };
		const part = path[1];
		if (path[0] !== 'conversation_parts' || typeof part !== 'number') ofItem.push(failure);
		else if (!failures.has(part)) {
			failures.set(part, { ...failure, partId: idOf(partsOf(value)[part]) || itemId });
		}
	}
	if (ofItem.length > 0) return { failures: ofItem.slice(0, 1) };
	const checked = checkItem(withoutParts(value, new Set(failures.keys())), settings.createdAt);
	return {
		failures: [...failures.values()],
		...(checked.success && { item: checked.data }),
	};
}

function partsOf(value: unknown): unknown[] {
	const parts =
		typeof value === 'object' && value !== null && 'conversation_parts' in value
			? value.conversation_parts
			: [];
	return Array.isArray(parts) ? parts : [];
}

/** The id of an item or a part, empty where it has none. */
function idOf(value: unknown): string {
	return readContents({ items: [value] }).itemIds[0] ?? '';
}

function withoutParts(value: unknown, bad: Set<number>): unknown {
	if (typeof value !== 'object' || value === null) return value;
	return { ...value, conversation_parts: partsOf(value).filter((_part, index) => !bad.has(index)) };
}

/** The documentation's one example of a failed item: "Body text exceeds maximum length". */
function tooLong(items: FeedbackItem[], max: number): Failure[] {
	const exceeds = ({ body }: FeedbackItem | ConversationPart) =>
		body !== undefined && exceedsLength(body, max);
	const shared = { error: 'Body text exceeds maximum length', named: true };
	return items.flatMap((item) => [
		...(exceeds(item) ? [{ itemId: item.unique_id, ...shared }] : []),
		...(item.conversation_parts ?? [])
			.filter(exceeds)
			.map((part) => ({ itemId: item.unique_id, partId: part.unique_id, ...shared })),
	]);
}
