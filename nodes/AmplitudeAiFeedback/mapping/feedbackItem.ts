/**
 * The shapes and documented limits of the AI Feedback API.
 * Source: Amplitude's documentation of `POST /api/1/ai-feedback/ingest`.
 */

/** A request accepts 1 to 100 items. */
export const MAX_ITEMS_PER_REQUEST = 100;
/** A source id has 1 to 128 characters. */
export const MAX_SOURCE_ID_LENGTH = 128;

/** The fields that items and messages have in common, by the API's own names. */
export const FIELD_NAMES = [
	'unique_id',
	'body',
	'author',
	'email',
	'user_id',
	'created_at',
	'url',
] as const;

export type FieldName = (typeof FIELD_NAMES)[number];

/** The labels of the fields, in the editor's form and in reasons. */
export const FIELD_LABELS: Readonly<Record<FieldName, string>> = {
	unique_id: 'Unique ID',
	body: 'Text',
	author: 'Author',
	email: 'Email',
	user_id: 'User ID',
	created_at: 'Created At',
	url: 'URL',
};

/** Values as they are sent: always text. A field without a value is absent, never empty. */
export type Fields = Partial<Record<FieldName, string>>;

/** One message of a conversation. */
export type ConversationPart = Fields & { unique_id: string; body: string };

/**
 * One piece of feedback, with its conversation if it has one. Users can add other fields
 * beside these; the API does not document any.
 */
export type FeedbackItem = Fields & {
	unique_id: string;
	conversation_parts?: ConversationPart[];
};
