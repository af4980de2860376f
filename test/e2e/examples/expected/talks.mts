import type { IDataObject } from 'n8n-workflow';
import * as gong from '../../../fixtures/sources/gong.mts';
import * as slack from '../../../fixtures/sources/slack.mts';
import { times, type Expectation } from './expectation.mts';

const NODE = 'Amplitude AI Feedback';
const BUYER = { author: 'Jane Doe', email: 'jane.doe@example.com' };
const REP = { author: 'Sales Rep', email: 'rep@example.com' };

function slackPart(unique_id: string, body: string, author: string, created_at: string) {
	const url = `https://example.slack.com/archives/C024BE91L/p${unique_id.replace('.', '')}`;
	return { unique_id, body, author, created_at, url };
}

function turn(speaker: string, start: number, body: string, who: object, created_at: string) {
	return { unique_id: `17782342274025937895-${speaker}-${start}`, body, ...who, created_at };
}

/** Threads and calls. */
export const talks: Record<string, Expectation> = {
	'slack-thread': {
		start: 'Reaction Added',
		pinned: {
			'Reaction Added': [
				{
					type: 'reaction_added',
					user: 'U061F7AUR',
					reaction: 'memo',
					item: { type: 'message', channel: 'C024BE91L', ts: '1773133200.000100' },
					item_user: 'U0G9QF9C6',
					event_ts: '1773140100.000200',
				},
			],
			// All but the message that is in no thread.
			Slack: slack.messages.slice(0, -1),
		},
		items: [
			{
				unique_id: 'thread-1773133200.000100',
				created_at: '2026-03-10T09:00:00Z',
				conversation_parts: [
					slackPart(
						'1773133200.000100',
						'Where is the Excel export?',
						'U0G9QF9C6',
						'2026-03-10T09:00:00Z',
					),
					slackPart(
						'1773133201.000200',
						'A ticket was opened.',
						'Help Bot',
						'2026-03-10T09:00:01Z',
					),
					slackPart(
						'1773134100.123400',
						'Under Settings &gt; Data Export.',
						'U061F7AUR',
						'2026-03-10T09:15:00.123Z',
					),
					slackPart(
						'1773134400.123450',
						'It only exports CSV :cry:',
						'U0G9QF9C6',
						'2026-03-10T09:20:00.123Z',
					),
				],
			},
		],
		statuses: {
			[NODE]: ['ingested', 'ingested', 'skipped', 'skipped', 'ingested', 'ingested'],
		},
		ends: { Delivered: [4, 0], 'Nothing to Send': [2, 2], 'Needs a Look': [0, 4] },
		// The channel is that of the reaction.
		ownExpressions: ["{{ $('Reaction Added').item.json.item.channel }}"],
	},
	'gong-call': {
		start: 'Every Night at 2',
		pinned: { 'New Calls': [gong.calls[0]!.metaData as IDataObject], Call: gong.calls },
		items: [
			{
				unique_id: '17782342274025937895',
				created_at: '2026-03-12T14:00:12.500Z',
				url: 'https://app.gong.io/call?id=17782342274025937895',
				conversation_parts: [
					turn(
						'6432345678555530067',
						5500,
						'How does that compare on pricing? We have a small team.',
						BUYER,
						'2026-03-12T14:00:18Z',
					),
					turn(
						'6432345678555530068',
						12000,
						'Great question. Our base tier starts at ten seats.',
						REP,
						'2026-03-12T14:00:24.500Z',
					),
					turn('6432345678555530067', 20000, 'Yes.', BUYER, '2026-03-12T14:00:32.500Z'),
					turn('6432345678555530068', 20000, 'Yes.', REP, '2026-03-12T14:00:32.500Z'),
					// Not among the participants, so there is no name.
					turn('6432345678555530099', 460230, 'Thanks, everyone.', {}, '2026-03-12T14:07:52.730Z'),
				],
			},
		],
		statuses: { [NODE]: times(5, 'ingested') },
		ends: { Delivered: [5, 0], 'Needs a Look': [0, 5] },
	},
};
