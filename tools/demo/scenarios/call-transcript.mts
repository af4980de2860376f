import { automatic } from '../../shared/mapper.mts';
import type { Scenario } from './scenario.mts';

const sourceId = 'calls';

/** The call of the API's documentation, with the turns under names of their own. */
const call = {
	unique_id: 'call-123',
	author: 'Sales Rep',
	created_at: '2026-03-12T14:00:00Z',
	url: 'https://gong.io/calls/123',
	transcript: {
		turns: [
			{
				id: 'call-123-1',
				text: 'How does that compare to the competition on pricing?',
				speaker: { name: 'Buyer', user: 'user-456' },
				at: '2026-03-12T14:00:18Z',
			},
			{
				id: 'call-123-2',
				text: 'Great question. Our base tier starts at...',
				speaker: { name: 'Sales Rep' },
				at: '2026-03-12T14:00:22Z',
			},
		],
	},
};

/** Each row is a whole call: no text of its own, and an array of turns. */
export const callTranscript: Scenario = {
	title: 'Call, its turns in an array',
	sourceId,
	rows: async () => [call],
	parameters: {
		operation: 'ingestItems',
		sourceId,
		messages: 'array',
		item: automatic(),
		messageArray: '={{ $json.transcript.turns }}',
		messageFormat: 'custom',
		messageFields: {
			unique_id: 'id',
			body: 'text',
			author: 'speaker.name',
			user_id: 'speaker.user',
			created_at: 'at',
		},
		options: {},
	},
	expected: {
		rows: 1,
		requests: 1,
		items: 1,
		messages: 2,
		statuses: { ingested: 1 },
		onErrorOutput: 0,
	},
};
