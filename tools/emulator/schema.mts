import { z } from 'zod';

/** Documented: 1 to 100 items a request. */
export const MAX_ITEMS = 100;
/** Documented: a source id has 1 to 128 characters. */
export const MAX_SOURCE_ID = 128;

/** The fields an item and a conversation part share, beside `unique_id` and `body`. */
const DETAILS = ['author', 'email', 'user_id', 'created_at', 'url'] as const;
const PART_FIELDS = ['unique_id', 'body', ...DETAILS];
const ITEM_FIELDS = [...PART_FIELDS, 'conversation_parts'];

/** How many characters (code points) a text has, counted no further than needed to exceed `max`. */
export function exceedsLength(text: string, max: number): boolean {
	if (text.length <= max) return false;
	if (text.length > max * 2) return true;
	return [...text].length > max;
}

const envelope = z.object(
	{
		source_id: z
			.string({ required_error: 'is required', invalid_type_error: 'must be a string' })
			.min(1, 'must not be empty')
			.refine(
				(id) => !exceedsLength(id, MAX_SOURCE_ID),
				`must be at most ${MAX_SOURCE_ID} characters`,
			),
		items: z
			.array(z.unknown(), {
				required_error: 'is required',
				invalid_type_error: 'must be an array',
			})
			.min(1, `must hold 1 to ${MAX_ITEMS} items`)
			.max(MAX_ITEMS, `must hold 1 to ${MAX_ITEMS} items`),
	},
	{ invalid_type_error: 'The body must be a JSON object' },
);

const text = z.string({ required_error: 'is required', invalid_type_error: 'must be a string' });

function itemShape(createdAt: z.ZodOptional<z.ZodString>) {
	const shared = {
		unique_id: text.min(1, 'must not be empty'),
		author: text.optional(),
		email: text.optional(),
		user_id: text.optional(),
		created_at: createdAt,
		url: text.optional(),
	};
	const part = z.object({
		...shared,
		body: text.min(1, 'must have at least 1 character'),
		conversation_parts: z.undefined({ invalid_type_error: "can't be nested in a part" }),
	});
	return z.object(
		{
			...shared,
			body: text.optional(),
			conversation_parts: z.array(part, { invalid_type_error: 'must be an array' }).optional(),
		},
		{ invalid_type_error: 'must be an object' },
	);
}

const shapes = {
	any: itemShape(text.optional()),
	iso: itemShape(
		text.datetime({ offset: true, message: 'must be an ISO 8601 date and time' }).optional(),
	),
};

/** A feedback item as the API takes it. */
export type FeedbackItem = z.output<typeof shapes.iso>;
/** A message of a conversation as the API takes it. */
export type ConversationPart = NonNullable<FeedbackItem['conversation_parts']>[number];

/** Checks `{source_id, items}`; what is in the items is not looked at yet. */
export function checkEnvelope(body: unknown) {
	return envelope.safeParse(body);
}

/** Checks one item; with `any`, `created_at` may be any text. */
export function checkItem(item: unknown, createdAt: 'iso' | 'any') {
	return shapes[createdAt].safeParse(item);
}

/** What a request carries, whether or not it is valid. */
export interface RequestContents {
	sourceId: string | undefined;
	itemIds: string[];
	partIds: string[];
	items: number;
	parts: number;
	/** Names of fields that the documentation does not have, each once: `items[].foo`. */
	unknownFields: string[];
}

/** Reads ids and counts from any JSON value; takes what it finds and refuses nothing. */
export function readContents(body: unknown): RequestContents {
	const root = asRecord(body);
	const items = asArray(root['items']).map(asRecord);
	const parts = items.flatMap((item) => asArray(item['conversation_parts']).map(asRecord));
	const unknown = new Set<string>();
	addUnknown(unknown, '', root, ['source_id', 'items']);
	for (const item of items) addUnknown(unknown, 'items[].', item, ITEM_FIELDS);
	for (const part of parts) addUnknown(unknown, 'items[].conversation_parts[].', part, PART_FIELDS);
	return {
		sourceId: typeof root['source_id'] === 'string' ? root['source_id'] : undefined,
		itemIds: idsOf(items),
		partIds: idsOf(parts),
		items: items.length,
		parts: parts.length,
		unknownFields: [...unknown],
	};
}

/** The `unique_id` and `body` of every item and part in any JSON value, where they are texts. */
export function readTexts(body: unknown): string[] {
	const items = asArray(asRecord(body)['items']).map(asRecord);
	const parts = items.flatMap((item) => asArray(item['conversation_parts']).map(asRecord));
	return [...items, ...parts].flatMap(({ unique_id, body: text }) =>
		[unique_id, text].filter((value) => typeof value === 'string'),
	);
}

function addUnknown(found: Set<string>, where: string, value: object, known: string[]): void {
	for (const key of Object.keys(value)) if (!known.includes(key)) found.add(where + key);
}

function idsOf(entries: Array<Record<string, unknown>>): string[] {
	return entries.flatMap((entry) =>
		typeof entry['unique_id'] === 'string' ? [entry['unique_id']] : [],
	);
}

function asRecord(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: {};
}

function asArray(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}
