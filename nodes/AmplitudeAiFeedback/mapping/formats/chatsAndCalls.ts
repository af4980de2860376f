/**
 * The messages of chats, calls and reviews, as their APIs give them. The pages were read on
 * 24 November 2026.
 */
import { absent, condition } from '../messageFilter';
import { ALL_MESSAGES, at, firstValue, person, type FieldSource } from '../messageFormat';
import { valueAt } from '../messagePaths';
import type { KnownFormat } from './knownFormat';

/** Slack writes these three characters as entities, and no others. */
const SLACK_ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Apps may have theirs in a block. */
const SLACK_TEXT = ['text', 'blocks.0.text.text'];

const slackText: FieldSource = {
	paths: SLACK_TEXT,
	read(message) {
		const text = firstValue(message, SLACK_TEXT);
		if (typeof text !== 'string') return text;
		return text.replace(/&(?:amp|lt|gt);/g, (entity) => SLACK_ENTITIES[entity] as string);
	},
};

/**
 * Messages of `conversations.replies` and `conversations.history`. Those that people write have no
 * subtype; of the others those with words of people or apps are named here. Deleted ones are hidden.
 * Source: https://docs.slack.dev/reference/events/message
 */
const slack: KnownFormat = {
	value: 'slack',
	name: 'Slack Messages',
	description: 'Messages from people and apps, without notices such as who joined',
	marks: ['ts'],
	sentWhen: [
		[condition('type', 'is', 'message'), absent('subtype'), absent('hidden')],
		[
			condition('type', 'is', 'message'),
			condition('subtype', 'isOneOf', 'bot_message, file_share, me_message, thread_broadcast'),
			absent('hidden'),
		],
	],
	fields: {
		unique_id: at('ts'),
		body: slackText,
		author: at('username', 'user_profile.real_name', 'bot_profile.name', 'user'),
		created_at: at('ts'),
	},
};

/** The ID of a call, in a row of n8n's Gong node or of `/v2/calls/transcript`. */
const CALL_ID = ['metaData.id', 'callId'];
const SPEAKER = { list: 'parties', id: 'speakerId', of: 'speakerId' };

/** Gong gives a turn no ID. Two people may start to speak in the same millisecond. */
const turnId: FieldSource = {
	paths: ['speakerId', 'sentences.0.start'],
	read(turn, row) {
		const callId = firstValue(row, CALL_ID);
		const [speaker, start] = [valueAt(turn, 'speakerId'), valueAt(turn, 'sentences.0.start')];
		// A number of 20 digits has lost some; mapping refuses it by name.
		if (typeof callId === 'number' && !Number.isSafeInteger(callId)) return callId;
		return [callId, speaker, start].some((part) => typeof part === 'object' || part === undefined)
			? undefined
			: `${String(callId)}-${String(speaker)}-${String(start)}`;
	},
};

const turnText: FieldSource = {
	paths: ['sentences'],
	read(turn) {
		const sentences = valueAt(turn, 'sentences');
		if (!Array.isArray(sentences)) return sentences;
		const isObject = (one: unknown): one is object => typeof one === 'object' && one !== null;
		return sentences
			.filter(isObject)
			.map((sentence) => valueAt(sentence, 'text'))
			.filter((text) => typeof text === 'string')
			.join(' ');
	},
};

/** The start of a call has an offset; a sentence's is in milliseconds from there. */
const turnTime: FieldSource = {
	paths: ['sentences.0.start'],
	read(turn, row) {
		const [started, start] = [valueAt(row, 'metaData.started'), valueAt(turn, 'sentences.0.start')];
		if (typeof started !== 'string' || typeof start !== 'number') return undefined;
		if (!/(?:Z|[+-]\d\d:?\d\d)$/.test(started)) return undefined;
		const moment = new Date(Date.parse(started) + start);
		return Number.isNaN(moment.getTime()) ? undefined : moment;
	},
};

/**
 * Turns of a transcript: all of a call is heard by all who take part. With Participants the row lists
 * the speakers.
 * Source: https://help.gong.io/apidocs/retrieve-transcripts-of-calls-by-date-or-callids-v2callstranscript-2
 */
const gong: KnownFormat = {
	value: 'gong',
	name: 'Gong Transcript',
	description: 'Each turn of a speaker, with names if the row has "parties"',
	marks: ['sentences'],
	sentWhen: ALL_MESSAGES,
	fields: {
		unique_id: turnId,
		body: turnText,
		author: person(SPEAKER, 'name'),
		email: person(SPEAKER, 'emailAddress'),
		created_at: turnTime,
	},
};

/**
 * The developer's replies among the comments of a review. The user's comment is the item itself.
 * Source: https://developers.google.com/android-publisher/reply-to-reviews
 */
const googlePlay: KnownFormat = {
	value: 'googlePlay',
	name: 'Google Play Replies',
	description: 'Your own replies to a review. They have no IDs: turn on "Generate Missing IDs".',
	marks: ['userComment', 'developerComment'],
	sentWhen: [[condition('developerComment.text', 'isNot', '')]],
	fields: {
		body: at('developerComment.text'),
		created_at: at('developerComment.lastModified.seconds'),
	},
};

export const chatsAndCalls: readonly KnownFormat[] = [gong, googlePlay, slack];
