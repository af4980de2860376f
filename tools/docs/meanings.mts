/** Meanings that the node's form does not hold: of fields, statuses and output keys. */
import type { FieldName } from '../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import type { Status } from '../../nodes/AmplitudeAiFeedback/output/rowResult.ts';

/** What each field of an item or a message holds. */
export const FIELD_MEANINGS: Readonly<Record<FieldName, string>> = {
	unique_id: 'An ID that never changes. Sending the same ID again updates the item or message.',
	body: 'The text, sent unchanged.',
	author: 'Name of the person who wrote it.',
	email: "The person's email address. Amplitude uses it to match feedback to users.",
	user_id: "The person's user ID in Amplitude.",
	created_at:
		'When it was written, for example 2026-03-15T10:30:00Z. [All forms](mapping.md#times).',
	url: 'Link to it in the system that it comes from.',
};

/** The field that exists only with automatic mapping. */
export const PARTS_MEANING =
	'The messages, as a list of objects with the fields above. Only with automatic mapping, when _Messages_ is _None_.';

/** What each status means, and what to do about it. */
export const STATUS_MEANINGS: Readonly<Record<Status, readonly [meaning: string, toDo: string]>> = {
	ingested: ['Amplitude accepted it.', ''],
	partial: [
		'The item was saved, but some of its messages were not. `reason` names them.',
		'Correct them and send the row again.',
	],
	rejected: [
		'Amplitude refused it, or it breaks a documented rule that is checked before sending. `reason` says why.',
		'Correct the row and send it again.',
	],
	unknown: ['It was sent, but no valid response came back.', 'Send it again. This is safe.'],
	unsent: ['The run stopped before it was sent.', 'Send it again.'],
	skipped: ['It has no text, so there is nothing to send.', ''],
	ready: ['Dry run: it would be sent.', ''],
};

/** The keys of an output row. */
export const OUTPUT_KEYS: Readonly<Record<string, string>> = {
	unique_id: "The item's ID, or `null` if the row has none.",
	message_id: "The message's ID, if the row is one message.",
	status: 'What became of the row.',
	reason: 'Why it was not ingested, and what to do. It begins with the number of the row.',
	request:
		'Number of the request that decided the status, from 1. In a dry run, the request it would be part of.',
	attempts: 'How many times it was sent.',
};
