/** What the node's description does not say about itself: its fields and its results, in words. */
import type { FieldName } from '../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import type { Status } from '../../nodes/AmplitudeAiFeedback/output/outcome.ts';

/** What each field of an item or a message holds. */
export const FIELD_TEXTS: Readonly<Record<FieldName, string>> = {
	unique_id: 'An ID that stays the same for it. Sending the same ID again updates it.',
	body: 'The text. It is sent as it is.',
	author: 'Name of the person who wrote it.',
	email: 'E-mail of the person. Amplitude merges feedback with users by it.',
	user_id: "The person's user ID in Amplitude.",
	created_at: 'When it was written: ISO 8601, or an epoch in seconds or milliseconds.',
	url: 'Link to it in the system it comes from.',
};

/** The field that is there when mapping automatically only. */
export const PARTS_TEXT =
	'Its messages, as a list whose elements have the names above. Only when mapped automatically, and when _Messages_ is _None_.';

/** What each status means, and what to do about it. */
export const STATUS_TEXTS: Readonly<Record<Status, readonly [means: string, toDo: string]>> = {
	ingested: ['Amplitude has it.', ''],
	partial: [
		'The item stands, some of its messages do not. `reason` names them.',
		'Correct them, send again.',
	],
	rejected: [
		'Amplitude, or a documented rule checked before sending, refused it. `reason` says why.',
		'Correct the row, send again.',
	],
	unknown: ['It was sent, and no believable answer came back.', 'Send again: it is safe.'],
	unsent: ['The run stopped before it was sent.', 'Send again.'],
	skipped: ['It has no text: nothing to send.', ''],
	ready: ['Dry run: it would be sent.', ''],
};

/** The keys of an output row. */
export const OUTPUT_TEXTS: Readonly<Record<string, string>> = {
	unique_id: "The item's ID, or `null` where the row has none.",
	message_id: "The message's ID, where the row is one message.",
	status: 'What became of the row.',
	reason: 'Why it was not ingested, and what to do. It begins with the number of the row.',
	request: 'Number of the request that settled it, from 1. In a dry run the one it would go in.',
	attempts: 'How often it was sent.',
};
