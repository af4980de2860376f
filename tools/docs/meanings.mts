/** Meanings that the node's form does not hold: of fields, statuses and output keys. */
import type { FieldName } from '../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import type { NextAction, Status } from '../../nodes/AmplitudeAiFeedback/output/rowResult.ts';

/** What each field of an item or a message holds. */
export const FIELD_MEANINGS: Readonly<Record<FieldName, string>> = {
	unique_id: 'An ID that never changes. Sending the same ID again updates the item or message.',
	body: 'The text, sent unchanged.',
	author: 'Name of the person who wrote it.',
	email: "The person's email address. Amplitude uses it to match feedback to users.",
	user_id: "The person's user ID in Amplitude.",
	created_at:
		'When it was written, for example 2026-03-15T10:30:00Z. [All formats](mapping.md#times).',
	url: 'Link to it in the system it comes from.',
};

/** The field that exists only with automatic mapping. */
export const PARTS_MEANING =
	'The messages, as an array of objects with the fields above. Only with automatic mapping, when _Messages_ is _None_.';

/** What each status means. */
export const STATUS_MEANINGS: Readonly<Record<Status, string>> = {
	ingested: 'Amplitude accepted it.',
	partial: 'The item was saved, but some of its messages were not. `reason` names them.',
	rejected:
		'Amplitude refused it, or it breaks a documented rule that is checked before sending. `reason` says why.',
	unknown: 'It was sent, but no valid response came back.',
	unsent: 'The run stopped before it was sent.',
	skipped: 'It has no text, so there is nothing to send.',
	ready: 'Dry run: it would be sent.',
};

/** The keys of an output row. */
export const OUTPUT_KEYS: Readonly<Record<string, string>> = {
	unique_id: "The item's ID, or `null` if the row has none.",
	message_id: "The message's ID, if the row is one message.",
	status: 'What became of the row.',
	next: 'What to do with it: `done`, `correct` or `resend`.',
	reason:
		'Why it was not ingested, and what to do. It begins with the number of the row. Empty if there is nothing to say.',
	request:
		'Number of the request that decided the status, counted from 1, or `null` if it was not sent. In a dry run, the request it would be part of.',
	attempts: 'How many times it was sent.',
	item: 'In a dry run, the item exactly as it would be sent. If rows are messages, the key is `message`.',
};

/** What each next action asks for. */
export const NEXT_MEANINGS: Readonly<Record<NextAction, string>> = {
	done: 'Nothing.',
	correct: 'Correct the row, then send it again.',
	resend: 'Send it again unchanged. This is safe.',
};

/** The keys of the one row of a summary. */
export const SUMMARY_KEYS: Readonly<Record<string, string>> = {
	rows: 'Number of input rows.',
	'ingested … ready': 'Number of rows with each status.',
	requests: 'Number of requests.',
	throttled: 'Number of requests that Amplitude throttled.',
	omitted_messages: 'Number of messages in arrays that were not sent because they have no text.',
	filtered_messages: 'Number of messages in arrays that the format or the filter left out.',
	removed_patterns:
		'Number of email addresses and other patterns that the option Remove Patterns replaced in texts.',
	problem_percent: 'Share of rows whose `next` is not `done`, in percent.',
	reasons:
		'The 20 most frequent reasons: `reason`, `count`, `example_row` and `example_unique_id` of the first such row.',
};
